import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import { isActive, type Sessions } from '../../../sessions/sessions.ts';
import type { SessionChange } from '../../../sessions/store.ts';
import { isController } from '../../run/controllerRole.ts';
import type { PageTabs } from '../pageView/pageTabs.ts';
import { untilNextText } from './elapsed.ts';
import { getStart } from './looks.ts';
import { type TreeNode, TreeNodes } from './nodes.ts';
import { toTooltip } from './tooltip.ts';
import { toGroupItem, toSessionItem } from './treeItem.ts';

export interface SessionTreeOptions {
  readonly sessions: Sessions;
  readonly pageTabs: Pick<PageTabs, 'hasPages' | 'changes'>;
  readonly clock: Clock;
  /** Shows these nodes again, with what is below them; all nodes if it is `undefined`. */
  readonly refresh: (nodes: readonly TreeNode[] | undefined) => void;
}

/** The content of the view of sessions: derived from the store whenever the view asks. */
export class SessionTree implements Disposable {
  readonly #options: SessionTreeOptions;
  readonly #nodes: TreeNodes;
  readonly #resources = new DisposableStore();
  /** What the view has not been told yet. */
  readonly #changed = new Set<TreeNode>();
  #isWholeChanged = false;
  #flush: Disposable | undefined;
  #tick: Disposable | undefined;
  #isVisible = false;

  constructor(options: SessionTreeOptions) {
    const { pageTabs, sessions } = options;
    this.#options = options;
    this.#nodes = new TreeNodes(sessions);
    this.#resources.add(sessions.changes((change) => this.#note(change)));
    this.#resources.add(sessions.debugging((name) => this.#noteSession(name)));
    this.#resources.add(pageTabs.changes((name) => this.#noteSession(name)));
  }

  get roots(): readonly TreeNode[] {
    return this.#nodes.roots;
  }

  children(node: TreeNode): readonly TreeNode[] {
    return this.#nodes.children(node);
  }

  parent(node: TreeNode): TreeNode | undefined {
    const session = node.kind === 'session' && this.#options.sessions.get(node.name);
    return session ? this.#nodes.getParent(session) : undefined;
  }

  item(node: TreeNode): vscode.TreeItem {
    if (node.kind !== 'session') return toGroupItem(node);
    const { clock, pageTabs, sessions } = this.#options;
    const session = sessions.get(node.name);
    // It may have been removed since the view asked for its siblings.
    if (session === undefined) return new vscode.TreeItem(node.name);
    return toSessionItem(node, session, {
      now: clock.now(),
      isDebugged: sessions.isDebugged(node.name),
      hasPages: pageTabs.hasPages(node.name),
      isParent: isController(session.spec) && this.#nodes.children(node).length > 0,
    });
  }

  tooltip(node: TreeNode): vscode.MarkdownString | undefined {
    const session = node.kind === 'session' && this.#options.sessions.get(node.name);
    return session ? toTooltip(session) : undefined;
  }

  /** Elapsed times are only kept up to date while the view is visible. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible) this.#noteAll();
    else this.#tick?.dispose();
  }

  dispose(): void {
    this.#resources.dispose();
    this.#flush?.dispose();
    this.#tick?.dispose();
  }

  #note(change: SessionChange): void {
    const { session, type } = change;
    if (type === 'modified') return this.#noteNode(this.#nodes.findNode(session));
    const parent = this.#nodes.getParent(session);
    if (type === 'removed') this.#nodes.forget(session);
    // A group appears with its first session, and a controller takes others' sessions below itself.
    const isShape = parent === undefined || this.#nodes.children(parent).length <= 1;
    if (isShape || isController(session.spec)) this.#noteAll();
    else this.#noteNode(parent);
  }

  #noteSession(name: string): void {
    const session = this.#options.sessions.get(name);
    if (session !== undefined) this.#noteNode(this.#nodes.findNode(session));
  }

  #noteNode(node: TreeNode): void {
    this.#changed.add(node);
    this.#flushSoon();
  }

  #noteAll(): void {
    this.#isWholeChanged = true;
    this.#flushSoon();
  }

  /** Changes of the same turn are shown together. */
  #flushSoon(): void {
    this.#flush ??= this.#options.clock.after(0, () => {
      this.#flush = undefined;
      const nodes = this.#isWholeChanged ? undefined : [...this.#changed];
      this.#isWholeChanged = false;
      this.#changed.clear();
      this.#options.refresh(nodes);
      this.#scheduleTick();
    });
  }

  #scheduleTick(): void {
    this.#tick?.dispose();
    this.#tick = undefined;
    const active = this.#options.sessions.list().filter(isActive);
    if (!this.#isVisible || active.length === 0) return;
    const { clock } = this.#options;
    const now = clock.now();
    const until = (session: IdeSession): number => untilNextText(getStart(session), now);
    const soonest = Math.min(...active.map(until));
    if (!Number.isFinite(soonest)) return;
    const due = active.filter((session) => until(session) <= soonest + tickTolerance);
    this.#tick = clock.after(soonest + tickTolerance, () => {
      for (const { metadata } of due) this.#noteSession(metadata.name);
      // Sessions that were removed are not shown again, and don't continue the clock.
      this.#scheduleTick();
    });
  }
}

/** Times that change within this many milliseconds are shown together. */
const tickTolerance = 50;
