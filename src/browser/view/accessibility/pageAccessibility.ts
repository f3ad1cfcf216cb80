import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import type { AccessibleNode, NodeAction } from '../../../pageView/messages/accessibleNode.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';
import type { PageSession } from '../pageSession.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { changeScript } from './changeScript.ts';
import { actOnNode } from './nodeActions.ts';
import { readTree } from './readTree.ts';

/** How long the tree is not read again after a change, in milliseconds. */
const restTime = 300;
/** Reading takes at most this part of the time, since trees can be large. */
const readingShare = 1 / 10;
/** The longest delay because of that, in milliseconds. */
const longestDelay = 3_000;

/** The page for screen readers. It is read only while it is wanted and visible, and only after changes. */
export class PageAccessibility implements Disposable {
  readonly #session: PageSession;
  readonly #world: PageWorld;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();
  #isWanted = false;
  #isVisible = true;
  #root: AccessibleNode | undefined;
  #frames: ReadonlyMap<number, string> = new Map();
  #timer: Disposable | undefined;
  #isReading = false;
  #isOutdated = false;
  #readingTime = 0;

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  constructor(session: PageSession, world: PageWorld, clock: Clock, log: Log) {
    this.#session = session;
    this.#world = world;
    this.#clock = clock;
    this.#log = log;
    const messages = world.add('accessibility', changeScript);
    this.#resources.add(messages(() => this.#refresh()));
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
    this.#timer?.dispose();
    this.#resources.dispose();
  }

  get #isActive(): boolean {
    return this.#isWanted && this.#isVisible;
  }

  #watch(): void {
    for (const contextId of this.#world.contexts) this.#watchContext(contextId);
    if (this.#isActive) this.#refresh();
  }

  #connected(contextId: number): void {
    if (!this.#isActive) return;
    this.#watchContext(contextId);
    this.#refresh();
  }

  #watchContext(contextId: number): void {
    const expression = `watchTree(${this.#isActive})`;
    this.#session.post('Runtime.evaluate', { expression, contextId });
  }

  /** Schedules a read of the tree. */
  #refresh(): void {
    this.#isOutdated = true;
    if (this.#isReading) return;
    const delay = Math.max(restTime, Math.min(this.#readingTime / readingShare, longestDelay));
    this.#timer ??= this.#clock.after(delay, () => void this.#read());
  }

  async #read(): Promise<void> {
    this.#timer = undefined;
    if (!this.#isActive) return;
    this.#isReading = true;
    this.#isOutdated = false;
    const began = this.#clock.elapsed();
    const tree = await readTree(this.#session, this.#world).catch(() => undefined);
    this.#readingTime = this.#clock.elapsed() - began;
    this.#isReading = false;
    if (!this.#isActive) return;
    if (tree === undefined) {
      this.#isOutdated = true;
    } else {
      this.#frames = tree.frames;
      this.#set(tree.root);
    }
    if (this.#isOutdated) this.#refresh();
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
