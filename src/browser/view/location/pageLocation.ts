import * as z from 'zod/mini';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type {
  PageLocation as Location,
  ViewUpdate,
} from '../../../pageView/messages/viewUpdate.ts';
import { isMainFrame } from '../../page/pageEvents.ts';
import type { PageEvent, PageSession } from '../pageSession.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { ThrottledReader } from '../throttledReader.ts';
import { readHistory } from './history.ts';
import { headScript } from './headScript.ts';
import { toShownTitle, toShownUrl } from './shownTexts.ts';

/** Pages can fill their history with long addresses. */
const reading = { interval: 100, share: 1 / 20, longestDelay: 3_000 };

const frameIdSchema = z.object({ frameId: z.string() });
const titleSchema = z.object({ title: z.optional(z.string()) });
const readySchema = z.object({ result: z.object({ value: z.string() }) });

/** The address, title, history and loading state of a page, at most ten times a second. */
export class PageLocation implements Disposable {
  readonly #session: PageSession;
  readonly #reader: ThrottledReader;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();
  #location: Location = {
    type: 'location',
    url: '',
    title: '',
    canGoBack: false,
    canGoForward: false,
    isLoading: false,
  };
  /** The title of the current document, once its script has told it. */
  #title: string | undefined;
  #isLoading = false;

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  constructor(session: PageSession, world: PageWorld, clock: Clock) {
    this.#session = session;
    this.#reader = this.#resources.add(new ThrottledReader(clock, () => this.#read(), reading));
    const messages = world.add('location', headScript);
    this.#resources.add(messages(({ message }) => this.#setTitle(message)));
    this.#resources.add(session.events((event) => this.#handle(event)));
  }

  /** Reads the location for the first time. Throws like {@link PageSession.send}. */
  async start(): Promise<void> {
    const how = { expression: 'document.readyState', returnByValue: true };
    const { result } = readySchema.parse(await this.#session.send('Runtime.evaluate', how));
    this.#isLoading = result.value !== 'complete';
    await this.#reader.readNow();
  }

  /** The latest known location. */
  get current(): Location {
    return this.#location;
  }

  /** Sends the location to a view that was loaded again. */
  resend(): void {
    this.#updates.fire(this.#location);
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #handle({ method, params }: PageEvent): void {
    switch (method) {
      case 'Page.frameStartedLoading':
      case 'Page.frameStoppedLoading':
        if (frameIdSchema.parse(params).frameId !== this.#session.targetId) return;
        this.#isLoading = method === 'Page.frameStartedLoading';
        return this.#reader.refresh();
      case 'Inspector.targetCrashed':
        this.#isLoading = false;
        return this.#reader.refresh();
      case 'Page.navigatedWithinDocument':
        if (frameIdSchema.parse(params).frameId === this.#session.targetId) this.#reader.refresh();
        return;
      case 'Page.frameNavigated':
        if (!isMainFrame(params)) return;
        this.#title = undefined;
        return this.#reader.refresh();
    }
  }

  #setTitle(message: unknown): void {
    const { title } = titleSchema.parse(message);
    if (title === undefined) return;
    this.#title = title;
    this.#reader.refresh();
  }

  async #read(): Promise<void> {
    const history = await readHistory(this.#session).catch(() => undefined);
    // A browser that is too busy to answer is asked again when something has changed.
    const { title, ...others } = history ?? this.#location;
    this.#set({ ...others, title: this.#title ?? title });
  }

  #set({ title, url, ...others }: Omit<Location, 'type' | 'isLoading'>): void {
    const next: Location = {
      type: 'location',
      ...others,
      url: toShownUrl(url),
      title: toShownTitle(title),
      isLoading: this.#isLoading,
    };
    const isSame = JSON.stringify(next) === JSON.stringify(this.#location);
    this.#location = next;
    if (!isSame) this.resend();
  }
}
