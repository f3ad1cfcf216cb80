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
/** The instructions stloc, ldarg.0, ldloc, stfld and leave, as bytes. */
const keepsException = new RegExp(
  [
    '^(?:[\\x0a-\\x0d]|\\x13[^])',
    '\\x02',
    '(?:[\\x06-\\x09]|\\x11[^])',
    '\\x7d[^]{4}',
    '[\\xdd\\xde]',
  ].join('\\x00*'),
);
/** How many bytes of a handler may be needed to tell. */
const handlerLength = 32;

/** The instruction by which a filter of C# tests the type of an exception. */
const isInstance = 0x75;
/** Says that a token of metadata is that of a type. */
const typeToken = 1;

/**
 * The `catch` clauses of a method, innermost first. Those with a filter are taken to accept the exception. Those that
 * the compiler makes of a `finally` that awaits are left out.
 */
export function readCatchClauses(
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
    const handler = reply.number();
    // The handler's length.
    reply.number();
    if (kind === kinds.catch) {
      const type = reply.number();
      if (await isOfFinally(code, handler, type, agent)) continue;
      clauses.push({ start, end, type });
    }
    if (kind === kinds.filter) {
      clauses.push({
        start,
        end,
        type: await readFilteredType(method, code, reply.number(), agent),
      });
    }
  }
  return clauses;
}

/** Methods of the runtime itself have no body. */
function ofNative(error: unknown): undefined {
  if (!(error instanceof EvaluationError)) throw error;
}

/**
 * Whether a handler only keeps an exception of any type in a field, as that of a `finally` that awaits does. In C# a
 * `catch` for any type has no variable.
 */
async function isOfFinally(
  code: Buffer,
  handler: number,
  type: number,
  agent: Agent,
): Promise<boolean> {
  if (!keepsException.test(code.toString('latin1', handler, handler + handlerLength))) return false;
  return (await agent.typeInfo(type)).fullName === 'System.Object';
}

async function readFilteredType(
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
