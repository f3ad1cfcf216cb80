import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { isTerminal } from '../../../sessions/stateTable.ts';
import type { HostOwner } from '../../window/hostOwner.ts';
import type { SessionDetails } from '../sessionDetails/sessionDetails.ts';
import { chooseSession, type SessionQuestion } from './sessionPick.ts';
import { getProjectPath } from './sessionProject.ts';
import { withoutVariables } from './shownConfiguration.ts';

type QuestionName = 'showDetails' | 'openProject' | 'copyLaunchConfiguration' | 'copyId' | 'clear';

function createQuestions(): Readonly<Record<QuestionName, SessionQuestion>> {
  const none = localize('There is no session in this window.');
  return {
    showDetails: { action: 'any', placeHolder: localize('Select a session to show'), none },
    openProject: {
      action: 'openProject',
      placeHolder: localize('Select a session to open the project of'),
      none: localize('No session in this window names a project.'),
    },
    copyLaunchConfiguration: {
      action: 'any',
      placeHolder: localize('Select a session to copy the launch configuration of'),
      none,
    },
    copyId: { action: 'any', placeHolder: localize('Select a session to copy the id of'), none },
    clear: {
      action: 'clear',
      placeHolder: localize('Select a session to clear'),
      none: localize('No session has ended in this window.'),
    },
  };
}

/** The commands that show, copy and remove the resources of sessions. A session that is not named is chosen by the user. */
export class ResourceCommands {
  readonly #hostOwner: HostOwner;
  readonly #details: SessionDetails;

  constructor(hostOwner: HostOwner, details: SessionDetails) {
    this.#hostOwner = hostOwner;
    this.#details = details;
  }

  async showDetails(name?: string): Promise<void> {
    const { session } = await this.#choose(name, 'showDetails');
    if (session !== undefined) await this.#details.show(session);
  }

  async openProject(name?: string): Promise<void> {
    const { session } = await this.#choose(name, 'openProject');
    const path = session && getProjectPath(session);
    // A project may be a folder, or a type of file that the editor shows in another way than as text.
    if (path !== undefined) {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
    }
  }

  async copyLaunchConfiguration(name?: string): Promise<void> {
    const { session } = await this.#choose(name, 'copyLaunchConfiguration');
    if (session === undefined) return;
    const text = JSON.stringify(withoutVariables(session.spec.launchConfiguration), undefined, 2);
    await vscode.env.clipboard.writeText(text);
  }

  async copyId(name?: string): Promise<void> {
    const { session } = await this.#choose(name, 'copyId');
    if (session !== undefined) await vscode.env.clipboard.writeText(session.metadata.name);
  }

  async clear(name?: string): Promise<void> {
    const { session, sessions } = await this.#choose(name, 'clear');
    if (session !== undefined) clearIfEnded(session, sessions);
  }

  async clearEnded(): Promise<void> {
    const { sessions } = await this.#hostOwner.host();
    for (const session of sessions.list()) clearIfEnded(session, sessions);
  }

  async #choose(
    name: string | undefined,
    question: QuestionName,
  ): Promise<{ readonly session: IdeSession | undefined; readonly sessions: Sessions }> {
    const { sessions } = await this.#hostOwner.host();
    return { sessions, session: await chooseSession(sessions, name, createQuestions()[question]) };
  }
}

function clearIfEnded({ metadata, status }: IdeSession, sessions: Sessions): void {
  if (isTerminal(status.state)) sessions.remove(metadata.name);
}
