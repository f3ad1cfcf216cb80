import * as vscode from 'vscode';
import type { BrowserSettings } from '../blazor/browserSettings.ts';
import { defaultSettings, type HostSettings } from '../endpoint/settings.ts';
import { parseLaunchTypes } from '../launch/addedTypes.ts';
import {
  changesSearchPath,
  type DebugSettings,
  parseDebugSettings,
} from '../launch/debugSettings.ts';
import { browserKind, given } from '../launch/properties.ts';
import type { LaunchType } from '../launch/table.ts';

const headlessChoices = ['auto', 'always', 'never'] as const;

const mebibyte = 1024 * 1024;
const section = 'ideSessionHost';

/** How long sessions are waited for when the window closes, which gives us five seconds, in milliseconds. */
const stopTimeoutAtClose = 3_000;

/** The user's settings, read when they are asked for. */
export const settings = {
  terminalVariables: (): boolean => read('terminalVariables', true),
  runMode: (): 'Debug' | 'NoDebug' =>
    read<string>('runMode', 'Debug') === 'NoDebug' ? 'NoDebug' : 'Debug',
  withoutDebugger: (): 'run' | 'refuse' =>
    read<string>('withoutDebugger', 'run') === 'refuse' ? 'refuse' : 'run',
  launchProfile: (): string => read('launchProfile', ''),
  /** Throws a HumanError for what can't be used. */
  debugConfigurations: (): DebugSettings => parseDebugSettings(read('debugConfigurations', {})),
  /** Whether `debugConfigurations` gives programs another PATH, or may once it is corrected. */
  changesSearchPath: (): boolean => {
    try {
      return changesSearchPath(settings.debugConfigurations());
    } catch {
      return true;
    }
  },
  /** Throws a HumanError for what can't be used. */
  launchTypes: (): ReadonlyMap<string, LaunchType> => parseLaunchTypes(read('launchTypes', {})),
  /** In milliseconds. */
  stopGrace: (): number => Math.min(8, Math.max(0, read('stopGrace', 5))) * 1000,
  blazorDebugger: (): 'javascript' | 'csharp' =>
    read<string>('blazor.debugger', 'auto') === 'csharp' ? 'csharp' : 'javascript',
  browser: (): BrowserSettings => ({
    kind: browserKind(read('blazor.browser', 'auto')),
    path: given(read('blazor.browserPath', '')),
    profileFolder: given(read('blazor.browserProfile', '')),
    arguments: read<readonly string[]>('blazor.browserArguments', []),
    headless: oneOf(headlessChoices, read('blazor.headless', 'auto')) ?? 'auto',
  }),
  host: (): HostSettings => ({
    ...defaultSettings,
    stopTimeout: stopTimeoutAtClose,
    startWidth: read('concurrentStarts', defaultSettings.startWidth),
    stopWidth: read('concurrentStops', defaultSettings.stopWidth),
    bodyLimit: read('bodyLimit', 1) * mebibyte,
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

function read<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration(section).get(name, otherwise);
}
