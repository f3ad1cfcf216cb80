import { awaitOffsets } from '../../metadata/awaits.ts';
import type { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import { int, type ObjectValue, type Value } from '../evaluation/values/values.ts';
import { readCatchClauses, findClause } from './catchClauses.ts';
import { isObject, readField, typeNames } from './fields.ts';

const tasks = 'System.Threading.Tasks.';
const box = 'System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1';

/** How many methods that await each other are followed. */
const maxDepth = 100;

/** Follows an exception from the task of an async method to the methods that await it. */
export class Awaiters {
  readonly #runtime: PausedRuntime;
  readonly #types: ReadonlySet<number>;
  /** The state machines that the exception passes. */
  readonly passed: Value[] = [];
  #depth = 0;

  /** Takes the types of the exception. */
  constructor(runtime: PausedRuntime, types: ReadonlySet<number>) {
    this.#runtime = runtime;
    this.#types = types;
  }

  /**
   * Whether a method catches what the async method of a state machine throws; `undefined` if that method has not
   * been suspended yet, so that its caller is on the stack.
   */
  async findCatches(machine: Value): Promise<boolean | undefined> {
    const promise = await this.#promise(machine);
    if (promise !== undefined) {
      return isObject(promise.awaiter) ? this.#continues(promise.awaiter) : undefined;
    }
    const builder = await this.#field(machine, '<>t__builder');
    const task = await this.#field(builder, 'm_task');
    // An async void method has no task of its own.
    if (task === undefined) return false;
    return isObject(task) ? this.catchesTask(task) : undefined;
  }

  /** Whether a method catches the exception of a task. */
  async catchesTask(task: ObjectValue): Promise<boolean> {
    return this.#continues(await this.#field(task, 'm_continuationObject'));
  }

  async #continues(continuation: Value | undefined): Promise<boolean> {
    if (!isObject(continuation) || ++this.#depth > maxDepth) return false;
    const names = await typeNames(continuation.type, this.#runtime);
    if (names.has(box)) return this.#catchesAtAwait(continuation);
    if (names.has('System.Delegate')) {
      return this.#continues(await this.#field(continuation, '_target'));
    }
    if (names.has(`${tasks}AwaitTaskContinuation`)) {
      return this.#continues(await this.#field(continuation, 'm_action'));
    }
    if (names.has(`${tasks}Task`)) return this.catchesTask(continuation);
    if (names.has('System.Collections.Generic.List`1')) return this.#oneContinues(continuation);
    return false;
  }

  async #oneContinues(list: ObjectValue): Promise<boolean> {
    const count = await this.#field(list, '_size');
    const length = count?.kind === 'number' ? Number(count.value) : 0;
    for (let index = 0; index < length; index++) {
      const item = await this.#runtime.reflection.use('call', list, 'get_Item', [int(index)]);
      if (await this.#continues(item)) return true;
    }
    return false;
  }

  /** What an async iterator has in place of a task. */
  async #promise(machine: Value): Promise<{ readonly awaiter: Value | undefined } | undefined> {
    const promise = await this.#field(machine, '<>v__promiseOfValueOrEnd');
    return promise && { awaiter: await this.#field(promise, '_continuationState') };
  }

  /** Whether the async method that is suspended in a box catches the exception where it awaits it. */
  async #catchesAtAwait(suspended: ObjectValue): Promise<boolean> {
    const machine = await this.#field(suspended, 'StateMachine');
    if (machine?.kind === 'object' || machine?.kind === 'struct') {
      this.passed.push(machine);
      if (await this.#isInTry(machine, machine.type)) return true;
      const promise = await this.#promise(machine);
      if (promise !== undefined) return this.#continues(promise.awaiter);
    }
    return this.catchesTask(suspended);
  }

  /** Whether a method of the user awaits where it catches the exception. Others are taken to pass it on. */
  async #isInTry(machine: Value, type: number): Promise<boolean> {
    const [method] = await this.#runtime.agent.methods(type, 'MoveNext');
    const state = await this.#field(machine, '<>1__state');
    if (method === undefined || state?.kind !== 'number') return false;
    // The symbols of a method that hot reload has changed are not known.
    const built = await this.#runtime.method(method).catch(() => undefined);
    const offset = built?.symbols && awaitOffsets(built.symbols, built.row)[Number(state.value)];
    if (offset === undefined) return false;
    // The compiler has added the last clause.
    const own = (await readCatchClauses(method, this.#runtime)).slice(0, -1);
    return findClause(own, offset, this.#types) !== undefined;
  }

  #field(of: Value | undefined, name: string): Promise<Value | undefined> {
    return readField(of, name, this.#runtime);
  }
}
