import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';

/** A screencast that has sent nothing for this long is at rest, in milliseconds. */
const restTime = 300;

/** How often in a row a screencast is started again without a frame, each time after twice as long. */
const maxRestarts = 5;

/** The number of unconfirmed frames after which browsers drop further ones. */
const maxUnconfirmed = 3;

/** What has to follow before the last frame is known to show the page's present state. */
type Missing = 'nothing' | 'frame' | 'start';

/**
 * Has a screencast started again when the browser may have lost the frame of the page's present state, since a
 * page that is still gets no other. Browsers drop frames while too many are unconfirmed, and some of those in
 * which the page has another size.
 */
export class LostFrames implements Disposable {
  readonly #clock: Clock;
  readonly #restart: () => void;
  #missing: Missing = 'nothing';
  /** Since the last start or rest. */
  #received = 0;
  #unconfirmed = 0;
  #starts = 0;
  /** Those since the last frame. */
  #restarts = 0;
  #resting: Disposable | undefined;

  constructor(clock: Clock, restart: () => void) {
    this.#clock = clock;
    this.#restart = restart;
  }

  /** Notes a start, which a frame has to follow. */
  start(): void {
    this.#restarts = 0;
    this.#begin();
  }

  /** Notes that the page has another size or document, or is drawn again. */
  change(): void {
    this.#restarts = 0;
    this.#missing = 'start';
    this.#awaitRest();
  }

  /** Notes a frame. Returns a function that notes its confirmation. */
  receive(): () => void {
    const start = this.#starts;
    if (this.#missing === 'frame') this.#missing = 'nothing';
    this.#restarts = 0;
    this.#received++;
    this.#unconfirmed++;
    this.#awaitRest();
    return () => {
      if (start !== this.#starts) return;
      this.#unconfirmed--;
      this.#awaitRest();
    };
  }

  /** Starts nothing until the next {@link start}. */
  stop(): void {
    this.#starts++;
    this.#resting?.dispose();
  }

  dispose(): void {
    this.stop();
  }

  #begin(): void {
    this.#starts++;
    this.#missing = 'frame';
    this.#received = 0;
    this.#unconfirmed = 0;
    this.#awaitRest();
  }

  #awaitRest(): void {
    this.#resting?.dispose();
    const delay = restTime * 2 ** this.#restarts;
    this.#resting = this.#clock.after(delay, () => this.#check());
  }

  #check(): void {
    // A confirmation follows.
    if (this.#unconfirmed > 0) return;
    const isLost = this.#missing !== 'nothing' || this.#received >= maxUnconfirmed;
    this.#received = 0;
    if (!isLost || this.#restarts >= maxRestarts) return;
    this.#restarts++;
    this.#restart();
    this.#begin();
  }
}
