import * as z from 'zod/mini';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { isMainFrame } from '../../page/pageEvents.ts';
import type { PageEvent, PageSession } from '../pageSession.ts';
import { LostFrames } from './lostFrames.ts';
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
const visibilitySchema = z.object({ visible: z.boolean() });

const encoding = { format: 'jpeg', quality: 80 } as const;

/**
 * The frames of a page: a first one from each start, and further ones as the page changes. The last one shows
 * the page's present state, and can be repeated.
 */
export class Screencast implements Disposable {
  readonly #session: Pick<PageSession, 'events' | 'post'>;
  readonly #frames = new Emitter<ScreencastFrame>();
  readonly #lost: LostFrames;
  readonly #resources = new DisposableStore();
  /** `undefined` while it is stopped. */
  #options: ScreencastOptions | undefined;
  #isHidden = false;

  readonly frames: Event<ScreencastFrame> = this.#frames.event;

  constructor(session: Pick<PageSession, 'events' | 'post'>, clock: Clock) {
    this.#session = session;
    this.#lost = this.#resources.add(new LostFrames(clock, () => this.#restart()));
    this.#resources.add(session.events((event) => this.#handle(event)));
  }

  /** Starts, also again for a fresh frame. */
  start(options: ScreencastOptions): void {
    // The browser refuses a second screencast.
    this.stop();
    this.#options = options;
    this.#postStart();
    this.#lost.start();
  }

  /** Frames that are already on their way are dropped. */
  stop(): void {
    if (this.#options === undefined) return;
    this.#options = undefined;
    this.#lost.stop();
    this.#session.post('Page.stopScreencast');
  }

  dispose(): void {
    this.stop();
    this.#resources.dispose();
  }

  #restart(): void {
    this.#session.post('Page.stopScreencast');
    this.#postStart();
  }

  #postStart(): void {
    this.#session.post('Page.startScreencast', { ...encoding, ...this.#options });
  }

  #handle(event: PageEvent): void {
    if (this.#options === undefined) return;
    if (event.method === 'Page.screencastFrame') this.#receive(event.params);
    else if (this.#changes(event)) this.#lost.change();
  }

  #receive(params: unknown): void {
    const { data: frame } = frameSchema.safeParse(params);
    if (frame === undefined) return;
    const { data, metadata, sessionId } = frame;
    const confirmed = this.#lost.receive();
    this.#frames.fire({
      format: encoding.format,
      data,
      width: metadata.deviceWidth,
      height: metadata.deviceHeight,
      confirm: () => {
        this.#session.post('Page.screencastFrameAck', { sessionId });
        confirmed();
      },
    });
  }

  /** Whether the page has another size or document, or is drawn again after another one was in front. */
  #changes({ method, params }: PageEvent): boolean {
    if (method === 'Page.frameResized') return true;
    if (method === 'Page.frameNavigated') return isMainFrame(params);
    if (method !== 'Page.screencastVisibilityChanged') return false;
    const wasHidden = this.#isHidden;
    this.#isHidden = !visibilitySchema.parse(params).visible;
    return wasHidden && !this.#isHidden;
  }
}
