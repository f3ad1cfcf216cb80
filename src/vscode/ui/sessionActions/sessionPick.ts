import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import { showInformation } from '../notifications.ts';
import { possibleActions, type SessionAction } from './possibleActions.ts';
import { getProjectPath } from './sessionProject.ts';
import { describeFully, looks, toLookName } from '../sessionTree/looks.ts';

/** What a command asks for if it isn't told which session it is for. */
export interface SessionQuestion {
  readonly action: SessionAction;
  readonly placeHolder: string;
  /** Shown if there is no session for which the action is possible. */
  readonly none: string;
}

/** Returns the name of the session that a command was called with: a name, or a node of the tree. */
export function toSessionName(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null || !('name' in argument)) return undefined;
  return typeof argument.name === 'string' ? argument.name : undefined;
}

/** Returns the named session, the only one for which the action is possible, or the user's choice. */
export async function chooseSession(
  sessions: Sessions,
  name: string | undefined,
  { action, none, placeHolder }: SessionQuestion,
): Promise<IdeSession | undefined> {
  if (name !== undefined) {
    const session = sessions.get(name);
    // Its row is shown for a moment after it was cleared.
    if (session === undefined) void showInformation(localize('This session has been cleared.'));
    return session;
  }
  const isPossible = possibleActions[action];
  const candidates = sessions
    .list()
    .filter((session) => isPossible(session, sessions.isDebugged(session.metadata.name)))
    .toReversed();
  if (candidates.length === 0) void showInformation(none);
  if (candidates.length < 2) return candidates[0];
  const items = candidates.map((session) => toPickItem(session, sessions));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.session;
}

interface SessionItem extends vscode.QuickPickItem {
  readonly session: IdeSession;
}

function toPickItem(session: IdeSession, sessions: Sessions): SessionItem {
  const look = looks[toLookName(session, sessions.isDebugged(session.metadata.name))];
  const project = getProjectPath(session);
  return {
    label: getTitle(session),
    description: describeFully(look, session, new Date()),
    ...(project !== undefined && { detail: vscode.workspace.asRelativePath(project) }),
    iconPath: new vscode.ThemeIcon(look.icon, look.color && new vscode.ThemeColor(look.color)),
    session,
  };
}
