import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { isFailure } from './looks.ts';
import type { TreeNode } from './nodes.ts';
import type { SessionTree, SessionTreeOptions } from './sessionTree.ts';

/** The id of the view in package.json. */
const viewId = 'ideSessionHost.sessions';

/** The view of sessions. Its content is loaded when it is first shown. */
export class SessionView implements Disposable, vscode.TreeDataProvider<TreeNode> {
  readonly #pageTabs: SessionTreeOptions['pageTabs'];
  readonly #clock: Clock;
  readonly #resources = new DisposableStore();
  readonly #changes = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  #sessions: Sessions | undefined;
  #tree: Promise<SessionTree> | undefined;

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(pageTabs: SessionTreeOptions['pageTabs'], clock: Clock) {
    this.#pageTabs = pageTabs;
    this.#clock = clock;
    this.#resources.add(this.#changes);
    this.#view = this.#resources.add(
      vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.#resources.add(this.#view.onDidChangeVisibility(() => void this.#noteVisibility()));
  }

  /** Shows the sessions of a host. */
  follow(sessions: Sessions): void {
    this.#sessions = sessions;
    this.#resources.add(sessions.changes(() => this.#updateBadge(sessions)));
    this.#changes.fire(undefined);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const tree = await this.#load();
    const children = node === undefined ? tree?.roots : tree?.children(node);
    // The editor shows the welcome content for the workspace then.
    if (node === undefined && (children ?? []).length === 0) void this.#selectWelcome();
    return [...(children ?? [])];
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    return (await this.#load())?.item(node) ?? new vscode.TreeItem('');
  }

  async getParent(node: TreeNode): Promise<TreeNode | undefined> {
    return (await this.#load())?.parent(node);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    item.tooltip = (await this.#load())?.tooltip(node);
    return item;
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #load(): Promise<SessionTree> | undefined {
    const sessions = this.#sessions;
    if (sessions === undefined) return undefined;
    this.#tree ??= this.#open(sessions);
    return this.#tree;
  }

  async #open(sessions: Sessions): Promise<SessionTree> {
    const { SessionTree } = await import('./sessionTree.ts');
    const tree = this.#resources.add(
      new SessionTree({
        sessions,
        pageTabs: this.#pageTabs,
        clock: this.#clock,
        refresh: (nodes) => this.#changes.fire(nodes && [...nodes]),
      }),
    );
    tree.setVisible(this.#view.visible);
    return tree;
  }

  async #selectWelcome(): Promise<void> {
    const { selectWelcome } = await import('./workspaceKind.ts');
    await selectWelcome();
  }

  async #noteVisibility(): Promise<void> {
    (await this.#tree)?.setVisible(this.#view.visible);
  }

  #updateBadge(sessions: Sessions): void {
    const value = sessions.list().filter(isFailure).length;
    if (value === (this.#view.badge?.value ?? 0)) return;
    const tooltip =
      value === 1
        ? localize('1 failed session')
        : localize('{count} failed sessions', { count: value });
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }
}
