import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { ProcessUses } from '../../processes/tree/processUse.ts';

/** What the processes of a page use. */
export interface PageUse {
  /** In bytes. */
  readonly memory: number;
  /** The part of a processor core in the last minute; `undefined` before its end. */
  readonly processorShare: number | undefined;
}

/** How much the processes of a page may use. */
export type UseLimits = { readonly [Name in keyof PageUse]: number };

/** A limit that a page has exceeded. */
export interface Excess {
  readonly of: keyof PageUse;
  readonly used: number;
  readonly limit: number;
}

export interface UseWatchOptions {
  readonly clock: Clock;
  readonly readUses: () => Promise<ProcessUses>;
  /** What processes used for others. */
  readonly before: ProcessUses;
  /** Called with what is used, and the processor time since the last call, in milliseconds. */
  readonly told: (use: PageUse, processorTime: number) => void;
}

/** How often it is looked what is used, in milliseconds. Each look lists the processes of the machine. */
const interval = 60_000;

/** Looks now and then at what processes use. */
export class UseWatch implements Disposable {
  readonly #options: UseWatchOptions;
  #last: ProcessUses;
  #lookedAt: number | undefined;
  #timer: Disposable | undefined;
  #isDisposed = false;

  constructor(options: UseWatchOptions) {
    this.#options = options;
    this.#last = options.before;
    void this.#look();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  async #look(): Promise<void> {
    const { clock, readUses, told } = this.#options;
    const present = await readUses().catch((): ProcessUses => new Map());
    if (this.#isDisposed) return;
    this.#timer = clock.after(interval, () => void this.#look());
    // The processes can't be read.
    if (present.size === 0) return;
    const processorTime = this.#timeSince(present);
    const now = clock.elapsed();
    const time = this.#lookedAt === undefined ? undefined : now - this.#lookedAt;
    this.#last = present;
    this.#lookedAt = now;
    const memory = [...present.values()].reduce((sum, use) => sum + use.memory, 0);
    told({ memory, processorShare: time && processorTime / time }, processorTime);
  }

  /** A process that was not there before has used all of its time since. */
  #timeSince(present: ProcessUses): number {
    const times = [...present].map(
      ([key, { processorTime }]) => processorTime - (this.#last.get(key)?.processorTime ?? 0),
    );
    return times.reduce((sum, one) => sum + one, 0);
  }
}

/** Returns the first limit that is exceeded. */
export function findExcess(use: PageUse, limits: UseLimits): Excess | undefined {
  for (const name of ['memory', 'processorShare'] as const) {
    const used = use[name] ?? 0;
    if (used > limits[name]) return { of: name, used, limit: limits[name] };
  }
  return undefined;
}
