import * as vscode from 'vscode';
import type { LaunchPlan, LaunchRequest } from '../launch/launchPlan.ts';
import type { SettingsScope } from './settings.ts';

/**
 * The place whose settings hold for a launch: the folder of its debug configuration, or else the folder of
 * the workspace that has what is launched.
 */
export function settingsScope({ workspace }: LaunchRequest, plan: LaunchPlan): SettingsScope {
  const path = workspace ?? launchedPath(plan);
  return path === undefined
    ? undefined
    : vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path))?.uri;
}

function launchedPath(plan: LaunchPlan): string | undefined {
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
