import * as z from 'zod/mini';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { DevToolsConnection, DevToolsEvent } from './devTools.ts';

const pageTargetSchema = z.object({
  targetId: z.string(),
  type: z.string(),
  title: z.string(),
  url: z.string(),
  /** What kind of page it is, if not an ordinary one: such as one that is rendered ahead. */
  subtype: z.optional(z.string()),
});

const infoSchema = z.object({ targetInfo: pageTargetSchema });
const listSchema = z.object({ targetInfos: z.array(pageTargetSchema) });
const idSchema = z.object({ targetId: z.string() });

/** Pages alone, neither workers nor what they embed. */
const pageFilter = [{ type: 'page' }];

/** A page of a browser, which a debugger can attach to. */
export type PageTarget = Readonly<z.output<typeof pageTargetSchema>>;

/** The pages of a browser as they come and go. Nothing is done to the pages themselves. */
export class PageTargets implements Disposable {
  readonly connection: DevToolsConnection;
  readonly #pages = new Map<string, PageTarget>();
  readonly #appeared = new Emitter<PageTarget>();
  readonly #closed = new Emitter<string>();
  readonly #crashed = new Emitter<string>();
  readonly #owned = new DisposableStore();

  /** Hears of each page that there is to see first. */
  readonly appeared: Event<PageTarget> = this.#appeared.event;
  /** Hears the target id of each page that is gone. */
  readonly closed: Event<string> = this.#closed.event;
  /** Hears the target id of each page whose process died; the page itself stays. */
  readonly crashed: Event<string> = this.#crashed.event;

  constructor(connection: DevToolsConnection) {
    this.connection = connection;
    this.#owned.add(connection.events((event) => this.#hear(event)));
  }

  /** Asks the browser to tell of its pages; resolves once those that are there are known. */
  async watch(): Promise<void> {
    const wanted = { discover: true, filter: pageFilter };
    await this.connection.send('Target.setDiscoverTargets', wanted);
  }

  /** Asks for the pages with the titles and addresses that they have now. */
  async list(): Promise<readonly PageTarget[]> {
    const answer = await this.connection.send('Target.getTargets', { filter: pageFilter });
    return listSchema.parse(answer).targetInfos.filter(isOrdinaryPage);
  }

  /** The pages that are there now, the oldest first, as the browser told of them when they came. */
  get all(): readonly PageTarget[] {
    return [...this.#pages.values()];
  }

  /** Resolves to the first page, once there is one; to nothing if the browser ends before. */
  first(): Promise<PageTarget | undefined> {
    const [present] = this.all;
    if (present !== undefined) return Promise.resolve(present);
    return new Promise((resolve) => {
      this.#owned.add(this.appeared(resolve));
      void this.connection.closed.then(() => resolve(undefined));
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #hear({ method, params }: DevToolsEvent): void {
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
    const isNew = !this.#pages.has(target.targetId);
    this.#pages.set(target.targetId, target);
    if (isNew) this.#appeared.fire(target);
  }
}

/** Whether it is a page that a user sees, and no tool's. */
function isOrdinaryPage({ type, subtype, url }: PageTarget): boolean {
  return type === 'page' && !subtype && !url.startsWith('devtools://');
}
