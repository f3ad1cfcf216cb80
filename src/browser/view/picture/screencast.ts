import * as z from 'zod/mini';
import type { Disposable } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { PageEvent, PageSession } from '../pageSession.ts';
import type { Picture } from './picture.ts';

/** A frame of a screencast. The browser sends few frames ahead of the confirmed ones. */
export interface ScreencastFrame extends Picture {
  confirm(): void;
}

export interface ScreencastOptions {
  /** Limits of the frames' sizes, in pixels. */
  readonly maxWidth: number;
  readonly maxHeight: number;
}

const frameSchema = z.object({
  data: z.string(),
  sessionId: z.int(),
  metadata: z.object({ deviceWidth: z.number(), deviceHeight: z.number() }),
});

const encoding = { format: 'jpeg', quality: 80 } as const;

/** The frames of a page: a first one from each start, and further ones as the page changes. */
export class Screencast implements Disposable {
  readonly #session: PageSession;
  readonly #frames = new Emitter<ScreencastFrame>();
  readonly #listening: Disposable;
  #isRunning = false;

  readonly frames: Event<ScreencastFrame> = this.#frames.event;

  constructor(session: PageSession) {
    this.#session = session;
    this.#listening = session.events((event) => this.#hear(event));
  }

  /** Starts, also again for a fresh frame. */
  start(options: ScreencastOptions): void {
    // The browser refuses a second screencast.
    this.stop();
    this.#isRunning = true;
    this.#session.post('Page.startScreencast', { ...encoding, ...options });
  }

  /** Frames that are already on their way are dropped. */
  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#session.post('Page.stopScreencast');
  }

  dispose(): void {
    this.stop();
    this.#listening.dispose();
  }

  #hear({ method, params }: PageEvent): void {
    if (method !== 'Page.screencastFrame' || !this.#isRunning) return;
    const { data: frame } = frameSchema.safeParse(params);
    if (frame === undefined) return;
    const { data, metadata, sessionId } = frame;
    this.#frames.fire({
      format: encoding.format,
      data,
      width: metadata.deviceWidth,
      height: metadata.deviceHeight,
      confirm: () => this.#session.post('Page.screencastFrameAck', { sessionId }),
    });
  }
}
