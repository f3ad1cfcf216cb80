import * as vscode from 'vscode';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import type { HostOwner } from '../../window/hostOwner.ts';
import { showInformation } from '../notifications.ts';
import type { SessionLogs } from './sessionLogs.ts';

/** The commands that show logs of sessions. */
export class LogCommands {
  readonly #hostOwner: HostOwner;
  readonly #load: () => Promise<SessionLogs>;
  #logs: Promise<SessionLogs> | undefined;

  /** `load` is called for the first log that is shown. */
  constructor(hostOwner: HostOwner, load: () => Promise<SessionLogs>) {
    this.#hostOwner = hostOwner;
    this.#load = load;
  }

  /** Shows the log of the session with this name, or lets the user choose one. */
  async show(name?: string): Promise<void> {
    const { session, sessions } = await this.#choose(name);
    if (session !== undefined) (await this.#loaded()).show(session, sessions);
  }

  /** The same in a document. */
  async showWhole(name?: string): Promise<void> {
    const { session, sessions } = await this.#choose(name);
    if (session !== undefined) await (await this.#loaded()).showWhole(session, sessions);
  }

  #loaded(): Promise<SessionLogs> {
    return (this.#logs ??= this.#load());
  }

  async #choose(name: string | undefined) {
    const { sessions } = await this.#hostOwner.host();
    const named = name === undefined ? undefined : sessions.get(name);
    return { sessions, session: named ?? (await pickSession(sessions)) };
  }
}

/** Returns the only session that has a log, or lets the user choose one, the latest first. */
async function pickSession(sessions: Sessions): Promise<IdeSession | undefined> {
  const started = sessions.list().filter(({ status }) => status.stdOutFile !== undefined);
  if (started.length === 0) void showInformation('No session has been started in this window.');
  if (started.length < 2) return started[0];
  const items = started.toReversed().map((session) => ({
    label: getTitle(session),
    description: session.status.state,
    session,
  }));
  const placeHolder = 'Select a session to show the log of';
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.session;
}
