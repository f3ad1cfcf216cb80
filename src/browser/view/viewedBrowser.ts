import * as z from 'zod/mini';
import { withTimeout } from '../../common/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { getMessage } from '../../common/log.ts';
import { browserErrors } from '../errors.ts';
import { DevToolsConnection, type DevToolsEvent } from '../page/devTools.ts';
import { pageFilter } from '../page/pageEvents.ts';
import { type DownloadHost, PageDownloads } from './downloads/pageDownloads.ts';
import { LastingConnection } from './lastingConnection.ts';
import { toShownTitle, toShownUrl } from './location/shownTexts.ts';
import { type HeadChange, PageHead } from './windows/pageHead.ts';
import { RefusedWindows } from './windows/refusedWindows.ts';
import { TargetChanges } from './windows/targetChanges.ts';

/** What a viewed browser needs of the editor. `refused` is also called when windows are closed. */
export type ViewedBrowserHost = DownloadHost;

/** The page that is viewed first, and its browser. */
export interface FirstPage {
  /** The WebSocket address of the browser. */
  readonly browserUri: string;
  readonly targetId: string;
  /** Whether others may have pages in the same browser. */
  readonly isShared: boolean;
}

/** A page of a viewed browser. */
export interface ViewedTarget {
  readonly targetId: string;
  readonly title: string;
  readonly url: string;
  /** The favicon as an image file; `undefined` if there is none, or if it is not known. */
  readonly favicon: Uint8Array | undefined;
}

/** More windows than these are closed, so that no page fills the editor with tabs. */
const maxPages = 20;
/** How long a browser may take to respond, in milliseconds. */
const answerTimeout = 5_000;

/** The same number of windows may open in this time, in milliseconds. */
const openingTime = 10_000;
/** The shortest time between two changes of pages, in milliseconds. */
const changeInterval = 200;

const infoSchema = z.object({
  targetInfo: z.object({
    targetId: z.string(),
    title: z.string(),
    url: z.string(),
    openerId: z.optional(z.string()),
  }),
});
const idSchema = z.object({ targetId: z.string() });
const openSchema = z.object({ targetInfos: z.array(idSchema) });

type TargetInfo = z.output<typeof infoSchema>['targetInfo'];

/** Follows a page and the windows that it opens. Other clients may be connected to the same browser. */
export class ViewedBrowser implements Disposable {
  readonly #first: FirstPage;
  readonly #host: ViewedBrowserHost;
  readonly #targets = new Map<string, ViewedTarget>();
  /** What reads the heads of the targets. */
  readonly #heads = new Map<string, Disposable>();
  /** Targets whose heads have told their titles. What browsers say of titles may be older. */
  readonly #titled = new Set<string>();
  /** Pages of others in the same browser. */
  readonly #foreign = new Set<string>();
  /** Windows that are being closed. Those that they open are, too. */
  readonly #refused: RefusedWindows;
  readonly #opened = new Emitter<ViewedTarget>();
  readonly #changed = new Emitter<ViewedTarget>();
  readonly #closed = new Emitter<string>();
  readonly #changes: TargetChanges;
  readonly #following: LastingConnection;
  readonly #resources = new DisposableStore();
  /** The latest one. */
  #connection: DevToolsConnection | undefined;
  /** When the latest windows were opened, in milliseconds. */
  #openings: number[] = [];
  #hasRefused = false;
  /** `undefined` until it is known whether the browser has a window, and if it has. */
  #downloads: PageDownloads | undefined;

  /** Fires with each window that a viewed page opens. */
  readonly opened: Event<ViewedTarget> = this.#opened.event;
  /** Fires when the title, address or icon of a page has changed, at most five times a second. */
  readonly changed: Event<ViewedTarget> = this.#changed.event;
  /** Fires with the target id of a closed page. */
  readonly closed: Event<string> = this.#closed.event;

  /**
   * Connects to the browser of a page. Throws a HumanError (BrowserConnectionFailed), or like
   * {@link DevToolsConnection.send}.
   */
  static async open(first: FirstPage, host: ViewedBrowserHost): Promise<ViewedBrowser> {
    const browser = new ViewedBrowser(first, host);
    try {
      await browser.#following.open();
    } catch (error) {
      browser.dispose();
      throw error;
    }
    return browser;
  }

