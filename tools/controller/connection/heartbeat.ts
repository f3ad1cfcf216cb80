import type { Clock, ControllerTimes } from '../clock.ts';

/** Pings at intervals, and notices when the other side has been silent for too long. */
export class Heartbeat {
  private readonly clock: Clock;
  private readonly times: ControllerTimes;
  private readonly ping: () => void;
  private readonly silent: () => void;
  private lastSign: number;
  private cancelPing: () => void = () => {};
  private cancelCheck: () => void = () => {};

  constructor(clock: Clock, times: ControllerTimes, ping: () => void, silent: () => void) {
    this.clock = clock;
    this.times = times;
    this.ping = ping;
    this.silent = silent;
    this.lastSign = clock.now();
    this.schedulePing();
    this.scheduleCheck();
  }

  /** Records a sign of life: a message or a pong. */
  alive(): void {
    this.lastSign = this.clock.now();
  }

  stop(): void {
    this.cancelPing();
    this.cancelCheck();
  }

  private schedulePing(): void {
    this.cancelPing = this.clock.after(this.times.pingEvery, () => {
      this.schedulePing();
      this.ping();
    });
  }

  private scheduleCheck(): void {
    const left = this.lastSign + this.times.silenceLimit - this.clock.now();
    this.cancelCheck = this.clock.after(left, () => {
      if (this.clock.now() - this.lastSign >= this.times.silenceLimit) {
        this.stop();
        this.silent();
      } else {
        this.scheduleCheck();
      }
    });
  }
}
