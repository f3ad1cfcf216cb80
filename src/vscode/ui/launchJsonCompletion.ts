import { resolve } from 'node:path';
import { findNodeAtLocation, getLocation, getNodeValue, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import { readLaunchProfiles } from '../../launch/profiles/launchProfiles.ts';
import { projectVariablePath } from './configurationProvider.ts';
import { debugType } from '../debug/debugSessions.ts';
import type { WorkspaceApp } from './known/searchWorkspace.ts';
import type { WorkspaceApps } from './workspaceApps.ts';

/** The properties that contain the project of an app, with the kinds of the apps. */
const kinds: Readonly<Record<string, readonly WorkspaceApp['kind'][]>> = {
  project: ['page', 'program'],
  controller: ['controller'],
};

const launchJson = { language: 'jsonc', pattern: '**/.vscode/launch.json' };

/** The property of an `ide-session` configuration at the cursor. */
interface Place {
  readonly property: string;
  /** The project in the configuration, unresolved. */
  readonly project: string | undefined;
  /** The range of the string to complete, including quotes. */
  readonly range: vscode.Range;
}

/** Completes projects and launch profiles in `ide-session` configurations. The schema completes everything else. */
export function registerLaunchJsonCompletion(apps: WorkspaceApps): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    launchJson,
    {
      async provideCompletionItems(document, position, token) {
        const place = getPlace(document, position);
        const offered = place && kinds[place.property];
        if (place && offered) return projectItems(apps, place, offered, token);
        if (place?.property === 'launchProfile') return profileItems(document, place);
        return undefined;
      },
    },
    '"',
  );
}

function getPlace(document: vscode.TextDocument, position: vscode.Position): Place | undefined {
  const text = document.getText();
  const { isAtPropertyKey, path, previousNode } = getLocation(text, document.offsetAt(position));
  const property = path.at(-1);
  const root = parseTree(text);
  if (isAtPropertyKey || path[0] !== 'configurations' || root === undefined) return undefined;
  if (path.length !== 3 || typeof property !== 'string' || previousNode === undefined) {
    return undefined;
  }
  const getValue = (name: string): unknown => {
    const node = findNodeAtLocation(root, [...path.slice(0, -1), name]);
    return node && getNodeValue(node);
  };
  if (getValue('type') !== debugType) return undefined;
  const project = getValue('project');
  const start = document.positionAt(previousNode.offset);
  const end = document.positionAt(previousNode.offset + previousNode.length);
  return {
    property,
    project: typeof project === 'string' ? project : undefined,
    range: new vscode.Range(start, end),
  };
}

async function projectItems(
  apps: WorkspaceApps,
  { range }: Place,
  offered: readonly WorkspaceApp['kind'][],
  token: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  const found = (await apps.all(token)).filter(({ kind }) => offered.includes(kind));
  return found.map(({ uri }) => stringItem(projectVariablePath(uri), range));
}

async function profileItems(
  document: vscode.TextDocument,
  { project, range }: Place,
): Promise<vscode.CompletionItem[]> {
  const own = vscode.workspace.getWorkspaceFolder(document.uri);
  if (project === undefined || own === undefined) return [];
  const folders = vscode.workspace.workspaceFolders ?? [];
  const file = project.replaceAll(
    /\$\{workspaceFolder(?::([^}]*))?\}/g,
    (_form, name: string | undefined) =>
      (folders.find((folder) => folder.name === name) ?? own).uri.fsPath,
  );
  const profiles = await readLaunchProfiles(resolve(own.uri.fsPath, file));
  return profiles.flatMap(({ kind, name }) => (kind === 'other' ? [] : [stringItem(name, range)]));
}

function stringItem(value: string, range: vscode.Range): vscode.CompletionItem {
  const item = new vscode.CompletionItem(value, vscode.CompletionItemKind.Value);
  item.insertText = JSON.stringify(value);
  item.filterText = JSON.stringify(value);
  item.range = range;
  return item;
}
