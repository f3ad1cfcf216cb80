import * as vscode from 'vscode';
import type { BrowserSettings } from '../blazor/browserSettings.ts';
import { type CSharpSettings, defaultCSharpSettings } from '../blazor/csharpSettings.ts';
import { defaultSettings, type HostSettings } from '../endpoint/settings.ts';
import { type AddedTypes, parseLaunchTypes } from '../launch/addedTypes.ts';
import {
  changesSearchPath,
  type DebugSettings,
  parseDebugSettings,
} from '../launch/debugSettings.ts';
import { browserKind, given } from '../launch/properties.ts';

const headlessChoices = ['auto', 'always', 'never'] as const;

const mebibyte = 1024 * 1024;
const section = 'ideSessionHost';

/** How long sessions are waited for when the window closes, which gives us five seconds, in milliseconds. */
const stopTimeoutAtClose = 3_000;

/** The file or folder for which a setting is read: those of a workspace's folders may differ. */
export type SettingsScope = vscode.Uri | undefined;

/**
 * The user's settings, read when they are asked for. Those without a scope are the window's: they can't
 * differ by folder.
 */
export const settings = {
  terminalVariables: (): boolean => read('terminalVariables', true),
  skipUpToDateBuilds: (): boolean => read('skipUpToDateBuilds', true),
  runMode: (scope: SettingsScope): 'Debug' | 'NoDebug' =>
    read<string>('runMode', 'Debug', scope) === 'NoDebug' ? 'NoDebug' : 'Debug',
  withoutDebugger: (scope: SettingsScope): 'run' | 'refuse' =>
    read<string>('withoutDebugger', 'run', scope) === 'refuse' ? 'refuse' : 'run',
  launchProfile: (scope: SettingsScope): string => read('launchProfile', '', scope),
  /** Throws a HumanError for what can't be used. */
  debugConfigurations: (scope: SettingsScope): DebugSettings =>
    parseDebugSettings(read('debugConfigurations', {}, scope)),
  /** Whether `debugConfigurations` of any folder gives programs another PATH, or may once it is corrected. */
  changesSearchPath: (): boolean => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return [undefined, ...folders.map(({ uri }) => uri)].some(changesSearchPathIn);
  },
  launchTypes: (): AddedTypes => parseLaunchTypes(read('launchTypes', {})),
  /** In milliseconds. */
  stopGrace: (scope: SettingsScope): number =>
    Math.min(8, Math.max(0, read('stopGrace', 5, scope))) * 1000,
  blazorDebugger: (scope: SettingsScope): 'javascript' | 'csharp' =>
    read<string>('blazor.debugger', 'auto', scope) === 'csharp' ? 'csharp' : 'javascript',
  csharp: (scope: SettingsScope): CSharpSettings => ({
    debugRelay: read('debugRelay', defaultCSharpSettings.debugRelay, scope),
    justMyCode: read('justMyCode', defaultCSharpSettings.justMyCode, scope),
  }),
  browser: (scope: SettingsScope): BrowserSettings => ({
    kind: browserKind(read('blazor.browser', 'auto', scope)),
    path: given(read('blazor.browserPath', '', scope)),
    profileFolder: given(read('blazor.browserProfile', '', scope)),
    arguments: read<readonly string[]>('blazor.browserArguments', [], scope),
    headless: oneOf(headlessChoices, read('blazor.headless', 'auto', scope)) ?? 'auto',
  }),
  host: (): HostSettings => ({
    ...defaultSettings,
    stopTimeout: stopTimeoutAtClose,
    startWidth: read('concurrentStarts', defaultSettings.startWidth),
    stopWidth: read('concurrentStops', defaultSettings.stopWidth),
    bodyLimit: read('bodyLimit', 4) * mebibyte,
    controllerTimeout: read('controllerTimeout', 300) * 1000,
    outboxLimit: read('outboxLimit', 8) * mebibyte,
    logLimitPerSession: read('logLimitPerSession', 256) * mebibyte,
    logLimit: read('logLimit', 1024) * mebibyte,
  }),
};

/** Calls back when one of our settings has changed. */
export function onSettingsChange(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) listener();
  });
}

function oneOf<T extends string>(choices: readonly T[], value: string): T | undefined {
  return choices.find((choice) => choice === value);
}

function changesSearchPathIn(scope: SettingsScope): boolean {
  try {
    return changesSearchPath(settings.debugConfigurations(scope));
  } catch {
    return true;
  }
}

function read<T>(name: string, otherwise: T, scope?: SettingsScope): T {
  return vscode.workspace.getConfiguration(section, scope ?? null).get(name, otherwise);
}
