import * as z from 'zod/mini';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { headScript } from '../location/headScript.ts';
import { PageSession } from '../pageSession.ts';
import { PageWorld } from '../scripts/pageWorld.ts';
import { ThrottledReader } from '../throttledReader.ts';
import { readIcon } from './readIcon.ts';

const messageSchema = z.object({ title: z.optional(z.string()), icon: z.optional(z.string()) });

/** What the head of a page says. */
export interface HeadChange {
  readonly title?: string;
  /** An image file; `undefined` if there is none. */
  readonly favicon?: Uint8Array | undefined;
}

/** Pages can name icons that never arrive, and others all the time. */
const iconReading = { interval: 100, share: 1 / 10, longestDelay: 60_000 };

/** The title and the icon of a page. */
export class PageHead implements Disposable {
  readonly #session: PageSession;
  readonly #changed = new Emitter<HeadChange>();
  readonly #icons: ThrottledReader;
  readonly #resources = new DisposableStore();
  /** The address of the latest icon. */
  #icon = '';

  readonly changed: Event<HeadChange> = this.#changed.event;

  /** Attaches to a page. Throws like {@link PageSession.attach}. */
  static async open(browserUri: string, targetId: string, clock: Clock): Promise<PageHead> {
    return new PageHead(await PageSession.attach(browserUri, targetId, clock), clock);
  }

  private constructor(session: PageSession, clock: Clock) {
    this.#session = this.#resources.add(session);
    this.#icons = this.#resources.add(
      new ThrottledReader(clock, () => this.#readIcon(), iconReading),
    );
    session.post('Page.enable');
    const world = this.#resources.add(new PageWorld(session));
    const messages = world.add('head', headScript);
    this.#resources.add(messages(({ message }) => this.#handle(message)));
    // It fails if the page is closed.
    world.install().catch(() => undefined);
  }

  /** Resolves when the page or the browser is closed, and on `dispose`. */
  get closed(): Promise<void> {
    return this.#session.closed;
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #handle(message: unknown): void {
    const { icon, title } = messageSchema.parse(message);
    if (title !== undefined) this.#changed.fire({ title });
    if (icon === undefined) return;
    this.#icon = icon;
    this.#icons.refresh();
  }

  async #readIcon(): Promise<void> {
    const url = this.#icon;
    const favicon = await readIcon(this.#session, url).catch(() => undefined);
    if (this.#icon === url) this.#changed.fire({ favicon });
  }
}
