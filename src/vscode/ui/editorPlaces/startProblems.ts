import * as vscode from 'vscode';
import { localizeMessage } from '../../../common/errorCatalogue.ts';
import { localize } from '../../../common/localization.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import type { SessionChange } from '../../../sessions/store.ts';
import { getProjectPath } from '../sessionActions/sessionProject.ts';
import { findFailurePlace } from './failurePlace.ts';

/** Whether the errors of a project's last build are shown already. */
type HasBuildErrors = (project: string) => boolean;

/** Shows in the Problems view why sessions failed, at the place in the source. Errors of builds are shown with their builds. */
export class StartProblems implements Disposable {
  readonly #hasBuildErrors: HasBuildErrors;
  readonly #resources = new DisposableStore();
  readonly #problems = vscode.languages.createDiagnosticCollection('ide-session-start');
  /** The files with problems, by the projects and programs that failed. */
  readonly #shown = new Map<string, vscode.Uri>();

  constructor(hasBuildErrors: HasBuildErrors) {
    this.#hasBuildErrors = hasBuildErrors;
    this.#resources.add(this.#problems);
  }

  /** Shows the failures of a host's sessions. */
  follow(sessions: Sessions): void {
    this.#resources.add(sessions.changes((change) => this.#note(change)));
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #note(change: SessionChange): void {
    const program = getProjectPath(change.session);
    if (program === undefined || change.type === 'added') return;
    const { session, previous, type } = change;
    if (type === 'removed') return this.#clear(program);
    if (session.status.state === previous.status.state) return;
    // The next start shows its own problems.
    if (session.status.state === 'Starting') this.#clear(program);
    if (session.status.state === 'Failed') this.#show(session, program);
  }

  #show({ status }: IdeSession, program: string): void {
    if (this.#hasBuildErrors(program)) return;
    const message =
      status.message === undefined
        ? localize('The session failed.')
        : localizeMessage(status.reason, status.message);
    const { column, file, line } = findFailurePlace(message, program);
    const position = new vscode.Position(line - 1, column - 1);
    const problem = new vscode.Diagnostic(new vscode.Range(position, position), message);
    problem.source = 'IDE Session Host';
    const uri = vscode.Uri.file(file);
    this.#problems.set(uri, [problem]);
    this.#shown.set(program, uri);
  }

  #clear(program: string): void {
    const uri = this.#shown.get(program);
    if (uri === undefined) return;
    this.#problems.delete(uri);
    this.#shown.delete(program);
  }
}
