import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';

/** How long processes that a program leaves behind may take to end by themselves, in milliseconds. */
const leftoverTimeout = 500;
/** How long an adapter may take to report the end, before and after it is asked to, in milliseconds. */
const lingerTimeout = 3_000;
const releaseTimeout = 1_000;

export interface ReportedEndOptions {
  readonly clock: Clock;
  /** Ends what the program has left behind. */
  readonly endLeftovers: () => Promise<void>;
  /** Asks the adapter to end its debug session. */
  readonly endSession: () => void;
  /** The program is over; called again if it is found to be so by another way. */
  readonly over: () => void;
}

/**
 * Decides when a program is over, from what its adapter reports and from its process: what a program
 * leaves behind may keep an adapter from reporting either.
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

  /** Whether what ends is followed by another process. */
  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  /** Whether the adapter has reported an exit, though perhaps no code. */
  get hasExited(): boolean {
    return this.#exit !== undefined;
  }

  /** As the adapter reports it. */
  get exitCode(): number | undefined {
    return this.#exit?.code;
  }

  /** The adapter reports the program's exit. */
  exited(code: number | undefined): void {
    this.#exit = { code };
    this.#check();
  }

  /** The adapter debugs nothing any more. */
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

  /** The process was killed, whatever the adapter says. */
  killed(): void {
    this.#wait(releaseTimeout, this.#options.over);
  }

  awaitReplacement(isAwaited: boolean): void {
    this.#isReplaced = isAwaited;
    if (isAwaited) this.cancel();
  }

  /** Forgets what is known of a process, for the one that replaces it. */
  reset(): void {
    this.cancel();
    this.#exit = undefined;
    this.#isTerminated = false;
    this.#isReplaced = false;
  }

  /** Waits for nothing more. */
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
