import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { Frame } from '../../../pageView/messages/viewUpdate.ts';
import type { Picture } from './picture.ts';

/** The number of frames on their way to the document. More would arrive late on slow connections. */
const maxUndrawn = 2;

/** How long a document may take to draw a frame before the next one is sent, in milliseconds. */
const drawTimeout = 2_000;

interface Waiting {
  readonly picture: Picture;
  /** Confirms it and those that it has replaced. */
  readonly confirmations: readonly (() => void)[];
}

/** Sends pictures to the document at the rate at which it draws them: the newest one waits, older ones are dropped. */
export class FrameDelivery {
  readonly #clock: Clock;
  readonly #send: (frame: Frame) => void;
  readonly #undrawn = new Map<number, Disposable>();
  #waiting: Waiting | undefined;
  #lastFrame = 0;

  constructor(clock: Clock, send: (frame: Frame) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /**
   * Sends a picture, or keeps it until the document has drawn earlier ones. Calls `confirm` when it, or a newer one
   * in its place, is sent.
   */
  deliver(picture: Picture, confirm: () => void): void {
    const confirmations = [...(this.#waiting?.confirmations ?? []), confirm];
    this.#waiting = { picture, confirmations };
    this.#sendWaiting();
  }

  /** The document has drawn a frame, and all before it. */
  drawn(frame: number): void {
    for (const [undrawn, timer] of this.#undrawn) {
      if (undrawn > frame) continue;
      timer.dispose();
      this.#undrawn.delete(undrawn);
    }
    this.#sendWaiting();
  }

  /** Forgets all frames, since the document is gone. */
  reset(): void {
    for (const timer of this.#undrawn.values()) timer.dispose();
    this.#undrawn.clear();
    const confirmations = this.#waiting?.confirmations ?? [];
    this.#waiting = undefined;
    for (const confirm of confirmations) confirm();
  }

  #sendWaiting(): void {
    if (this.#waiting === undefined || this.#undrawn.size >= maxUndrawn) return;
    const { confirmations, picture } = this.#waiting;
    this.#waiting = undefined;
    const frame = ++this.#lastFrame;
    this.#undrawn.set(
      frame,
      this.#clock.after(drawTimeout, () => this.drawn(frame)),
    );
    const { data, format, height, width } = picture;
    this.#send({ type: 'frame', frame, format, data: decode(data), width, height });
    for (const confirm of confirmations) confirm();
  }
}

/** Copies the bytes, since small buffers share memory that other data may be in. */
function decode(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
