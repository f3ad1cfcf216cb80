/** A group of test files. */
export interface FileGroup {
  readonly files: readonly string[];
  /** How many of their processes may run at the same time. */
  readonly atOnce: number;
  /** How many of them share a process; one by default. */
  readonly perProcess?: number;
  /** Resolves once they can run; immediately by default. */
  readonly ready?: Promise<unknown>;
}

/** Files that may run now, in one process. */
export interface TakenFiles {
  readonly files: readonly string[];
  /** Reports that their process has ended. */
  ended(): void;
}

interface Lane {
  readonly waiting: string[];
  readonly atOnce: number;
  readonly perProcess: number;
  isReady: boolean;
  running: number;
}

/** The order in which files of several groups run concurrently: earlier groups first. */
export class Schedule {
  readonly #lanes: readonly Lane[];
  #listeners: (() => void)[] = [];

  constructor(groups: readonly FileGroup[]) {
    this.#lanes = groups.map(({ atOnce, files, perProcess = 1, ready }) => {
      const isReady = ready === undefined;
      const lane = { waiting: [...files], atOnce, perProcess, isReady, running: 0 };
      void ready?.then(() => {
        lane.isReady = true;
        this.#change();
      });
      return lane;
    });
  }

  /** The next files, once some may run; `undefined` if all have been taken. */
  async take(): Promise<TakenFiles | undefined> {
    for (;;) {
      const next = this.#next();
      if (next !== undefined) return next;
      if (this.#lanes.every(({ waiting }) => waiting.length === 0)) return undefined;
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  #next(): TakenFiles | undefined {
    const lane = this.#lanes.find(({ atOnce, isReady, running, waiting }) => {
      return isReady && running < atOnce && waiting.length > 0;
    });
    if (lane === undefined) return undefined;
    const files = lane.waiting.splice(0, lane.perProcess);
    lane.running++;
    if (lane.waiting.length === 0) this.#change();
    return {
      files,
      ended: () => {
        lane.running--;
        this.#change();
      },
    };
  }

  #change(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
