import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';

/** A screencast that has sent nothing for this long is at rest, in milliseconds. */
const restTime = 300;

/** How often in a row a screencast is started again without a frame, each time after twice as long. */
const maxRestarts = 5;

/** The number of unconfirmed frames after which browsers drop further ones. */
const maxUnconfirmed = 3;

/** How long confirmations and frames may be on their way, in milliseconds. */
const transitTime = 300;

interface Latest {
  /** `undefined` while it is unconfirmed. */
  confirmedAt: number | undefined;
}

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
  /** Frames that may have been unconfirmed together, the oldest first, with the times of their confirmations. */
  #latest: Latest[] = [];
  #mayHaveDropped = false;
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
    const frame: Latest = { confirmedAt: undefined };
    this.#note(frame);
    this.#unconfirmed++;
    this.#awaitRest();
    return () => {
      if (start !== this.#starts) return;
      frame.confirmedAt = this.#clock.elapsed();
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
    this.#latest = [];
    this.#mayHaveDropped = false;
    this.#unconfirmed = 0;
    this.#awaitRest();
  }

  #note(frame: Latest): void {
    const since = this.#clock.elapsed() - transitTime;
    this.#latest = this.#latest.filter(
      ({ confirmedAt }) => confirmedAt === undefined || confirmedAt > since,
    );
    this.#latest.push(frame);
    if (this.#latest.length >= maxUnconfirmed) this.#mayHaveDropped = true;
  }

  #awaitRest(): void {
    this.#resting?.dispose();
    const delay = restTime * 2 ** this.#restarts;
    this.#resting = this.#clock.after(delay, () => this.#check());
  }

  #check(): void {
    // A confirmation follows.
    if (this.#unconfirmed > 0) return;
    const isLost = this.#missing !== 'nothing' || this.#mayHaveDropped;
    this.#mayHaveDropped = false;
    if (!isLost || this.#restarts >= maxRestarts) return;
    this.#restarts++;
    this.#restart();
    this.#begin();
  }
}
