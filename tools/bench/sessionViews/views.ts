import type { TestContext } from 'node:test';
import { editor, TreeItemCollapsibleState, workspace } from '../../fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { Emitter } from '../../../src/common/emitter.ts';
import { DisposableStore } from '../../../src/common/disposable.ts';
import type { Sessions } from '../../../src/sessions/sessions.ts';
import type { TreeNode } from '../../../src/vscode/ui/sessionTree/nodes.ts';
import type { SessionView } from '../../../src/vscode/ui/sessionTree/sessionView.ts';
import { afterTest } from '../../fixtures/afterTest.ts';

/** The displays of a window, of which each tells when it has got what the editor is to show. */
export interface Views {
  readonly view: SessionView;
  /** The nodes that the tree has shown last; `undefined` if it has shown all. */
  readonly changed: readonly TreeNode[] | undefined;
  /** Follows the details of this session instead of the previous one's. */
  open(name: string): void;
}

export type ViewName = 'tree' | 'status bar' | 'details';

const { SessionDetails } = await import('../../../src/vscode/ui/sessionDetails/sessionDetails.ts');
const { SessionView: View } = await import('../../../src/vscode/ui/sessionTree/sessionView.ts');
const { StatusBar } = await import('../../../src/vscode/ui/statusBar.ts');

/** Opens the displays. `shown` is called when one has got new content, which is asked for as the editor does. */
export async function openViews(
  context: TestContext,
  sessions: Sessions,
  shown: (view: ViewName) => void,
): Promise<Views> {
  let changed: readonly TreeNode[] | undefined;
  editor.statusBarItem = {
    set text(_text: string) {
      shown('status bar');
    },
    show: () => undefined,
    hide: () => undefined,
    dispose: () => undefined,
  };
  const statusBar = new StatusBar();
  const details = new SessionDetails(systemClock);
  const pages = new Emitter<string>();
  const view = new View({ hasPages: () => false, changes: pages.event }, systemClock);
  const resources = new DisposableStore();
  for (const display of [statusBar, details, view]) resources.add(display).follow(sessions);
  afterTest(context, () => resources.dispose());
  resources.add(
    view.onDidChangeTreeData((nodes) => {
      changed = nodes;
      void readTree(view, nodes).then(() => shown('tree'));
    }),
  );
  resources.add(
    details.onDidChange((uri) => {
      void details.provideTextDocumentContent(uri).then(() => shown('details'));
    }),
  );
  // The first use loads the content of the view.
  await readTree(view, undefined);
  return {
    view,
    get changed() {
      return changed;
    },
    open: (name) => (workspace.textDocuments = [{ uri: { scheme: 'ide-session', query: name } }]),
  };
}

/** Asks for rows as the editor does: for these and what is below them, or for all. */
export async function readTree(
  view: SessionView,
  nodes: readonly TreeNode[] | undefined,
): Promise<number> {
  let rows = 0;
  for (const node of nodes ?? (await view.getChildren())) {
    const { collapsibleState } = await view.getTreeItem(node);
    rows++;
    if (Number(collapsibleState) === TreeItemCollapsibleState.Expanded) {
      rows += await readTree(view, await view.getChildren(node));
    }
  }
  return rows;
}
