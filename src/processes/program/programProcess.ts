import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { exitCodeOf } from './exitCode.ts';
import { ExitSignal } from './exitSignal.ts';
import { endTree, isGoneWithin } from '../tree/endTree.ts';
import type { ProcessTree } from '../tree/processTree.ts';
import { closeWhenQuiet, pipesOf } from './programPipes.ts';

export interface ProgramProcessOptions {
  readonly clock: Clock;
  /** How long all may take to end before they are killed, in milliseconds; asked again while they are waited for. */
  readonly grace: () => number;
  /** What becomes of the processes that are left when the program ends by itself. */
  readonly leftovers: 'end' | 'keep';
}

/** How a program and all that it started ended. */
export interface ProgramEnd {
  readonly exitCode: number | undefined;
  /** What can't be ended, even by SIGKILL. */
  readonly left: 'nothing' | 'program' | 'others';
}

/** How long what a program leaves behind may take to end by itself, in milliseconds. */
const leftoverWait = 500;
/** How long the killed may take to be gone, in milliseconds. */
const killWait = 1_000;

/** A program that runs, with all that it starts. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #tree: ProcessTree;
  readonly #options: ProgramProcessOptions;
  readonly #closed: Promise<void>;
  readonly #exitCode: Promise<number | undefined>;
  readonly #outOfReach: Deferred<'out of reach'> = deferred();
  /** Resolves to whether all are gone. */
  #ending: Promise<boolean> | undefined;
  #hasExited = false;
  #isOver = false;

  /** The `child` was spawned in this turn of the event loop. */
  constructor(child: ChildProcess, tree: ProcessTree, options: ProgramProcessOptions) {
    this.#child = child;
    this.#tree = tree;
    this.#options = options;
    this.#closed = new Promise((resolve) => child.once('close', () => resolve()));
    const exitSignal = new ExitSignal(child.pid ?? 0, pipesOf(child));
    this.#exitCode = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#hasExited = true;
        resolve(exitCodeOf(code, signal, exitSignal.number));
      });
    });
  }

  /** Asks all to end, and kills what is left after the grace; spares what is kept after the program's end. */
  stop(): void {
    if (!this.#isOver) this.#ending ??= this.#endTree();
  }

  /** Resolves once the program has ended with all that it started and its output was read, or they can't be ended. */
  async ended(): Promise<ProgramEnd> {
    const exitCode = await Promise.race([this.#exitCode, this.#outOfReach.promise]);
    const pipes = pipesOf(this.#child);
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
