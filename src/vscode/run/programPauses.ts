import { type LastSignal, signalIn } from '../../launch/adapterExitCode.ts';
import type { Pause } from '../debug/adapter/adapterMessages.ts';

export interface ProgramPausesOptions {
  /** Whether a Python program that calls `sys.exit` ends, whatever its debugger is set to stop at. */
  readonly exitsThroughStops: boolean;
  /** Continues the program where it is paused. */
  readonly resume: (threadId: number) => void;
}

/** Where a program is paused by its debugger, and which signal it received last. */
export class ProgramPauses {
  readonly #options: ProgramPausesOptions;
  #pause: Pause | undefined;
  #isEnding = false;
  /** The last signal that the debugger stopped at or that was sent to the program. */
  lastSignal: LastSignal;

  constructor(options: ProgramPausesOptions) {
    this.#options = options;
  }

  /** Whether a pause of it, or of a process that it has started, is passed over: it is to end. */
  passes({ cause }: Pause): boolean {
    return this.#isEnding || (cause === 'SystemExit' && this.#options.exitsThroughStops);
  }

  paused(pause: Pause): void {
    this.#pause = pause;
    const { cause } = pause;
    const unnamed = this.#isEnding ? this.lastSignal : 'unknown';
    if (cause !== undefined) this.lastSignal = cause === '' ? unnamed : signalIn(cause);
    if (this.passes(pause)) this.#resume(pause);
  }

  resumed(): void {
    this.#pause = undefined;
  }

  /** From now on no pause is for the user. */
  passAll(): void {
    this.#isEnding = true;
  }

  /** Continues a program that is paused, so that it receives its signals. */
  resume(): void {
    if (this.#pause !== undefined) this.#resume(this.#pause);
  }

  /** Forgets what is known of a process, for the one that replaces it. */
  reset(): void {
    this.#pause = undefined;
    this.lastSignal = undefined;
  }

  #resume({ threadId }: Pause): void {
    if (threadId !== undefined) this.#options.resume(threadId);
  }
}
