import * as vscode from 'vscode';
import { debugType } from '../debug/debugSessions.ts';

/** A debug configuration in launch.json. */
export interface LaunchEntry {
  readonly folder: vscode.WorkspaceFolder;
  readonly configuration: vscode.DebugConfiguration;
}

/** Returns the debug configurations in launch.json of this extension's type. */
export function listLaunchEntries(): readonly LaunchEntry[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
    vscode.workspace
      .getConfiguration('launch', folder)
      .get<vscode.DebugConfiguration[]>('configurations', [])
      .filter(({ type }) => type === debugType)
      .map((configuration) => ({ folder, configuration })),
  );
}
