/** A group of test files. */
export interface FileGroup {
  readonly files: readonly string[];
  /** How many of them may run at the same time. */
  readonly atOnce: number;
  /** Resolves once they can run; immediately by default. */
  readonly ready?: Promise<unknown>;
}

/** A file that may run now. */
export interface TakenFile {
  readonly file: string;
  /** Reports that it has ended. */
  ended(): void;
}

interface Lane {
  readonly waiting: string[];
  readonly atOnce: number;
  isReady: boolean;
  running: number;
}

/** The order in which files of several groups run concurrently: earlier groups first. */
export class Schedule {
  readonly #lanes: readonly Lane[];
  #listeners: (() => void)[] = [];

  constructor(groups: readonly FileGroup[]) {
    this.#lanes = groups.map(({ atOnce, files, ready }) => {
      const lane = { waiting: [...files], atOnce, isReady: ready === undefined, running: 0 };
      void ready?.then(() => {
        lane.isReady = true;
        this.#change();
      });
      return lane;
    });
  }

  /** The next file, once one may run; `undefined` if all have been taken. */
  async take(): Promise<TakenFile | undefined> {
    for (;;) {
      const next = this.#next();
      if (next !== undefined) return next;
      if (this.#lanes.every(({ waiting }) => waiting.length === 0)) return undefined;
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  #next(): TakenFile | undefined {
    const lane = this.#lanes.find(({ atOnce, isReady, running, waiting }) => {
      return isReady && running < atOnce && waiting.length > 0;
    });
    const file = lane?.waiting.shift();
    if (lane === undefined || file === undefined) return undefined;
    lane.running++;
    if (lane.waiting.length === 0) this.#change();
    return {
      file,
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
