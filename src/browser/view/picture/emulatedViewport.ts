import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { Viewport } from '../../../pageView/messages/geometry.ts';
import type { PageSession } from '../pageSession.ts';

/** How long a page may take to have a new size in its frames, in milliseconds. */
const resizeTimeout = 500;

/** How often in a row an override is repeated without success. */
const maxRepeats = 5;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Gives a page the size, scale and kind of device that its view has. The page has one emulation, by its last
 * writer, and another client that disconnects resets it. Therefore it is repeated when frames have another size.
 */
export class EmulatedViewport implements Disposable {
  readonly #session: PageSession;
  readonly #clock: Clock;
  #wanted: Viewport | undefined;
  #seen: Size | undefined;
  #repeats = 0;
  #checking: Disposable | undefined;

  constructor(session: PageSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  /** `undefined` before the first {@link set}. */
  get wanted(): Viewport | undefined {
    return this.#wanted;
  }

  set(viewport: Viewport): void {
    this.#wanted = viewport;
    this.#repeats = 0;
    this.#apply(viewport);
  }

  /** Notes the size of a frame. */
  see(size: Size): void {
    this.#seen = size;
    if (this.#fits(size)) this.#repeats = 0;
    else this.#checkLater();
  }

  dispose(): void {
    this.#checking?.dispose();
  }

  #apply({ height, isMobile, scale, width }: Viewport): void {
    const size = { width, height, deviceScaleFactor: scale, mobile: isMobile };
    this.#session.post('Emulation.setDeviceMetricsOverride', size);
    const touch = { enabled: isMobile, ...(isMobile && { maxTouchPoints: 5 }) };
    this.#session.post('Emulation.setTouchEmulationEnabled', touch);
  }

  #checkLater(): void {
    if (this.#repeats >= maxRepeats) return;
    this.#checking ??= this.#clock.after(resizeTimeout, () => {
      this.#checking = undefined;
      if (this.#seen === undefined || this.#fits(this.#seen)) return;
      this.#repeats++;
      this.#repeat();
      this.#checkLater();
    });
  }

  #repeat(): void {
    if (this.#wanted === undefined) return;
    // Browsers ignore an override that equals the last one of the same client.
    this.#session.post('Emulation.clearDeviceMetricsOverride');
    this.#apply(this.#wanted);
  }

  /** Sizes of frames may be rounded. */
  #fits({ height, width }: Size): boolean {
    if (this.#wanted === undefined) return true;
    return Math.abs(width - this.#wanted.width) <= 1 && Math.abs(height - this.#wanted.height) <= 1;
  }
}
