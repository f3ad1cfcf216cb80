import type { ControllerTimes } from '../clock.ts';

/** The growing delays between attempts to connect. */
export class BackOff {
  private readonly times: ControllerTimes;
  private delay: number;

  constructor(times: ControllerTimes) {
    this.times = times;
    this.delay = times.reconnectAfter;
  }

  /** The delay before the next attempt; each is twice the one before, up to the limit. */
  next(): number {
    const delay = Math.min(this.delay, this.times.reconnectLimit);
    this.delay = delay * 2;
    return delay;
  }

  /** Resets the delay after a successful attempt. */
  reset(): void {
    this.delay = this.times.reconnectAfter;
  }
}
