import * as z from 'zod/mini';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { printable, shorten } from '../../../common/printable.ts';
import type {
  PageLocation as Location,
  ViewUpdate,
} from '../../../pageView/messages/viewUpdate.ts';
import type { PageEvent, PageSession } from '../pageSession.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { readHistory } from './history.ts';
import { headScript, titleLimit } from './headScript.ts';

/** The shortest time between two updates, in milliseconds. */
const updateInterval = 100;
/** The longest time until an update, in milliseconds. */
const longestInterval = 3_000;
/** Queries take at most this part of the time, since a page can fill its history with long addresses. */
const queryShare = 1 / 20;
const urlLimit = 10_000;

const frameIdSchema = z.object({ frameId: z.string() });
const navigatedSchema = z.object({ frame: z.object({ parentId: z.optional(z.string()) }) });
const titleSchema = z.object({ title: z.optional(z.string()) });
const readySchema = z.object({ result: z.object({ value: z.string() }) });

/** The address, title, history and loading state of a page, at most ten times a second. */
export class PageLocation implements Disposable {
  readonly #session: PageSession;
  readonly #clock: Clock;
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
  #timer: Disposable | undefined;
  #isReading = false;
  #isOutdated = false;
  #isDisposed = false;

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  constructor(session: PageSession, world: PageWorld, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
    const messages = world.add('location', headScript);
    this.#resources.add(messages(({ message }) => this.#setTitle(message)));
    this.#resources.add(session.events((event) => this.#hear(event)));
  }

  /** Reads the location for the first time. Throws like {@link PageSession.send}. */
  async start(): Promise<void> {
    const how = { expression: 'document.readyState', returnByValue: true };
    const { result } = readySchema.parse(await this.#session.send('Runtime.evaluate', how));
    this.#isLoading = result.value !== 'complete';
    await this.#read();
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
    this.#timer?.dispose();
    this.#resources.dispose();
    this.#isDisposed = true;
  }

  #hear({ method, params }: PageEvent): void {
    switch (method) {
      case 'Page.frameStartedLoading':
      case 'Page.frameStoppedLoading':
        if (frameIdSchema.parse(params).frameId !== this.#session.targetId) return;
        this.#isLoading = method === 'Page.frameStartedLoading';
        return this.#refresh();
      case 'Inspector.targetCrashed':
        this.#isLoading = false;
        return this.#refresh();
      case 'Page.navigatedWithinDocument':
        if (frameIdSchema.parse(params).frameId === this.#session.targetId) this.#refresh();
        return;
      case 'Page.frameNavigated':
        if (navigatedSchema.parse(params).frame.parentId !== undefined) return;
        this.#title = undefined;
        return this.#refresh();
    }
  }

  #setTitle(message: unknown): void {
    const { title } = titleSchema.parse(message);
    if (title === undefined) return;
    this.#title = title;
    this.#refresh();
  }

  /** Reads the location soon. */
  #refresh(delay = updateInterval): void {
    this.#isOutdated = true;
    if (this.#isReading || this.#isDisposed) return;
    this.#timer ??= this.#clock.after(delay, () => void this.#read());
  }

  async #read(): Promise<void> {
    this.#timer = undefined;
    this.#isReading = true;
    this.#isOutdated = false;
    const began = this.#clock.elapsed();
    const history = await readHistory(this.#session).catch(() => undefined);
    const took = this.#clock.elapsed() - began;
    // A browser that is too busy to answer is asked again when something has changed.
    const { title, ...others } = history ?? this.#location;
    this.#set({ ...others, title: this.#title ?? title });
    this.#isReading = false;
    const delay = Math.min(took / queryShare, longestInterval);
    if (this.#isOutdated) this.#refresh(Math.max(updateInterval, delay));
  }

  #set({ title, url, ...others }: Omit<Location, 'type' | 'isLoading'>): void {
    const next: Location = {
      type: 'location',
      ...others,
      url: shorten(url, urlLimit),
      title: printable(shorten(title, titleLimit)),
      isLoading: this.#isLoading,
    };
    const isSame = JSON.stringify(next) === JSON.stringify(this.#location);
    this.#location = next;
    if (!isSame) this.resend();
  }
}
