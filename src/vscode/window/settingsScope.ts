import * as vscode from 'vscode';
import type { LaunchPlan } from '../../launch/launchPlan.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import type { SettingsScope } from './settings.ts';

/**
 * Returns the workspace folder whose settings apply to a session: that of the debug configuration or of the
 * requested program, otherwise that of the controller's debug configuration.
 */
export function settingsScope(
  { metadata, spec: { workspace } }: IdeSession,
  plan: LaunchPlan,
): SettingsScope {
  const asked = getLaunchedPath(plan);
  const paths = metadata.owner.kind === 'user' ? [workspace, asked] : [asked, workspace];
  for (const path of paths) {
    const folder = path && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
    if (folder) return folder.uri;
  }
  return undefined;
}

function getLaunchedPath(plan: LaunchPlan): string | undefined {
  switch (plan.kind) {
    case 'program':
      return plan.program.script ?? plan.program.workingDirectory;
    case 'adapter':
      return plan.program.workingDirectory;
    case 'project':
      return plan.project;
    case 'browser':
      return plan.webRoot;
  }
}
