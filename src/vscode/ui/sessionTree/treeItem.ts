import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import { getTitle } from '../../debug/sessionTitles.ts';
import { possibleActions } from '../sessionActions/possibleActions.ts';
import { getProjectPath } from '../sessionActions/sessionProject.ts';
import { describeFully, describeShortly, getColor, looks, toLookName } from './looks.ts';
import { type GroupNode, type SessionNode, toId } from './nodes.ts';

/** What is shown of a session besides the resource. */
export interface SessionFacts {
  readonly now: Date;
  readonly isDebugged: boolean;
  readonly hasPages: boolean;
  /** Whether other sessions are below it. */
  readonly isParent: boolean;
}

const { Expanded, None } = vscode.TreeItemCollapsibleState;

/** Returns the row of a session. Its tooltip is made when it is shown. */
export function toSessionItem(
  node: SessionNode,
  session: IdeSession,
  { hasPages, isDebugged, isParent, now }: SessionFacts,
): vscode.TreeItem {
  const look = looks[toLookName(session, isDebugged)];
  const title = getTitle(session);
  const item = new vscode.TreeItem(title, isParent ? Expanded : None);
  item.id = toId(node);
  const color = getColor(look, session);
  item.iconPath = new vscode.ThemeIcon(look.icon, color && new vscode.ThemeColor(color));
  item.description = describeShortly(look, session, now);
  item.accessibilityInformation = { label: `${title}, ${describeFully(look, session, now)}` };
  item.contextValue = [
    'session',
    ...look.contexts,
    ...(possibleActions.recreate(session) ? ['outOfDate'] : []),
    ...(session.status.stdOutFile === undefined ? [] : ['log']),
    ...(hasPages ? ['page'] : []),
    ...(session.metadata.owner.kind === 'user' ? ['own'] : []),
    ...(getProjectPath(session) === undefined ? [] : ['project']),
  ].join(' ');
  item.command = {
    command: 'ideSessionHost.showDetails',
    title: localize('Show Details'),
    arguments: [node],
  };
  return item;
}

/** Returns the row of a group. */
export function toGroupItem(node: GroupNode): vscode.TreeItem {
  const { icon, label } = toGroupText(node);
  const item = new vscode.TreeItem(label, Expanded);
  item.id = toId(node);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = node.kind;
  return item;
}

function toGroupText(node: GroupNode): { readonly icon: string; readonly label: string } {
  switch (node.kind) {
    case 'window':
      return { icon: 'window', label: localize('This window') };
    case 'clients':
      return { icon: 'terminal', label: localize('Command line and Kubernetes clients') };
    case 'controller':
      return {
        icon: 'server-process',
        label: localize('Controller {id}', { id: node.instanceId }),
      };
  }
}
