import * as z from 'zod/mini';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { PageSession } from '../pageSession.ts';
import type { Picture } from './picture.ts';

/** A page is at rest when it hasn't changed for this long, in milliseconds. */
const restTime = 300;

/** The browser spends at most this share of its time on stills, since it draws the whole page for each. */
const maxShare = 0.2;

/** The longest time between two stills because of that, in milliseconds. */
const maxPause = 3_000;

/** How long after a still its effects may be in frames, in milliseconds. */
const settleTime = 500;

/** Enough for the states of a blinking caret. */
const maxKept = 4;

const encoding = { format: 'jpeg', quality: 90 } as const;
const screenshotSchema = z.object({ data: z.string() });

/**
 * Sharp pictures of a page at rest. Frames have one pixel per CSS pixel, however many pixels the display has.
 * Pictures with all of them take longer than the page's frames, so there are none while the page moves.
 */
export class Stills implements Disposable {
  readonly #session: Pick<PageSession, 'send'>;
  readonly #clock: Clock;
  readonly #taken = new Emitter<Picture>();
  /** By the frame of the same state of the page, the newest last. */
  readonly #kept = new Map<string, Picture>();
  /** The frame of the page's present state. */
  #frame: Picture | undefined;
  #resting: Disposable | undefined;
  #isTaking = false;
  #notBefore = 0;
  #settledAt = 0;

  /** Fires with a sharp picture of what the last noted frame shows. */
  readonly taken: Event<Picture> = this.#taken.event;

  constructor(session: Pick<PageSession, 'send'>, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  /** Whether frames may show the page enlarged, as it is while a still is taken. */
  get mayEnlarge(): boolean {
    return this.#isTaking || this.#clock.elapsed() < this.#settledAt;
  }

  /** Notes that a page has changed to this frame. Returns the sharp picture of the same state if one is known. */
  change(frame: Picture): Picture | undefined {
    this.#frame = frame;
    const known = this.#kept.get(frame.data);
    if (known === undefined) this.#takeAtRest();
    else this.#resting?.dispose();
    return known;
  }

  /** Takes none until the next change. */
  stop(): void {
    this.#frame = undefined;
    this.#kept.clear();
    this.#resting?.dispose();
  }

  dispose(): void {
    this.stop();
  }

  #takeAtRest(): void {
    this.#resting?.dispose();
    const delay = Math.max(restTime, this.#notBefore - this.#clock.elapsed());
    this.#resting = this.#clock.after(delay, () => void this.#take());
  }

  async #take(): Promise<void> {
    const frame = this.#frame;
    if (frame === undefined || this.#isTaking) return;
    this.#isTaking = true;
    const begun = this.#clock.elapsed();
    const data = await this.#capture();
    const end = this.#clock.elapsed();
    this.#notBefore = end + Math.min(maxPause, (end - begun) * (1 / maxShare - 1));
    this.#settledAt = end + settleTime;
    this.#isTaking = false;
    // If the page has changed, it isn't known which of its states the picture shows.
    if (this.#frame !== frame) return this.#takeAtRest();
    if (data === undefined) return;
    const { height, width } = frame;
    const still: Picture = { format: encoding.format, data, width, height };
    this.#keep(frame, still);
    this.#taken.fire(still);
  }

  /** Returns `undefined` if the page is closed or doesn't respond. */
  async #capture(): Promise<string | undefined> {
    const options = { ...encoding, optimizeForSpeed: true };
    try {
      const taken = await this.#session.send('Page.captureScreenshot', options);
      return screenshotSchema.parse(taken).data;
    } catch {
      return undefined;
    }
  }

  #keep(frame: Picture, still: Picture): void {
    this.#kept.set(frame.data, still);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > maxKept) this.#kept.delete(oldest);
  }
}
