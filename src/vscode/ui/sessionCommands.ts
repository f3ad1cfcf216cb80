import * as vscode from 'vscode';
import type { IdeSession } from '../../protocol/ideSession.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import type { DebuggerChange } from '../../sessions/sessionRun.ts';
import { isActive, type Sessions } from '../../sessions/sessions.ts';
import type { Diagnoses } from './diagnoses.ts';
import type { HostOwner } from '../window/hostOwner.ts';
import { showInformation } from './notifications.ts';
import type { RecentConfigurations } from './recentConfigurations.ts';
import { getTitle } from '../debug/sessionTitles.ts';
import { pickStart } from './startPick.ts';
import type { WorkspaceApps } from './workspaceApps.ts';

export interface SessionCommandsOptions {
  readonly hostOwner: HostOwner;
  readonly apps: WorkspaceApps;
  readonly recent: RecentConfigurations;
  readonly diagnoses: Diagnoses;
}

/** The session commands of the Command Palette. */
export class SessionCommands {
  readonly #options: SessionCommandsOptions;

  constructor(options: SessionCommandsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { apps, hostOwner, recent } = this.#options;
    // Throws in an untrusted workspace.
    await hostOwner.host();
    const chosen = await pickStart(apps, recent);
    if (chosen === undefined) return;
    await vscode.debug.startDebugging(chosen.folder, chosen.configuration);
  }

  async stop(): Promise<void> {
    const sessions = await this.#sessions();
    const session = await pickSession(sessions, 'Select a session to stop');
    if (session !== undefined) sessions.stop(session.metadata.name);
  }

  async stopAll(): Promise<void> {
    const sessions = await this.#sessions();
    for (const session of sessions.list().filter(isActive)) sessions.stop(session.metadata.name);
  }

  /** Restarts in the current mode unless another one is given. */
  async restart(mode?: RunMode): Promise<void> {
    const sessions = await this.#sessions();
    const session = await pickSession(sessions, 'Select a session to restart');
    if (session !== undefined) sessions.restart(session.metadata.name, mode);
  }

  async changeDebugger(change: DebuggerChange): Promise<void> {
    const sessions = await this.#sessions();
    const placeHolder =
      change === 'attachDebugger'
        ? 'Select a session to attach to'
        : 'Select a session to detach from';
    const session = await pickSession(sessions, placeHolder);
    if (session !== undefined) sessions.changeDebugger(session.metadata.name, change);
  }

  async diagnose(): Promise<void> {
    await this.#options.diagnoses.show();
  }

  async #sessions(): Promise<Sessions> {
    return (await this.#options.hostOwner.host()).sessions;
  }
}

/** Returns the running session, or lets the user choose one of several. */
async function pickSession(
  sessions: Sessions,
  placeHolder: string,
): Promise<IdeSession | undefined> {
  const active = sessions.list().filter(isActive);
  if (active.length === 0) {
    void showInformation('No session is running in this window.');
    return undefined;
  }
  if (active.length === 1) return active[0];
  const items = active.map((session) => ({
    label: getTitle(session),
    description: session.status.state,
    session,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.session;
}
