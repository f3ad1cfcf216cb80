import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { findProcess } from '../../../processes/tree/processTable.ts';
import { createProcessTree } from '../../../processes/tree/createProcessTree.ts';
import { askTree, endTree } from '../../../processes/tree/endTree.ts';
import type { ProcessTree } from '../../../processes/tree/processTree.ts';
import type { Watchdog } from '../../../processes/watchdog/watchdog.ts';

/** The polling interval in milliseconds. */
const checkInterval = 200;

export interface ObservedProcessOptions {
  readonly clock: Clock;
  readonly watchdog: Watchdog;
  /** Called once when the process has exited. */
  readonly gone: () => void;
}

const observed = new Set<number>();

/** Whether a process already belongs to a program. */
export function isObserved(pid: number): boolean {
  return observed.has(pid);
}

/** A process that a debug adapter has launched. It is not a child of the host, so its exit is detected by polling. */
export class ObservedProcess implements Disposable {
  readonly pid: number;
  readonly #options: ObservedProcessOptions;
  readonly #tree: ProcessTree;
  readonly #watch: Disposable;
  #timer: Disposable | undefined;
  #asked: Promise<void> | undefined;
  #isDisposed = false;

  constructor(pid: number, options: ObservedProcessOptions) {
    this.pid = pid;
    observed.add(pid);
    this.#options = options;
    this.#tree = createProcessTree(pid, options);
    this.#watch = options.watchdog.watch(pid);
    void this.#check(undefined);
  }

  /**
   * Asks the process, and later its descendants, to exit, each once, within the grace period in milliseconds.
   * Resolves when the process itself was asked.
   */
  terminate(grace: () => number): Promise<void> {
    const tree = this.#tree;
    this.#asked ??= new Promise((resolve) => {
      void askTree(
        {
          askRoot: () => tree.askRoot().finally(resolve),
          isRootAlive: () => tree.isRootAlive(),
          terminate: () => tree.terminate(),
        },
        this.#options.clock,
        grace,
      );
    });
    return this.#asked;
  }

  kill(): Promise<void> {
    return this.#tree.kill();
  }

  /** Ends the remaining processes, with the grace period in milliseconds. */
  end(grace: () => number): Promise<void> {
    return endTree(this.#tree, this.#options.clock, grace);
  }

  dispose(): void {
    observed.delete(this.pid);
    this.#isDisposed = true;
    this.#timer?.dispose();
    this.#watch.dispose();
  }

  async #check(started: string | undefined): Promise<void> {
    const start = await getStart(this.pid);
    if (this.#isDisposed) return;
    if (start === undefined || (started !== undefined && start !== started)) {
      return this.#options.gone();
    }
    this.#timer = this.#options.clock.after(checkInterval, () => void this.#check(start));
  }
}

/** Returns the start time of the process with this pid; `undefined` if there is none. */
async function getStart(pid: number): Promise<string | undefined> {
  // On other systems, reading the process table starts a program.
  if (process.platform === 'linux') return (await findProcess(pid))?.started;
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : undefined;
  }
}
