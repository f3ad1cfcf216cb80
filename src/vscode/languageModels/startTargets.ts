import { basename, extname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { debugType } from '../debug/debugSessions.ts';
import { listLaunchEntries } from '../ui/launchEntries.ts';

/** Something that can be started. */
export interface StartTarget {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly configuration: vscode.DebugConfiguration;
}

/** Returns the debug configuration of this name in launch.json, if there is one. */
export function findEntry(name: string): StartTarget | undefined {
  return listLaunchEntries().find(({ configuration }) => configuration.name === name);
}

/** Returns the project or file-based program at a path, which may be relative to a workspace folder. */
export async function findProject(path: string): Promise<StartTarget | undefined> {
  if (!/\.(cs|fs|vb)proj$|\.cs$/i.test(path)) return undefined;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const bases = folders.length === 0 ? [undefined] : folders;
  for (const folder of bases) {
    const project = vscode.Uri.file(folder ? resolve(folder.uri.fsPath, path) : resolve(path));
    if (!(await isFile(project))) continue;
    const name = basename(project.fsPath, extname(project.fsPath));
    const configuration = { type: debugType, request: 'launch', name, project: project.fsPath };
    return { folder, configuration };
  }
  return undefined;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
