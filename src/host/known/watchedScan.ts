import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { SharedWork } from '../../dotnet/evaluate/sharedWork.ts';

/** What is scanned, and what tells that another scan may find something else. */
export interface ScanSource<T> {
  scan(signal: AbortSignal): Promise<T>;
  /** Calls `changed` until the result is disposed of. */
  watch(changed: () => void): Disposable;
}

/** The result of a scan. */
export interface Scanned<T> {
  readonly value: T;
  /** When the scan began. */
  readonly seen: Date;
}

/** How long changes are collected before a scan, in milliseconds. */
const settleTime = 500;
/** How much longer than a scan the pause after it is. Changes without end take up a fifth of the time. */
const pauseFactor = 4;
/** The age in milliseconds from which a result is scanned again when it is asked for, in case a watch missed a change. */
const trustTime = 60_000;

/**
 * Keeps the result of a scan, and scans again in the background after changes. Only one scan runs at a time,
 * and the first one begins when a result is asked for. A watch reports changes late: who acts on a result
 * refreshes it.
 */
export class WatchedScan<T> implements Disposable {
  readonly #source: ScanSource<T>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #ended = new AbortController();
  #watch: Disposable | undefined;
  /** Until the next scan in the background. */
  #timer: Disposable | undefined;
  #last: Scanned<T> | undefined;
  #running: SharedWork<Scanned<T>> | undefined;
  /** Those who wait for scans in the background, which requests end. */
  readonly #background = new Set<AbortController>();
  /** When the last scan began and how long it took, on the clock. */
  #scanned = { at: -Infinity, duration: 0 };

  constructor(source: ScanSource<T>, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#source = source;
    this.#clock = clock;
    this.#log = log;
  }

  /** The last result; `undefined` before the first one. */
  get last(): Scanned<T> | undefined {
    return this.#last;
  }

  /** Returns the last result, and scans in the background if there is none or it is old. */
  latest(): Scanned<T> | undefined {
    const isOld = this.#clock.elapsed() - this.#scanned.at >= trustTime;
    if (isOld && this.#running === undefined) void this.#scanInBackground();
    return this.#last;
  }

  /**
   * Returns the result of a scan that begins after this call. Calls during a scan share the next one; a scan in the
   * background is given up for them. Rejects as the scan does, and with the reason of the signal.
   */
  async refresh(signal?: AbortSignal): Promise<Scanned<T>> {
    signal?.throwIfAborted();
    const givenUp = [...this.#background];
    for (const waiter of givenUp) waiter.abort();
    try {
      return await this.#next(signal);
    } catch (error) {
      // Nothing has found the changes for which they waited.
      if (givenUp.length > 0) this.#scanSoon();
      throw error;
    }
  }

  dispose(): void {
    this.#ended.abort();
    this.#timer?.dispose();
    this.#watch?.dispose();
  }

  /** Waits for a scan that begins after this call. */
  async #next(signal: AbortSignal | undefined): Promise<Scanned<T>> {
    const running = this.#running;
    if (running?.isAborted === false) await running.wait(signal).catch(() => undefined);
    return this.#join(signal);
  }

  /** Waits for the running scan, or for a new one. */
  #join(signal: AbortSignal | undefined): Promise<Scanned<T>> {
    this.#ended.signal.throwIfAborted();
    signal?.throwIfAborted();
    const running = this.#running?.isAborted === false ? this.#running : this.#begin();
    return running.wait(signal);
  }

  #begin(): SharedWork<Scanned<T>> {
    // Before the scan, so that no change is missed.
    this.#watch ??= this.#source.watch(() => this.#scanSoon());
    const work = new SharedWork(async (signal) => {
      try {
        return await this.#scan(AbortSignal.any([signal, this.#ended.signal]));
      } finally {
        if (this.#running === work) this.#running = undefined;
      }
    });
    this.#running = work;
    return work;
  }

  async #scan(signal: AbortSignal): Promise<Scanned<T>> {
    const at = this.#clock.elapsed();
    const seen = this.#clock.now();
    try {
      const value = await this.#source.scan(signal);
      signal.throwIfAborted();
      this.#last = { value, seen };
      return this.#last;
    } finally {
      const duration = this.#clock.elapsed() - at;
      if (!signal.aborted) this.#scanned = { at, duration };
    }
  }

  #scanSoon(): void {
    if (this.#timer !== undefined || this.#ended.signal.aborted) return;
    const pause = Math.max(settleTime, this.#scanned.duration * pauseFactor);
    this.#timer = this.#clock.after(pause, () => {
      this.#timer = undefined;
      void this.#scanInBackground();
    });
  }

  /** A failed scan leaves the last result. */
  async #scanInBackground(): Promise<void> {
    const waiter = new AbortController();
    const signal = AbortSignal.any([waiter.signal, this.#ended.signal]);
    this.#background.add(waiter);
    try {
      await this.#next(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#log.debug(`The search in the background failed: ${getMessage(error)}`);
    } finally {
      this.#background.delete(waiter);
    }
  }
}
