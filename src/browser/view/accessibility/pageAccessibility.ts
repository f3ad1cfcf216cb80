import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import type { AccessibleNode, NodeAction } from '../../../pageView/messages/accessibleNode.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';
import type { PageSession } from '../pageSession.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { ThrottledReader } from '../throttledReader.ts';
import { changeScript } from './changeScript.ts';
import { actOnNode } from './nodeActions.ts';
import { readTree } from './readTree.ts';

/** Trees can be large. */
const reading = { interval: 300, share: 1 / 10, longestDelay: 3_000 };

/** The page for screen readers. It is read only while it is wanted and visible, and only after changes. */
export class PageAccessibility implements Disposable {
  readonly #session: PageSession;
  readonly #world: PageWorld;
  readonly #reader: ThrottledReader;
  readonly #log: Log;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();
  #isWanted = false;
  #isVisible = true;
  #root: AccessibleNode | undefined;
  #frames: ReadonlyMap<number, string> = new Map();

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  constructor(session: PageSession, world: PageWorld, clock: Clock, log: Log) {
    this.#session = session;
    this.#world = world;
    this.#reader = this.#resources.add(new ThrottledReader(clock, () => this.#read(), reading));
    this.#log = log;
    const messages = world.add('accessibility', changeScript);
    this.#resources.add(messages(() => this.#reader.refresh()));
    this.#resources.add(world.connected((contextId) => this.#connected(contextId)));
  }

  /** Whether the document wants the tree. */
  setWanted(isWanted: boolean): void {
    if (this.#isWanted === isWanted) return;
    this.#isWanted = isWanted;
    this.#watch();
    if (!isWanted) this.#set(undefined);
  }

  setVisible(isVisible: boolean): void {
    if (this.#isVisible === isVisible) return;
    this.#isVisible = isVisible;
    this.#watch();
  }

  /** Acts on a node of the tree; nodes that are gone are ignored. */
  async handleNode(id: number, what: NodeAction): Promise<void> {
    const frameId = this.#frames.get(id);
    if (frameId === undefined) return;
    try {
      await actOnNode(this.#session, id, await this.#world.contextOf(frameId), what);
    } catch (error) {
      this.#log.debug(`A screen reader's ${what.action} had no effect: ${getMessage(error)}`);
    }
  }

  /** Sends the tree to a document that was loaded again. */
  resend(): void {
    if (this.#root !== undefined) this.#send();
  }

  dispose(): void {
    this.#isWanted = false;
    this.#resources.dispose();
  }

  get #isActive(): boolean {
    return this.#isWanted && this.#isVisible;
  }

  #watch(): void {
    for (const contextId of this.#world.contexts) this.#watchContext(contextId);
    if (this.#isActive) this.#reader.refresh();
  }

  #connected(contextId: number): void {
    if (!this.#isActive) return;
    this.#watchContext(contextId);
    this.#reader.refresh();
  }

  #watchContext(contextId: number): void {
    const expression = `watchTree(${this.#isActive})`;
    this.#session.post('Runtime.evaluate', { expression, contextId });
  }

  async #read(): Promise<void> {
    if (!this.#isActive) return;
    const tree = await readTree(this.#session, this.#world).catch(() => undefined);
    if (!this.#isActive) return;
    if (tree === undefined) return this.#reader.refresh();
    this.#frames = tree.frames;
    this.#set(tree.root);
  }

  #set(root: AccessibleNode | undefined): void {
    const isSame = JSON.stringify(root) === JSON.stringify(this.#root);
    this.#root = root;
    if (!isSame) this.#send();
  }

  #send(): void {
    this.#updates.fire({ type: 'accessibility', root: this.#root });
  }
}
