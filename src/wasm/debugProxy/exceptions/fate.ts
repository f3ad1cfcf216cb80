import type { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import type { StackFrame } from '../evaluation/runtime/stack.ts';
import type { ObjectValue, Value } from '../evaluation/values/values.ts';
import { AgentWriter } from '../relay/cdp/agentData.ts';
import { Awaiters } from './awaiters.ts';
import { readCatchClauses, findClause } from './catchClauses.ts';
import { isObject, typeNames } from './fields.ts';

const dispatch = 'System.Runtime.ExceptionServices.ExceptionDispatchInfo';
const stateMachine = 'System.Runtime.CompilerServices.IAsyncStateMachine';

/** An exception that was just thrown. */
export interface Thrown {
  readonly exception: ObjectValue;
  /** The whole stack, innermost frames first. */
  readonly stack: readonly StackFrame[];
  /** The ids of those frames that are user code. */
  readonly userFrames: ReadonlySet<number>;
}

/** Where an exception ends. */
export type Fate =
  /** In .NET or a library, before it reaches user code. */
  | { readonly kind: 'external' }
  /** In a `catch` of user code. */
  | { readonly kind: 'caught' }
  /** Elsewhere, after it has left user code. */
  | {
      readonly kind: 'uncaught';
      /** What `this` is in the methods that it leaves, innermost first; of async ones the state machine. */
      readonly left: readonly Value[];
    };

/** Finds out where an exception ends: as the runtime does, in the first `catch` for its type. */
export async function findFate(thrown: Thrown, runtime: PausedRuntime): Promise<Fate> {
  const { exception, stack, userFrames } = thrown;
  const types = new Set(await runtime.agent.parents(exception.type));
  const clauses = await Promise.all(stack.map(({ method }) => readCatchClauses(method, runtime)));
  const awaiters = new Awaiters(runtime, types);
  const left: number[] = [];
  for (const [index, frame] of stack.entries()) {
    const isOfUser = userFrames.has(frame.id);
    if (isOfUser) left.push(frame.id);
    const clause = findClause(clauses[index] ?? [], frame.offset, types);
    if (clause === undefined) continue;
    if (left.length === 0) return { kind: 'external' };
    const isLast = clause === clauses[index]?.at(-1);
    const end = await findEnd(frame, isLast, awaiters, runtime);
    if (end === 'awaiter' || (end === 'here' && isOfUser)) return { kind: 'caught' };
    if (end !== 'caller') break;
  }
  if (left.length === 0) return { kind: 'external' };
  const selves = await Promise.all(left.map((id) => runtime.frame(id).self()));
  return { kind: 'uncaught', left: [...selves, ...awaiters.passed] };
}

/**
 * What throws an exception: user code, code that the compiler has added to a `catch` or a `finally` of the user that
 * awaits, by way of .NET, or .NET itself. At an `await`, other methods of .NET are between.
 */
export type Thrower = 'user' | 'compiler' | 'framework';

export async function findThrower(
  { stack, userFrames }: Pick<Thrown, 'stack' | 'userFrames'>,
  runtime: PausedRuntime,
): Promise<Thrower> {
  for (const [index, { id, method }] of stack.entries()) {
    if (userFrames.has(id)) return index === 0 ? 'user' : 'compiler';
    const { fullName } = await runtime.agent.typeInfo(await declaringType(method, runtime));
    if (fullName !== dispatch) return 'framework';
  }
  return 'framework';
}

/** What becomes of an exception in a clause: it may be thrown again, or put into a task for those that await it. */
type End = 'here' | 'caller' | 'awaiter' | 'nowhere';

async function findEnd(
  { id, method }: StackFrame,
  isLast: boolean,
  awaiters: Awaiters,
  runtime: PausedRuntime,
): Promise<End> {
  const type = await declaringType(method, runtime);
  // The compiler adds the last clause of an async method.
  if (isLast && (await isStateMachine(type, runtime))) {
    const isCaught = await awaiters.findCatches(await runtime.frame(id).self());
    if (isCaught === undefined) return 'caller';
    return isCaught ? 'awaiter' : 'nowhere';
  }
  const names = await typeNames(type, runtime);
  if (names.has('System.Threading.ExecutionContext')) return 'caller';
  if (!names.has('System.Threading.Tasks.Task')) return 'here';
  const task = await runtime.frame(id).self();
  return isObject(task) && (await awaiters.catchesTask(task)) ? 'awaiter' : 'nowhere';
}

function declaringType(method: number, { agent, facts }: PausedRuntime): Promise<number> {
  return facts.once(`type of method ${method}`, async () =>
    (await agent.ask('declaringType', new AgentWriter().number(method))).number(),
  );
}

function isStateMachine(type: number, { agent, facts }: PausedRuntime): Promise<boolean> {
  return facts.once(`is state machine ${type}`, async () => {
    const reply = await agent.ask('interfaces', new AgentWriter().number(type));
    const types = Array.from({ length: reply.number() }, () => reply.number());
    const infos = await Promise.all(types.map((one) => agent.typeInfo(one)));
    return infos.some(({ fullName }) => fullName === stateMachine);
  });
}
