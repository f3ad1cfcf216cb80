import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

export interface ThrottledReaderOptions {
  /** How long after a change a read begins at the earliest, in milliseconds. */
  readonly interval: number;
  /** Reads take at most this part of the time, since a page can have much to read. */
  readonly share: number;
  /** The longest delay because of that, in milliseconds. */
  readonly longestDelay: number;
}

/** Reads what has changed in a page, once for many changes, and never twice at a time. */
export class ThrottledReader implements Disposable {
  readonly #clock: Clock;
  readonly #read: () => Promise<void>;
  readonly #options: ThrottledReaderOptions;
  #timer: Disposable | undefined;
  #isReading = false;
  #isOutdated = false;
  #isDisposed = false;
  #notBefore = 0;

  /** `read` handles its errors itself. */
  constructor(clock: Clock, read: () => Promise<void>, options: ThrottledReaderOptions) {
    this.#clock = clock;
    this.#read = read;
    this.#options = options;
  }

  /** Reads soon, after what is being read. */
  refresh(): void {
    this.#isOutdated = true;
    if (this.#isReading || this.#isDisposed) return;
    const delay = Math.max(this.#options.interval, this.#notBefore - this.#clock.elapsed());
    this.#timer ??= this.#clock.after(delay, () => void this.readNow());
  }

  /** Reads without a delay, unless it is reading. */
  async readNow(): Promise<void> {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#isReading) return;
    this.#isReading = true;
    this.#isOutdated = false;
    const began = this.#clock.elapsed();
    await this.#read();
    this.#isReading = false;
    this.#pause(this.#clock.elapsed() - began);
    if (this.#isOutdated) this.refresh();
  }

  /** Cancels a read that has not begun. */
  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  #pause(took: number): void {
    const { longestDelay, share } = this.#options;
    this.#notBefore = this.#clock.elapsed() + Math.min(took / share, longestDelay);
  }
}
