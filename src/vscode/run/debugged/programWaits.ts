import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { ProgramState, ProgramWait } from './programState.ts';
import { getWait } from './programTable.ts';

/** How long each wait may take, in milliseconds. */
const timeouts: { readonly [W in Exclude<ProgramWait, 'cleanup'>]: number } = {
  leftovers: 500,
  report: 3_000,
  release: 1_000,
  successor: 10_000,
};

export interface ProgramWaitsOptions {
  readonly clock: Clock;
  /** Ends the remaining processes. */
  readonly cleanUp: () => Promise<void>;
  readonly over: (wait: ProgramWait) => void;
}

/** Times what the state of a program waits for. */
export class ProgramWaits {
  readonly #options: ProgramWaitsOptions;
  #wait: ProgramWait | undefined;
  #timer: Disposable | undefined;

  constructor(options: ProgramWaitsOptions) {
    this.#options = options;
  }

  /** Starts the wait of this state, unless it has begun, and cancels any other. */
  follow(state: ProgramState): void {
    const wait = getWait(state);
    if (wait === this.#wait) return;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#wait = wait;
    if (wait === 'cleanup') void this.#options.cleanUp().then(() => this.#options.over(wait));
    else if (wait !== undefined) {
      const { clock, over } = this.#options;
      this.#timer = clock.after(timeouts[wait], () => over(wait));
    }
  }
}
