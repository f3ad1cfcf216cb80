import * as z from 'zod/mini';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { DevToolsConnection, DevToolsEvent } from './devTools.ts';
import { pageFilter } from './pageEvents.ts';

const pageTargetSchema = z.object({
  targetId: z.string(),
  type: z.string(),
  title: z.string(),
  url: z.string(),
  /** The kind of a special page, such as a prerendered one. */
  subtype: z.optional(z.string()),
});

const infoSchema = z.object({ targetInfo: pageTargetSchema });
const listSchema = z.object({ targetInfos: z.array(pageTargetSchema) });
const idSchema = z.object({ targetId: z.string() });

/** A page that a debugger can attach to. */
export type PageTarget = Readonly<z.output<typeof pageTargetSchema>>;

/** Tracks the pages of a browser, without attaching to them. */
export class PageTargets implements Disposable {
  readonly connection: DevToolsConnection;
  readonly #pages = new Map<string, PageTarget>();
  readonly #appeared = new Emitter<PageTarget>();
  readonly #navigated = new Emitter<string>();
  readonly #closed = new Emitter<string>();
  readonly #crashed = new Emitter<string>();
  readonly #resources = new DisposableStore();

  /** Fires when a page first appears. */
  readonly appeared: Event<PageTarget> = this.#appeared.event;
  /** Fires with the target id of a page whose URL has changed. */
  readonly navigated: Event<string> = this.#navigated.event;
  /** Fires with the target id of a closed page. */
  readonly closed: Event<string> = this.#closed.event;
  /** Fires with the target id of a page whose process has crashed. The page still exists. */
  readonly crashed: Event<string> = this.#crashed.event;

  constructor(connection: DevToolsConnection) {
    this.connection = connection;
    this.#resources.add(connection.events((event) => this.#handle(event)));
  }

  /** Starts tracking. Resolves when the existing pages are known. */
  async watch(): Promise<void> {
    const wanted = { discover: true, filter: pageFilter };
    await this.connection.send('Target.setDiscoverTargets', wanted);
  }

  /** Queries the pages with their current titles and URLs. */
  async list(): Promise<readonly PageTarget[]> {
    const answer = await this.connection.send('Target.getTargets', { filter: pageFilter });
    return listSchema.parse(answer).targetInfos.filter(isOrdinaryPage);
  }

  /** The current pages, the oldest first, with their initial titles and URLs. */
  get all(): readonly PageTarget[] {
    return [...this.#pages.values()];
  }

  /** Resolves to the first page; to `undefined` if the browser ends before there is one. */
  first(): Promise<PageTarget | undefined> {
    const [present] = this.all;
    if (present !== undefined) return Promise.resolve(present);
    return new Promise((resolve) => {
      this.#resources.add(this.appeared(resolve));
      void this.connection.closed.then(() => resolve(undefined));
    });
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #handle({ method, params }: DevToolsEvent): void {
    if (method === 'Target.targetCreated' || method === 'Target.targetInfoChanged') {
      const { data } = infoSchema.safeParse(params);
      if (data !== undefined) this.#update(data.targetInfo);
      return;
    }
    const targetId = idSchema.safeParse(params).data?.targetId;
    if (targetId === undefined) return;
    if (method === 'Target.targetCrashed') this.#crashed.fire(targetId);
    if (method === 'Target.targetDestroyed' && this.#pages.delete(targetId)) {
      this.#closed.fire(targetId);
    }
  }

  #update(target: PageTarget): void {
    if (!isOrdinaryPage(target)) return;
    const known = this.#pages.get(target.targetId);
    this.#pages.set(target.targetId, target);
    if (known === undefined) return this.#appeared.fire(target);
    if (known.url !== target.url) this.#navigated.fire(target.targetId);
  }
}

/** Whether it is a page for the user rather than one of the browser's tools. */
function isOrdinaryPage({ type, subtype, url }: PageTarget): boolean {
  return type === 'page' && !subtype && !url.startsWith('devtools://');
}
