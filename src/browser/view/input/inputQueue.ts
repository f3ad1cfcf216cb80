import type { Clock } from '../../../common/clock.ts';
import type { PageInput } from '../../../pageView/messages/pageInput.ts';
import { isMergeable, mergeInput } from './mergeInput.ts';

/** The number of moves that a page works on at a time. Others wait, and become one. */
const maxMoves = 2;

/** The number of other inputs that a page works on at a time. */
const maxPending = 32;

/** How long moves wait for a busy page, in milliseconds. */
const moveTimeout = 100;

/** The number of inputs without an answer at which all others wait. */
const maxUnanswered = 200;

/** The length of the queue from which on new inputs are dropped. */
const maxQueued = 200;

/** The same for inputs that end something, such as the release of a key. */
const maxEnding = 400;

/**
 * Gives a page its input in order and at its own pace. A queue that the page doesn't work off is bounded, whatever
 * the document sends.
 */
export class InputQueue {
  readonly #clock: Clock;
  readonly #dispatch: (input: PageInput) => Promise<unknown>;
  #queue: PageInput[] = [];
  /** Inputs that hold others back. */
  #pending = 0;
  #unanswered = 0;

  /** `dispatch` gives the page an input and settles at its answer. Its rejection is ignored. */
  constructor(clock: Clock, dispatch: (input: PageInput) => Promise<unknown>) {
    this.#clock = clock;
    this.#dispatch = dispatch;
  }

  push(input: PageInput): void {
    this.#enqueue(input);
    this.#work();
  }

  /** Drops what the page doesn't have yet. */
  clear(): void {
    this.#queue = [];
  }

  #enqueue(input: PageInput): void {
    const last = this.#queue.at(-1);
    const merged = last && mergeInput(last, input);
    if (merged !== undefined) this.#queue[this.#queue.length - 1] = merged;
    else if (this.#queue.length < (isEnding(input) ? maxEnding : maxQueued))
      this.#queue.push(input);
  }

  #work(): void {
    for (let [next] = this.#queue; next !== undefined; [next] = this.#queue) {
      const limit = isMergeable(next) ? maxMoves : maxPending;
      if (this.#pending >= limit || this.#unanswered >= maxUnanswered) return;
      this.#queue.shift();
      void this.#give(next);
    }
  }

  async #give(input: PageInput): Promise<void> {
    this.#unanswered++;
    this.#pending++;
    let isPending = true;
    const goOn = (): void => {
      if (isPending) this.#pending--;
      isPending = false;
      this.#work();
    };
    const timer = this.#clock.after(moveTimeout, goOn);
    try {
      await this.#dispatch(input);
    } catch {
      // The page is closed or doesn't respond.
    }
    timer.dispose();
    this.#unanswered--;
    goOn();
  }
}

/** Without it, a page would believe a button, a key or a finger pressed. */
function isEnding(input: PageInput): boolean {
  switch (input.kind) {
    case 'mouse':
    case 'key':
      return input.action === 'release';
    case 'touch':
      return input.action === 'end' || input.action === 'cancel';
    default:
      return false;
  }
}
