import { extname } from 'node:path';
import * as vscode from 'vscode';
import { type SettingName, settingNames } from '../../common/settings.ts';
import type { ShownBreakpoint, ShownDebugSession } from '../../trace/report/debugging.ts';
import type { ConfiguredSetting } from '../../trace/report/configured.ts';
import type { Installation } from '../../trace/report/versions.ts';
import { choices } from '../../trace/report/vocabulary.ts';
import { isOfHost } from '../debug/debugSessions.ts';

/** Returns the editor and the extensions that take part. */
export function readEditor(): Pick<Installation, 'editor' | 'extensions'> {
  const { env, extensions, version } = vscode;
  return {
    editor: { name: env.appName, version, remote: env.remoteName },
    extensions: choices.debuggerExtensions.flatMap((id) => {
      const extension = extensions.getExtension(id);
      if (extension === undefined) return [];
      const { version: installed } = extension.packageJSON as { readonly version: string };
      return [{ id, version: installed }];
    }),
  };
}

/** Returns what the user has set, in any place. */
export function readConfigured(): readonly ConfiguredSetting[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return settingNames.flatMap((name) => {
    const { globalValue, workspaceValue } = inspect(name, undefined) ?? {};
    const values: readonly Omit<ConfiguredSetting, 'name'>[] = [
      { place: 'user', value: globalValue },
      { place: 'workspace', value: workspaceValue },
      ...folders.map(({ uri }) => ({
        place: 'folder' as const,
        value: inspect(name, uri)?.workspaceFolderValue,
      })),
    ];
    return values.flatMap(({ place, value }) =>
      value === undefined ? [] : [{ name, place, value }],
    );
  });
}

function inspect(name: SettingName, scope: vscode.Uri | undefined) {
  return vscode.workspace.getConfiguration('ideSessionHost', scope ?? null).inspect(name);
}

export function toShownDebugSession(session: vscode.DebugSession): ShownDebugSession {
  const { configuration, id, parentSession, type } = session;
  return { id, type, parent: parentSession?.id, isOfHost: isOfHost(configuration) };
}

export function readBreakpoints(): readonly ShownBreakpoint[] {
  return vscode.debug.breakpoints.map((breakpoint) => ({
    kind: getKind(breakpoint),
    extension:
      breakpoint instanceof vscode.SourceBreakpoint
        ? extname(breakpoint.location.uri.path).toLowerCase()
        : '',
    isEnabled: breakpoint.enabled,
    hasCondition: breakpoint.condition !== undefined || breakpoint.hitCondition !== undefined,
    isLogpoint: breakpoint.logMessage !== undefined,
  }));
}

function getKind(breakpoint: vscode.Breakpoint): ShownBreakpoint['kind'] {
  if (breakpoint instanceof vscode.SourceBreakpoint) return 'source';
  return breakpoint instanceof vscode.FunctionBreakpoint ? 'function' : 'other';
}
