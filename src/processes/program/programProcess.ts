import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { getExitCode } from './exitCode.ts';
import { ExitSignal } from './exitSignal.ts';
import { endTree, isGoneWithin } from '../tree/endTree.ts';
import type { ProcessTree } from '../tree/processTree.ts';
import { closeWhenQuiet, getPipes } from './programPipes.ts';

export interface ProgramProcessOptions {
  readonly clock: Clock;
  /** How long the processes may take to exit before they are killed, in milliseconds. Read again while waiting. */
  readonly grace: () => number;
  /** Whether to end or keep processes that are left when the program exits. */
  readonly leftovers: 'end' | 'keep';
}

/** How a program ended with all processes that it started. */
export interface ProgramEnd {
  readonly exitCode: number | undefined;
  /** What could not be killed. */
  readonly left: 'nothing' | 'program' | 'others';
}

/** How long leftover processes may take to exit by themselves, in milliseconds. */
const leftoverWait = 500;
/** How long killed processes may take to disappear, in milliseconds. */
const killWait = 1_000;

/** A running program with all processes that it starts. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #tree: ProcessTree;
  readonly #options: ProgramProcessOptions;
  readonly #closed: Promise<void>;
  readonly #exitCode: Promise<number | undefined>;
  readonly #outOfReach: Deferred<'out of reach'> = deferred();
  /** Resolves to whether all processes have ended. */
  #ending: Promise<boolean> | undefined;
  #hasExited = false;
  #isOver = false;

  /** `child` must have been spawned in this turn of the event loop. */
  constructor(child: ChildProcess, tree: ProcessTree, options: ProgramProcessOptions) {
    this.#child = child;
    this.#tree = tree;
    this.#options = options;
    this.#closed = new Promise((resolve) => child.once('close', () => resolve()));
    const exitSignal = new ExitSignal(child.pid ?? 0, getPipes(child));
    this.#exitCode = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#hasExited = true;
        resolve(getExitCode(code, signal, exitSignal.number));
      });
    });
  }

  /** Asks all processes to exit, and kills the rest after the grace period. Kept leftovers are spared. */
  stop(): void {
    if (!this.#isOver) this.#ending ??= this.#endTree();
  }

  /** Resolves when all processes have ended and the output was read, or if they can't be killed. */
  async ended(): Promise<ProgramEnd> {
    const exitCode = await Promise.race([this.#exitCode, this.#outOfReach.promise]);
    const pipes = getPipes(this.#child);
    if (exitCode === 'out of reach') {
      for (const pipe of pipes) pipe.destroy();
      this.#child.unref();
      return { exitCode: undefined, left: 'program' };
    }
    const isGone = await this.#endLeftovers();
    const closing = closeWhenQuiet(pipes, this.#options.clock);
    await this.#closed;
    closing.dispose();
    this.#isOver = true;
    return { exitCode, left: isGone ? 'nothing' : 'others' };
  }

  async #endTree(): Promise<boolean> {
    const { clock, grace } = this.#options;
    await endTree(this.#tree, clock, grace);
    const isGone = await isGoneWithin(this.#tree, clock, () => killWait);
    if (!isGone && !this.#hasExited) this.#outOfReach.resolve('out of reach');
    return isGone;
  }

  async #endLeftovers(): Promise<boolean> {
    const { clock, leftovers } = this.#options;
    if (this.#ending === undefined && leftovers === 'keep') {
      this.#isOver = true;
      return true;
    }
    const wait = (): number => (this.#ending === undefined ? leftoverWait : 0);
    if (await isGoneWithin(this.#tree, clock, wait)) return true;
    let isEnding = true;
    const ending = (this.#ending ??= this.#endTree());
    void ending.then(() => (isEnding = false));
    const rest = (): number => (isEnding ? Infinity : 0);
    return Promise.race([ending, isGoneWithin(this.#tree, clock, rest)]);
  }
}
