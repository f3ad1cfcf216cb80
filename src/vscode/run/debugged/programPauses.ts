import { type LastSignal, findSignal } from '../../../launch/adapterExitCode.ts';
import type { Pause } from '../../debug/adapter/adapterMessages.ts';

export interface ProgramPausesOptions {
  /** Whether a `sys.exit` of a Python program ends it even if the debugger stops at it. */
  readonly exitsThroughStops: boolean;
  /** Whether the program is to end. */
  readonly isEnding: () => boolean;
  /** Continues the paused program. */
  readonly resume: (threadId: number) => void;
}

/** The pauses of a program and its last signal. */
export class ProgramPauses {
  readonly #options: ProgramPausesOptions;
  #pause: Pause | undefined;
  /** The last signal that the debugger stopped at or that was sent to the program. */
  lastSignal: LastSignal;

  constructor(options: ProgramPausesOptions) {
    this.#options = options;
  }

  /** Whether a pause of the program, or of a child process, is skipped because the program is to end. */
  passes({ cause }: Pause): boolean {
    const { exitsThroughStops, isEnding } = this.#options;
    return isEnding() || (cause === 'SystemExit' && exitsThroughStops);
  }

  paused(pause: Pause): void {
    this.#pause = pause;
    const { cause } = pause;
    const unnamed = this.#options.isEnding() ? this.lastSignal : 'unknown';
    if (cause !== undefined) this.lastSignal = cause === '' ? unnamed : findSignal(cause);
    if (this.passes(pause)) this.#resume(pause);
  }

  resumed(): void {
    this.#pause = undefined;
  }

  /** Continues a paused program, so that it receives signals. */
  resume(): void {
    if (this.#pause !== undefined) this.#resume(this.#pause);
  }

  /** Resets the state for a new process. */
  reset(): void {
    this.#pause = undefined;
    this.lastSignal = undefined;
  }

  #resume({ threadId }: Pause): void {
    if (threadId !== undefined) this.#options.resume(threadId);
  }
}
