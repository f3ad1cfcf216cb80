import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { Viewport } from '../../../pageView/messages/geometry.ts';
import type { Frame } from '../../../pageView/messages/viewUpdate.ts';
import type { PageSession } from '../pageSession.ts';
import { EmulatedViewport } from './emulatedViewport.ts';
import { FrameDelivery } from './frameDelivery.ts';
import type { Picture } from './picture.ts';
import { Screencast, type ScreencastFrame } from './screencast.ts';
import { Stills } from './stills.ts';

/** The picture of a page in its view: nothing while the view is hidden, and nothing new while the page is still. */
export class PagePicture implements Disposable {
  readonly #delivery: FrameDelivery;
  readonly #screencast: Screencast;
  readonly #stills: Stills;
  readonly #viewport: EmulatedViewport;
  readonly #resources = new DisposableStore();
  /** The last frame, which pages repeat when nothing visible has changed. */
  #last: Picture | undefined;

  constructor(session: PageSession, clock: Clock, send: (frame: Frame) => void) {
    this.#delivery = new FrameDelivery(clock, send);
    this.#screencast = this.#resources.add(new Screencast(session, clock));
    this.#stills = this.#resources.add(new Stills(session, clock));
    this.#viewport = this.#resources.add(new EmulatedViewport(session, clock));
    this.#resources.add(this.#screencast.frames((frame) => this.#show(frame)));
    this.#resources.add(
      this.#stills.taken((still) => this.#delivery.deliver(still, () => undefined)),
    );
  }

  /** Starts for a document that has no picture yet. */
  start(viewport: Viewport): void {
    this.stop();
    this.#viewport.set(viewport);
    this.#startScreencast(viewport);
  }

  /** Changes the page's size. Has no effect before {@link start}. */
  resize(viewport: Viewport): void {
    const { wanted } = this.#viewport;
    if (wanted === undefined) return;
    this.#viewport.set(viewport);
    // The page has no new frame if only its scale changes.
    this.#last = undefined;
    this.#stills.stop();
    this.#startScreencast(viewport);
  }

  drawn(frame: number): void {
    this.#delivery.drawn(frame);
  }

  stop(): void {
    this.#last = undefined;
    this.#screencast.stop();
    this.#stills.stop();
    this.#delivery.reset();
  }

  dispose(): void {
    this.stop();
    this.#resources.dispose();
  }

  #startScreencast({ height, scale, width }: Viewport): void {
    // More than the display's pixels, as when the page is zoomed out, would be of no use.
    const factor = Math.min(1, scale);
    const maxWidth = Math.ceil(width * factor);
    const maxHeight = Math.ceil(height * factor);
    this.#screencast.start({ maxWidth, maxHeight });
  }

  #show(frame: ScreencastFrame): void {
    this.#viewport.see(frame);
    if (this.#isOfStill(frame) || this.#isRepeated(frame)) return frame.confirm();
    this.#last = frame;
    const scale = this.#viewport.wanted?.scale ?? 1;
    const still = scale > 1 ? this.#stills.change(frame) : undefined;
    this.#delivery.deliver(still ?? frame, () => frame.confirm());
  }

  /** Whether it shows the page as it is enlarged for a moment to take a still. */
  #isOfStill({ height, width }: Picture): boolean {
    if (!this.#stills.mayEnlarge) return false;
    const wanted = this.#viewport.wanted;
    return wanted === undefined || width > wanted.width + 1 || height > wanted.height + 1;
  }

  #isRepeated({ data, height, width }: Picture): boolean {
    const last = this.#last;
    return last?.data === data && last.width === width && last.height === height;
  }
}
