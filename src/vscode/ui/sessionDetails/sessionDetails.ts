import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { SummaryRow } from '../../../common/metrics/summary.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { getTitle } from '../../debug/sessionTitles.ts';

/** The scheme of the documents. */
const scheme = 'ide-session';
/** How long after new output a document shows it, in milliseconds. */
const outputDelay = 250;

/** Read-only documents that describe sessions, and follow their changes while they are open. */
export class SessionDetails implements Disposable, vscode.TextDocumentContentProvider {
  readonly #clock: Clock;
  readonly #resources = new DisposableStore();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  /** The updates that wait for more output, by document. */
  readonly #waiting = new Map<string, Disposable>();
  #sessions: Sessions | undefined;
  #readMetrics: () => readonly SummaryRow[] = () => [];

  readonly onDidChange = this.#changes.event;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#resources.add(this.#changes);
    this.#resources.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** Describes the sessions of a host. */
  follow(sessions: Sessions): void {
    this.#sessions = sessions;
    this.#resources.add(
      sessions.changes(({ session }) => {
        for (const uri of findDocuments(session.metadata.name)) this.#changes.fire(uri);
      }),
    );
    this.#resources.add(
      sessions.reports(({ kind, name }) => {
        if (kind !== 'output') return;
        for (const uri of findDocuments(name)) this.#changeSoon(uri);
      }),
    );
  }

  /** Adds what the host has done to each description. */
  addMetrics(read: () => readonly SummaryRow[]): void {
    this.#readMetrics = read;
  }

  async show(session: IdeSession): Promise<void> {
    const document = await vscode.workspace.openTextDocument(toUri(session));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const session = this.#sessions?.get(uri.query);
    if (this.#sessions === undefined || session === undefined) {
      return `${localize('This session does not exist any more.')}\n`;
    }
    // Loaded when details are first shown.
    const { describeSession } = await import('./describeSession.ts');
    return describeSession(session, this.#sessions, this.#readMetrics());
  }

  dispose(): void {
    this.#resources.dispose();
    for (const update of this.#waiting.values()) update.dispose();
  }

  #changeSoon(uri: vscode.Uri): void {
    const key = uri.toString();
    if (this.#waiting.has(key)) return;
    const update = this.#clock.after(outputDelay, () => {
      this.#waiting.delete(key);
      this.#changes.fire(uri);
    });
    this.#waiting.set(key, update);
  }
}

function toUri(session: IdeSession): vscode.Uri {
  const path = `/${getTitle(session).replaceAll('/', '-')}`;
  return vscode.Uri.from({ scheme, path, query: session.metadata.name });
}

function findDocuments(name: string): readonly vscode.Uri[] {
  return vscode.workspace.textDocuments
    .map(({ uri }) => uri)
    .filter((uri) => uri.scheme === scheme && uri.query === name);
}
