import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { localizePhrase } from '../../common/phrases.ts';
import { checkDocument } from '../../launch/documents/checkDocument.ts';
import type { Problem } from '../../launch/json/jsonDocument.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';

/** The documents that are checked while they are open. */
const documents: readonly vscode.DocumentFilter[] = [
  { scheme: 'file', pattern: '**/.vscode/launch.json' },
  { scheme: 'file', pattern: '**/Properties/launchSettings.json' },
  { scheme: 'file', pattern: '**/*.run.json' },
];

/** How long after the last change a document is checked, in milliseconds. */
const typingPause = 300;

interface DocumentDiagnosticsOptions {
  readonly types: Pick<LaunchTypes, 'planCheck'>;
  readonly clock: Clock;
}

/** Shows what is wrong with launch.json and launchSettings.json, as the command `validate` does. */
export class DocumentDiagnostics implements Disposable {
  readonly #options: DocumentDiagnosticsOptions;
  readonly #resources = new DisposableStore();
  readonly #shown: vscode.DiagnosticCollection;
  readonly #waiting = new Map<string, Disposable>();
  #isDisposed = false;

  constructor(options: DocumentDiagnosticsOptions) {
    this.#options = options;
    this.#shown = this.#resources.add(
      vscode.languages.createDiagnosticCollection('ideSessionHost'),
    );
    const { workspace } = vscode;
    this.#resources.add(workspace.onDidOpenTextDocument((document) => this.#check(document)));
    this.#resources.add(
      workspace.onDidChangeTextDocument(({ document }) => this.#checkLater(document)),
    );
    this.#resources.add(workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    // The launch profiles in launch.json are those of saved launch settings.
    this.#resources.add(
      workspace.onDidSaveTextDocument((document) => isChecked(document) && this.#checkAll()),
    );
    this.#checkAll();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const timer of this.#waiting.values()) timer.dispose();
    this.#resources.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #checkLater(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!isChecked(document)) return;
    this.#waiting.get(key)?.dispose();
    const timer = this.#options.clock.after(typingPause, () => {
      this.#waiting.delete(key);
      this.#check(document);
    });
    this.#waiting.set(key, timer);
  }

  #check(document: vscode.TextDocument): void {
    if (isChecked(document)) void this.#show(document);
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    const problems = await checkDocument(document.getText(), uri.fsPath, {
      types: this.#options.types,
      hasFile: existsSync,
      workspaceFolder: (name) => getFolder(uri, name),
    });
    if (this.#isDisposed || document.isClosed || document.version !== version) return;
    this.#shown.set(
      uri,
      problems.map((problem) => toDiagnostic(problem, document)),
    );
  }

  #forget({ uri }: vscode.TextDocument): void {
    this.#waiting.get(uri.toString())?.dispose();
    this.#waiting.delete(uri.toString());
    this.#shown.delete(uri);
  }
}

function isChecked(document: vscode.TextDocument): boolean {
  return vscode.languages.match(documents, document) > 0;
}

function getFolder(uri: vscode.Uri, name: string | undefined): string | undefined {
  const folder =
    name === undefined
      ? vscode.workspace.getWorkspaceFolder(uri)
      : vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  return folder?.uri.fsPath;
}

function toDiagnostic(
  { length, message, offset, path }: Problem,
  document: vscode.TextDocument,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  const problem = localizePhrase(message);
  const text = path === '' ? problem : `${path}: ${problem}`;
  const diagnostic = new vscode.Diagnostic(range, text);
  diagnostic.source = 'IDE Session Host';
  return diagnostic;
}
