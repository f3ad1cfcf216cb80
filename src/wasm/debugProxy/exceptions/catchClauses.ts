import type { Agent } from '../evaluation/runtime/agent.ts';
import type { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import { AgentWriter } from '../relay/cdp/agentData.ts';
import { EvaluationError } from '../evaluation/evaluationError.ts';

/** A range of a method's code that a `catch` protects. */
interface CatchClause {
  readonly start: number;
  readonly end: number;
  /** The type of the exceptions that it catches; `undefined` for all. */
  readonly type: number | undefined;
}

/** Kinds of handlers (ECMA-335, II.25.4.6) that may catch an exception. */
const kinds = { catch: 0, filter: 1 } as const;
/** The instruction by which a filter of C# tests the type of an exception. */
const isInstance = 0x75;
/** Says that a token of metadata is that of a type. */
const typeToken = 1;

/** The `catch` clauses of a method, innermost first. Those with a filter are taken to accept the exception. */
export function catchClauses(
  method: number,
  { agent, facts }: PausedRuntime,
): Promise<readonly CatchClause[]> {
  return facts.once(`clauses ${method}`, () => readClauses(method, agent));
}

async function readClauses(method: number, agent: Agent): Promise<readonly CatchClause[]> {
  const reply = await agent.ask('methodBody', new AgentWriter().number(method)).catch(ofNative);
  if (reply === undefined) return [];
  const code = reply.block();
  const clauses: CatchClause[] = [];
  for (let left = reply.number(); left > 0; left--) {
    const kind = reply.number();
    const start = reply.number();
    const end = start + reply.number();
    // The handler's own range.
    for (let skipped = 0; skipped < 2; skipped++) reply.number();
    if (kind === kinds.catch) clauses.push({ start, end, type: reply.number() });
    if (kind === kinds.filter) {
      clauses.push({ start, end, type: await filteredType(method, code, reply.number(), agent) });
    }
  }
  return clauses;
}

/** Methods of the runtime itself have no body. */
function ofNative(error: unknown): undefined {
  if (!(error instanceof EvaluationError)) throw error;
}

async function filteredType(
  method: number,
  code: Buffer,
  filter: number,
  agent: Agent,
): Promise<number | undefined> {
  if (code[filter] !== isInstance) return undefined;
  const request = new AgentWriter().number(method).number(code.readInt32LE(filter + 1));
  const reply = await agent.ask('resolveToken', request);
  return reply.byte() === typeToken ? reply.number() : undefined;
}

/** The innermost clause that catches an exception of these types at an offset of the code. */
export function findClause(
  clauses: readonly CatchClause[],
  offset: number,
  types: ReadonlySet<number>,
): CatchClause | undefined {
  return clauses.find(
    ({ end, start, type }) =>
      offset >= start && offset < end && (type === undefined || types.has(type)),
  );
}
