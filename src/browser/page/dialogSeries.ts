import type { Clock } from '../../common/clock.ts';

/** How long after a dialog a page that navigates by itself is still the same to its user, in milliseconds. */
const quietTime = 3_000;

/** The number of dialogs that open without a pause. */
const unpaused = 20;

/** The shortest time between further ones, in milliseconds. */
const pauseTime = 100;

/** The dialogs of a page and of the windows that it opens, which the user can block together. */
export class DialogSeries {
  readonly #clock: Clock;
  #count = 0;
  #isBlocked = false;
  #lastEnd = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** How long the next dialog has to wait, in milliseconds, since pages can open them endlessly. */
  get pause(): number {
    if (this.#count < unpaused) return 0;
    return Math.max(0, this.#lastEnd + pauseTime - this.#clock.elapsed());
  }

  /** Counts a dialog. Returns whether there were others since the page was loaded. */
  begin(): boolean {
    return this.#count++ > 0;
  }

  end(blocksOthers: boolean): void {
    this.#isBlocked ||= blocksOthers;
    this.#lastEnd = this.#clock.elapsed();
  }

  /**
   * Starts over when a page is loaded, unless it has just opened a dialog and navigated by itself: it could
   * do so endlessly.
   */
  loaded(by: 'user' | 'page'): void {
    if (by === 'page' && this.#clock.elapsed() - this.#lastEnd < quietTime) return;
    this.#count = 0;
    this.#isBlocked = false;
  }
}
