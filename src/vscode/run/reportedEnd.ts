import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** How long leftover processes may take to exit by themselves, in milliseconds. */
const leftoverTimeout = 500;
/** How long an adapter may take to report the end, before and after a request, in milliseconds. */
const lingerTimeout = 3_000;
const releaseTimeout = 1_000;

export interface ReportedEndOptions {
  readonly clock: Clock;
  /** Ends leftover processes. */
  readonly endLeftovers: () => Promise<void>;
  /** Asks the adapter to end its debug session. */
  readonly endSession: () => void;
  /** Called when the program has ended, possibly repeatedly. */
  readonly over: () => void;
}

/**
 * Decides when a program has ended, from the reports of its adapter and from its process, since leftover
 * processes may keep an adapter from reporting.
 */
export class ReportedEnd implements Disposable {
  readonly #options: ReportedEndOptions;
  #exit: { readonly code: number | undefined } | undefined;
  #isTerminated = false;
  #isReplaced = false;
  #isDisposed = false;
  #timer: Disposable | undefined;

  constructor(options: ReportedEndOptions) {
    this.#options = options;
  }

  /** Whether another process follows. */
  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  /** Whether the adapter has reported an exit, possibly without a code. */
  get hasExited(): boolean {
    return this.#exit !== undefined;
  }

  /** The exit code that the adapter has reported. */
  get exitCode(): number | undefined {
    return this.#exit?.code;
  }

  /** The adapter reports the program's exit. */
  exited(code: number | undefined): void {
    this.#exit = { code };
    this.#check();
  }

  /** The adapter has stopped debugging. */
  terminated(): void {
    this.#isTerminated = true;
    this.#check();
  }

  /** The process has exited. */
  gone(): void {
    if (this.#exit !== undefined || this.#isReplaced || this.#isDisposed) return;
    this.#wait(leftoverTimeout, () => {
      if (!this.#isReplaced) void this.#options.endLeftovers().then(() => this.#check());
    });
  }

  /** The process was killed, regardless of the adapter. */
  killed(): void {
    this.#wait(releaseTimeout, this.#options.over);
  }

  awaitReplacement(isAwaited: boolean): void {
    this.#isReplaced = isAwaited;
    if (isAwaited) this.cancel();
  }

  /** Resets the state for a new process. */
  reset(): void {
    this.cancel();
    this.#exit = undefined;
    this.#isTerminated = false;
    this.#isReplaced = false;
  }

  /** Cancels all waits. */
  cancel(): void {
    this.#timer?.dispose();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.cancel();
  }

  #check(): void {
    if (this.#isReplaced || this.#isDisposed) return;
    if (this.#exit !== undefined && this.#isTerminated) return this.#options.over();
    this.#wait(lingerTimeout, () => {
      this.#options.endSession();
      this.#wait(releaseTimeout, this.#options.over);
    });
  }

  #wait(milliseconds: number, callback: () => void): void {
    this.#timer?.dispose();
    this.#timer = this.#options.clock.after(milliseconds, callback);
  }
}
