import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { findProject } from './projectStart.ts';

/** The context key with the paths of visible files that belong to a project. */
const contextKey = 'ideSessionHost.projectFiles';

/** Project files, and the files that they compile. */
const projectFile = /\.(cs|razor|cshtml|vb|fs|(cs|fs|vb)proj)$/i;

/** Tells the editor in which of its tabs a project can be started. */
export class ProjectEditors implements Disposable {
  readonly #resources = new DisposableStore();
  #shown: readonly string[] = [];
  /** The newest search. The results of earlier ones are dropped. */
  #search = 0;

  constructor() {
    this.#resources.add(
      vscode.window.onDidChangeVisibleTextEditors((editors) => void this.#show(editors)),
    );
    void this.#show(vscode.window.visibleTextEditors);
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #show(editors: readonly vscode.TextEditor[]): Promise<void> {
    const search = ++this.#search;
    const uris = editors.map(({ document }) => document.uri);
    const paths = await Promise.all(
      uris
        .filter(({ fsPath }) => projectFile.test(fsPath))
        .map(async (uri) => ((await findProject(uri)) === undefined ? [] : [uri.fsPath])),
    );
    const found = paths.flat();
    if (search !== this.#search || isSame(found, this.#shown)) return;
    this.#shown = found;
    await vscode.commands.executeCommand('setContext', contextKey, found);
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((path, index) => path === other[index]);
}