  private constructor(first: FirstPage, host: ViewedBrowserHost) {
    const { clock, log } = host;
    this.#first = first;
    this.#host = host;
    this.#refused = this.#resources.add(
      new RefusedWindows(clock, (targetId) => this.#closeWindow(targetId)),
    );
    this.#changes = this.#resources.add(
      new TargetChanges(clock, changeInterval, (targetId) => this.#tell(targetId)),
    );
    this.#following = this.#resources.add(
      new LastingConnection({
        clock,
        connect: (resources) => this.#connect(resources),
        failed: (error) => log.debug(`A browser can't be followed: ${getMessage(error)}`),
      }),
    );
  }

  /** The open pages, the oldest first. */
  get targets(): readonly ViewedTarget[] {
    return [...this.#targets.values()];
  }

  /** Brings a page to the front, without which browsers don't draw it. Throws a HumanError. */
  async activate(targetId: string): Promise<void> {
    await this.#connection?.send('Target.activateTarget', { targetId });
  }

  /** Disconnects from the browser, which goes on. */
  dispose(): void {
    this.#resources.dispose();
    for (const head of this.#heads.values()) head.dispose();
    this.#targets.clear();
  }

  async #connect(resources: DisposableStore): Promise<DevToolsConnection> {
    const { clock } = this.#host;
    const connection = await DevToolsConnection.open(this.#first.browserUri, clock);
    this.#connection = resources.add(connection);
    resources.add(connection.events((event) => this.#handle(event)));
    const starting = this.#discover(connection, resources);
    await withTimeout(clock, answerTimeout, starting, undefined);
    return connection;
  }

  async #discover(connection: DevToolsConnection, resources: DisposableStore): Promise<void> {
    // The events of the pages that are open come before the answer.
    const wanted = { filter: pageFilter };
    await connection.send('Target.setDiscoverTargets', { ...wanted, discover: true });
    // Of those known from an earlier connection, some may be gone. Others may open before the list arrives.
    const known = [...this.#targets.keys(), ...this.#foreign, ...this.#refused.ids];
    const { targetInfos } = openSchema.parse(await connection.send('Target.getTargets', wanted));
    const open = new Set(targetInfos.map(({ targetId }) => targetId));
    for (const targetId of known) if (!open.has(targetId)) this.#remove(targetId);
    await this.#startDownloads(connection, resources);
  }

  async #startDownloads(connection: DevToolsConnection, resources: DisposableStore): Promise<void> {
    try {
      const downloads = await PageDownloads.prepare(connection, this.#host);
      if (downloads === undefined) return;
      this.#downloads = resources.add(downloads);
      resources.add(toDisposable(() => (this.#downloads = undefined)));
      await this.#shareDownloads();
    } catch (error) {
      this.#host.log.warn(`Pages can't download files: ${getMessage(error)}`);
    }
  }

  /** Browsers have one folder for what all pages download, and pages of others keep theirs. */
  async #shareDownloads(): Promise<void> {
    const isLeft = this.#first.isShared && this.#foreign.size > 0;
    await (isLeft ? this.#downloads?.leave() : this.#downloads?.takeOver());
  }

  #handle({ method, params }: DevToolsEvent): void {
    if (method === 'Target.targetCreated' || method === 'Target.targetInfoChanged') {
      const { data } = infoSchema.safeParse(params);
      if (data !== undefined) this.#update(data.targetInfo);
    }
    if (method !== 'Target.targetDestroyed') return;
    const targetId = idSchema.safeParse(params).data?.targetId;
    if (targetId !== undefined) this.#remove(targetId);
  }

  #remove(targetId: string): void {
    this.#refused.remove(targetId);
    this.#removeForeign(targetId);
    this.#heads.get(targetId)?.dispose();
    this.#heads.delete(targetId);
    this.#titled.delete(targetId);
    if (this.#targets.delete(targetId)) this.#closed.fire(targetId);
  }

  #update(info: TargetInfo): void {
    const { openerId = '', targetId } = info;
    const known = this.#targets.get(targetId);
    if (known !== undefined) {
      const { title, ...others } = toTarget(info);
      return this.#change(targetId, this.#titled.has(targetId) ? others : { ...others, title });
    }
    // A window that is being closed may still change.
    if (this.#refused.has(targetId)) return;
    if (this.#refused.has(openerId)) return this.#refuse(targetId);
    const isFollowed = targetId === this.#first.targetId || this.#targets.has(openerId);
    if (!isFollowed) return this.#addForeign(targetId);
    this.#removeForeign(targetId);
    if (!this.#mayOpen()) return this.#refuse(targetId);
    const target = { ...toTarget(info), favicon: undefined };
    this.#targets.set(targetId, target);
    this.#opened.fire(target);
    this.#readHead(targetId);
  }

  #addForeign(targetId: string): void {
    this.#foreign.add(targetId);
    void this.#shareDownloads();
  }

  #removeForeign(targetId: string): void {
    if (this.#foreign.delete(targetId)) void this.#shareDownloads();
  }

  #change(targetId: string, changes: Partial<ViewedTarget>): void {
    const known = this.#targets.get(targetId);
    if (known === undefined) return;
    this.#targets.set(targetId, { ...known, ...changes });
    this.#changes.add(targetId);
  }

  #changeHead(targetId: string, { title, ...others }: HeadChange): void {
    if (title === undefined) return this.#change(targetId, others);
    this.#titled.add(targetId);
    this.#change(targetId, { ...others, title: toShownTitle(title) });
  }

  #tell(targetId: string): void {
    const target = this.#targets.get(targetId);
    if (target !== undefined) this.#changed.fire(target);
  }

  /** Browsers don't report title changes. */
  #readHead(targetId: string): void {
    const { clock, log } = this.#host;
    const connect = async (resources: DisposableStore): Promise<PageHead> => {
      const head = resources.add(await PageHead.open(this.#first.browserUri, targetId, clock));
      resources.add(head.changed((change) => this.#changeHead(targetId, change)));
      return head;
    };
    const failed = (error: unknown): void =>
      log.debug(`The title of a page can't be read: ${getMessage(error)}`);
    const reading = new LastingConnection({ clock, connect, failed });
    this.#heads.set(targetId, reading);
    void reading.start();
  }

  #mayOpen(): boolean {
    const now = this.#host.clock.elapsed();
    this.#openings = this.#openings.filter((at) => at > now - openingTime);
    if (this.#targets.size >= maxPages || this.#openings.length >= maxPages) return false;
    this.#openings.push(now);
    return true;
  }

  #refuse(targetId: string): void {
    this.#refused.add(targetId);
    if (this.#hasRefused) return;
    this.#hasRefused = true;
    this.#host.refused(browserErrors.PageWindowsLimited({ maximum: maxPages }));
  }

  #closeWindow(targetId: string): void {
    this.#connection?.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }
}

function toTarget({ targetId, title, url }: TargetInfo): Omit<ViewedTarget, 'favicon'> {
  return { targetId, title: toShownTitle(title), url: toShownUrl(url) };
}
