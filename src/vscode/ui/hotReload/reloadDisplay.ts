import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import { printable, shorten } from '../../../common/printable.ts';
import type { SourceDiagnostic } from '../../../dotnet/hotReload/compilerMessages.ts';
import type { HotReloadDisplay, HotReloadStatus } from '../../../wasm/hotReload/hotReloadPort.ts';
import { describeStatus } from '../../../wasm/hotReload/outcomeText.ts';

/** Longer texts are shortened in the status bar, in UTF-16 code units. */
const longestText = 60;

/** How each status looks, and whether a click restarts the session or applies changes. */
const looks: Readonly<Record<HotReloadStatus['kind'], readonly [string, 'restart' | 'apply']>> = {
  starting: ['sync~spin', 'apply'],
  ready: ['flame', 'apply'],
  applied: ['flame', 'apply'],
  'applied partly': ['flame', 'restart'],
  'no change': ['flame', 'apply'],
  held: ['watch', 'apply'],
  reload: ['flame', 'apply'],
  errors: ['error', 'apply'],
  refused: ['warning', 'restart'],
  restart: ['warning', 'restart'],
  rebuild: ['warning', 'restart'],
  unavailable: ['circle-slash', 'restart'],
};

/** The status bar item and the problems of a session's hot reload. */
export class ReloadDisplay implements HotReloadDisplay {
  readonly #session: { readonly name: string; readonly title: string };
  readonly #item: vscode.StatusBarItem;
  readonly #problems = vscode.languages.createDiagnosticCollection('ide-session-hot-reload');

  constructor(session: { readonly name: string; readonly title: string }) {
    this.#session = session;
    const id = `hotReload.${session.name}`;
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left);
    this.#item.name = localize('Hot Reload');
  }

  show(status: HotReloadStatus): void {
    const { name, title } = this.#session;
    const [icon, click] = looks[status.kind];
    const text = printable(describeStatus(status));
    const action = click === 'restart' ? localize('Restart') : localize('Apply Changes');
    this.#item.text = `$(${icon}) ${shorten(text, longestText)}`;
    this.#item.tooltip = `${title}: ${text}\n${localize('Click: {action}', { action })}`;
    const command = click === 'restart' ? 'ideSessionHost.restart' : 'ideSessionHost.applyChanges';
    this.#item.command = { command, title: action, arguments: [name] };
    this.#item.show();
    // Changes that are held don't change what was wrong before them.
    if (status.kind !== 'held') this.#showProblems(status);
  }

  dispose(): void {
    this.#item.dispose();
    this.#problems.dispose();
  }

  #showProblems(status: HotReloadStatus): void {
    const { diagnostics = [] } = 'diagnostics' in status ? status : {};
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const one of diagnostics) {
      if (one.place === undefined) continue;
      const { path } = one.place;
      byFile.set(path, [...(byFile.get(path) ?? []), toDiagnostic(one, one.place)]);
    }
    this.#problems.clear();
    for (const [path, found] of byFile) this.#problems.set(vscode.Uri.file(path), found);
  }
}

function toDiagnostic(
  { code, message, severity }: SourceDiagnostic,
  { column, endColumn, endLine, line }: NonNullable<SourceDiagnostic['place']>,
): vscode.Diagnostic {
  const range = new vscode.Range(
    Math.max(0, line - 1),
    Math.max(0, column - 1),
    Math.max(0, endLine - 1),
    Math.max(0, endColumn - 1),
  );
  const diagnostic = new vscode.Diagnostic(
    range,
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.code = code;
  diagnostic.source = localize('Hot Reload');
  return diagnostic;
}
