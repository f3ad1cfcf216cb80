import type { PausedRuntime } from '../../evaluation/runtime/pausedRuntime.ts';
import { readStack } from '../../evaluation/runtime/stack.ts';
import { findBlazorEnd } from '../../exceptions/errorBoundary.ts';
import { describeEnd, describeException } from '../../exceptions/exceptionText.ts';
import {
  type Fate,
  findFate,
  findThrower,
  type Thrower,
  type Thrown,
} from '../../exceptions/fate.ts';
import type { ExceptionEnd, FoundEnd, StopException } from './stopAnswers.ts';

/** What the runtime of a stopped page knows of an exception. */
export class RuntimeException implements StopException {
  readonly #id: number;
  readonly #userFrames: ReadonlySet<number>;
  readonly #runtime: PausedRuntime;
  #stack: ReturnType<typeof readStack> | undefined;

  constructor(id: number, userFrames: ReadonlySet<number>, runtime: PausedRuntime) {
    this.#id = id;
    this.#userFrames = userFrames;
    this.#runtime = runtime;
  }

  async thrower(): Promise<Thrower> {
    const stack = await this.#readStack();
    return findThrower({ stack, userFrames: this.#userFrames }, this.#runtime);
  }

  async end(): Promise<FoundEnd> {
    const stack = await this.#readStack();
    const type = await this.#runtime.agent.typeOfObject(this.#id);
    const exception = { kind: 'object', id: this.#id, type } as const;
    const thrown: Thrown = { exception, stack, userFrames: this.#userFrames };
    const fate = await findFate(thrown, this.#runtime);
    return { kind: fate.kind, describe: (end) => this.#describe(thrown, fate, end) };
  }

  async #describe({ exception }: Thrown, fate: Fate, end: ExceptionEnd): Promise<string> {
    const text = await describeException(exception, this.#runtime);
    if (end !== 'uncaught') return text;
    const left = fate.kind === 'uncaught' ? fate.left : [];
    // Blazor may keep what it knows of components in another way.
    const known = await findBlazorEnd(left, this.#runtime).catch(() => undefined);
    return known === undefined ? text : `${text} (${describeEnd(known)})`;
  }

  #readStack(): ReturnType<typeof readStack> {
    return (this.#stack ??= readStack(this.#runtime.agent));
  }
}
