import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Log } from '../../common/log.ts';
import { DevToolsConnection, type DevToolsEvent } from '../page/devTools.ts';

/** What a viewed browser needs of the editor. */
export interface ViewedBrowserHost {
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves to the folder for downloads; to `undefined` if the user chooses none. */
  downloadFolder(suggestedName: string): Promise<string | undefined>;
  downloaded(path: string): void;
  /** Hears why something that a page wanted was refused. */
  refused(message: string): void;
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
const mostPages = 20;
/** How long a browser may take to respond, in milliseconds. */
const answerTimeout = 5_000;

const pageFilter = [{ type: 'page' }];

const infoSchema = z.object({
  targetInfo: z.object({
    targetId: z.string(),
    title: z.string(),
    url: z.string(),
    openerId: z.optional(z.string()),
  }),
});
const idSchema = z.object({ targetId: z.string() });

type TargetInfo = z.output<typeof infoSchema>['targetInfo'];

/** Follows a page of a browser and the windows that it opens, of which other clients know too. */
export class ViewedBrowser implements Disposable {
  readonly #connection: DevToolsConnection;
  readonly #firstTargetId: string;
  readonly #host: ViewedBrowserHost;
  readonly #targets = new Map<string, ViewedTarget>();
  readonly #opened = new Emitter<ViewedTarget>();
  readonly #changed = new Emitter<ViewedTarget>();
  readonly #closed = new Emitter<string>();
  readonly #resources = new DisposableStore();
  #hasRefused = false;

  /** Fires with each window that a viewed page opens. */
  readonly opened: Event<ViewedTarget> = this.#opened.event;
  /** Fires when the title, address or icon of a page has changed. */
  readonly changed: Event<ViewedTarget> = this.#changed.event;
  /** Fires with the target id of a closed page. */
  readonly closed: Event<string> = this.#closed.event;

  /** Connects to the browser at a WebSocket address. Throws a HumanError (BrowserConnectionFailed). */
  static async open(
    browserUri: string,
    firstTargetId: string,
    host: ViewedBrowserHost,
  ): Promise<ViewedBrowser> {
    const connection = await DevToolsConnection.open(browserUri, host.clock);
    const browser = new ViewedBrowser(connection, firstTargetId, host);
    const wanted = { discover: true, filter: pageFilter };
    const discovering = connection.send('Target.setDiscoverTargets', wanted);
    await withTimeout(host.clock, answerTimeout, discovering, undefined);
    return browser;
  }

  private constructor(
    connection: DevToolsConnection,
    firstTargetId: string,
    host: ViewedBrowserHost,
  ) {
    this.#connection = this.#resources.add(connection);
    this.#firstTargetId = firstTargetId;
    this.#host = host;
    this.#resources.add(connection.events((event) => this.#hear(event)));
  }

  /** The open pages, the oldest first. */
  get targets(): readonly ViewedTarget[] {
    return [...this.#targets.values()];
  }

  /** Brings a page to the front, without which browsers don't draw it. Throws a HumanError. */
  async activate(targetId: string): Promise<void> {
    await this.#connection.send('Target.activateTarget', { targetId });
  }

  /** Disconnects from the browser, which goes on. */
  dispose(): void {
    this.#resources.dispose();
  }

  #hear({ method, params }: DevToolsEvent): void {
    if (method === 'Target.targetCreated' || method === 'Target.targetInfoChanged') {
      const { data } = infoSchema.safeParse(params);
      if (data !== undefined) this.#update(data.targetInfo);
    }
    if (method !== 'Target.targetDestroyed') return;
    const targetId = idSchema.safeParse(params).data?.targetId;
    if (targetId !== undefined && this.#targets.delete(targetId)) this.#closed.fire(targetId);
  }

  #update({ openerId, targetId, title, url }: TargetInfo): void {
    const known = this.#targets.get(targetId);
    const isFollowed = targetId === this.#firstTargetId || this.#targets.has(openerId ?? '');
    if (known === undefined && !isFollowed) return;
    if (known === undefined && this.#targets.size >= mostPages) return this.#refuse(targetId);
    const target = { targetId, title, url, favicon: known?.favicon };
    this.#targets.set(targetId, target);
    (known === undefined ? this.#opened : this.#changed).fire(target);
  }

  #refuse(targetId: string): void {
    this.#connection.send('Target.closeTarget', { targetId }).catch(() => undefined);
    if (this.#hasRefused) return;
    this.#hasRefused = true;
    this.#host.refused(`The page opened more than ${mostPages} windows. Further ones are closed.`);
  }
}
