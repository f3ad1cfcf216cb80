import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Viewport } from '../../messages/geometry.ts';
import type { SavedState } from '../savedState.ts';
import { findDevice, type Size } from './devices.ts';

/** How a page is fitted into the tab. */
interface Fit {
  readonly viewport: Viewport;
  /** The tab's CSS pixels per CSS pixel of the page. */
  readonly displayScale: number;
}

/** The size that frames have before they are laid out, by the CSS specification. */
const unlaidSize: Size = { width: 300, height: 150 };

/**
 * The viewport that the page is to have, from the size of the tab, the display's pixel ratio and what the user
 * chose. Sizes of a hidden tab are ignored.
 */
export class WantedViewport {
  readonly #area: HTMLElement;
  readonly #state: SavedState;
  readonly #changed = new Emitter<Viewport>();
  #fit: Fit;

  readonly changed: Event<Viewport> = this.#changed.event;

  /** `area` is what the tab has for the page. */
  constructor(area: HTMLElement, state: SavedState) {
    this.#area = area;
    this.#state = state;
    this.#fit = this.#measure();
    new ResizeObserver(() => this.update()).observe(area);
    document.addEventListener('visibilitychange', () => this.update());
    this.#watchPixelRatio();
  }

  get current(): Viewport {
    return this.#fit.viewport;
  }

  /** The tab's CSS pixels per CSS pixel of the page. */
  get displayScale(): number {
    return this.#fit.displayScale;
  }

  /** Whether the page has the size of a phone or tablet. */
  get isMobile(): boolean {
    return this.#fit.viewport.isMobile;
  }

  /** Measures again, after a change of what the user chose. */
  update(): void {
    if (isHidden(this.#area)) return;
    const before = this.#fit.viewport;
    this.#fit = this.#measure();
    const after = this.#fit.viewport;
    const isSame =
      before.width === after.width &&
      before.height === after.height &&
      before.scale === after.scale &&
      before.isMobile === after.isMobile;
    if (!isSame) this.#changed.fire(after);
  }

  #measure(): Fit {
    const { device: id, isRotated, zoom } = this.#state.current;
    const device = findDevice(id);
    const area = { width: this.#area.clientWidth, height: this.#area.clientHeight };
    const wanted = device.size ?? { width: area.width / zoom, height: area.height / zoom };
    const size = isRotated && device.size ? { width: wanted.height, height: wanted.width } : wanted;
    const displayScale = device.size ? shrink(size, area, zoom) : zoom;
    const viewport = {
      width: clamp(Math.floor(size.width), 1, 10_000),
      height: clamp(Math.floor(size.height), 1, 10_000),
      scale: clamp(displayScale * window.devicePixelRatio, 0.1, 10),
      isMobile: device.isMobile,
    };
    return { viewport, displayScale };
  }

  /** A query matches one ratio only, so each change needs the next query. */
  #watchPixelRatio(): void {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const onChange = (): void => {
      this.update();
      this.#watchPixelRatio();
    };
    query.addEventListener('change', onChange, { once: true });
  }
}

function isHidden(area: HTMLElement): boolean {
  const { innerWidth, innerHeight } = window;
  const isUnlaid = innerWidth === unlaidSize.width && innerHeight === unlaidSize.height;
  return document.hidden || isUnlaid || area.clientWidth === 0 || area.clientHeight === 0;
}

/** Returns the zoom, or less so that all of a device fits. */
function shrink(size: Size, area: Size, zoom: number): number {
  return Math.max(0.05, Math.min(zoom, area.width / size.width, area.height / size.height));
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
