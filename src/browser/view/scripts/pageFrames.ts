import * as z from 'zod/mini';
import type { Disposable } from '../../../common/disposable.ts';
import type { PageEvent, PageSession } from '../pageSession.ts';

interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[] | undefined;
}

const treeSchema: z.ZodMiniType<FrameTree> = z.object({
  frame: z.object({ id: z.string() }),
  childFrames: z.optional(z.lazy(() => z.array(treeSchema))),
});
const answerSchema = z.object({ frameTree: treeSchema });
const frameSchema = z.object({ frame: z.object({ id: z.string() }) });
const frameIdSchema = z.object({ frameId: z.string() });

/** The most frames that are followed. */
const maxFrames = 100;

/** What happens to the frames of a page. What fails is ignored, since the frame may have gone on. */
interface FrameHandlers {
  /** A frame has a new document. */
  loaded(frameId: string): Promise<void>;
  /** The document of a frame is opened for writing. */
  opened(frameId: string): Promise<void>;
  removed(frameId: string): void;
}

type FrameWork = 'loaded' | 'opened';

/** Returns the ids of a page's frames of its process, the main frame's first. Throws like {@link PageSession.send}. */
export async function listFrames(session: PageSession): Promise<readonly string[]> {
  const { frameTree } = answerSchema.parse(await session.send('Page.getFrameTree'));
  const ids: string[] = [];
  const visit = ({ childFrames, frame }: FrameTree): void => {
    ids.push(frame.id);
    for (const child of childFrames ?? []) visit(child);
  };
  visit(frameTree);
  return ids.slice(0, maxFrames);
}

/** Follows the documents of a page's frames; those that come and go fast are handled once. */
export class PageFrames implements Disposable {
  readonly #session: PageSession;
  readonly #handlers: FrameHandlers;
  readonly #known = new Set<string>();
  readonly #waiting = new Map<string, FrameWork>();
  #listening: Disposable | undefined;
  #isBusy = false;

  constructor(session: PageSession, handlers: FrameHandlers) {
    this.#session = session;
    this.#handlers = handlers;
  }

  /** Starts with the present frames, and resolves when they are handled. Can be repeated if it fails. Throws like {@link PageSession.send}. */
  async watch(): Promise<void> {
    this.#listening ??= this.#session.events((event) => this.#handle(event));
    for (const frameId of await listFrames(this.#session)) this.#add(frameId, 'loaded');
    await this.#work();
  }

  dispose(): void {
    this.#waiting.clear();
    this.#listening?.dispose();
  }

  #handle({ method, params }: PageEvent): void {
    if (method === 'Page.frameNavigated')
      this.#follow(frameSchema.parse(params).frame.id, 'loaded');
    if (method === 'Page.documentOpened')
      this.#follow(frameSchema.parse(params).frame.id, 'opened');
    if (method === 'Page.frameAttached')
      this.#follow(frameIdSchema.parse(params).frameId, 'loaded');
    if (method === 'Page.frameDetached') this.#remove(frameIdSchema.parse(params).frameId);
  }

  #follow(frameId: string, work: FrameWork): void {
    this.#add(frameId, work);
    void this.#work();
  }

  #add(frameId: string, work: FrameWork): void {
    if (!this.#known.has(frameId) && this.#known.size >= maxFrames) return;
    this.#known.add(frameId);
    this.#waiting.set(frameId, work);
  }

  #remove(frameId: string): void {
    this.#known.delete(frameId);
    this.#waiting.delete(frameId);
    this.#handlers.removed(frameId);
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      await next.catch(() => undefined);
    }
    this.#isBusy = false;
  }

  #next(): Promise<void> | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    const [frameId, work] = next;
    this.#waiting.delete(frameId);
    return this.#handlers[work](frameId);
  }
}
