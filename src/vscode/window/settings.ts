import * as vscode from 'vscode';
import { readBrowserSettings } from '../../browser/program/browserSettings.ts';
import { readCSharpSettings } from '../../wasm/csharpSettings.ts';
import { parseClusterSetting } from '../../host/clusterSetting.ts';
import { parsePrebuildHours } from '../../host/prebuilds/prebuildHours.ts';
import { type HostSettings, readHostSettings } from '../../host/settings.ts';
import { parseLaunchTypes } from '../../launch/user/addedTypes.ts';
import { changesSearchPath, parseDebugSettings } from '../../launch/user/debugSettings.ts';
import { folderValue, type SettingsScope, windowValue } from './configuredValue.ts';

export type { SettingsScope };

/** How long sessions may take to end when the window closes, in milliseconds. The editor allows five seconds for everything. */
const stopTimeoutAtClose = 3_000;

/** The user's settings as typed values. */
export const settings = {
  terminalVariables: windowValue(['terminalVariables'], (read) => read('terminalVariables')),
  /** Whether the Kubernetes API is served. */
  api: windowValue(['api'], (read) => read('api')),
  /** Whether the window is traced, and where to. */
  trace: windowValue(['trace'], (read) => read('trace')),
  skipUpToDateBuilds: folderValue(['skipUpToDateBuilds'], (read) => read('skipUpToDateBuilds')),
  runMode: folderValue(['runMode'], (read) => read('runMode')),
  withoutDebugger: folderValue(['withoutDebugger'], (read) => read('withoutDebugger')),
  launchProfile: folderValue(['launchProfile'], (read) => read('launchProfile')),
  /** Throws a HumanError if it is invalid. */
  debugConfigurations: folderValue(['debugConfigurations'], (read) =>
    parseDebugSettings(read('debugConfigurations')),
  ),
  launchTypes: windowValue(['launchTypes'], (read) => parseLaunchTypes(read('launchTypes'))),
  /** In milliseconds. */
  stopGrace: folderValue(['stopGrace'], (read) => read('stopGrace') * 1_000),
  blazorDebugger: folderValue(['blazor.debugger'], (read) =>
    read('blazor.debugger') === 'csharp' ? 'csharp' : 'javascript',
  ),
  /** When saved changes are applied in debugged pages. */
  hotReload: folderValue(['hotReload'], (read) => read('hotReload')),
  /** Whether sessions are recreated when files that decided them are saved. */
  recreateOnSave: folderValue(['recreateOnSave'], (read) => read('recreateOnSave')),
  /** The projects that are kept prepared, relative to the folder. */
  prebuilds: folderValue(['prebuilds'], (read) => read('prebuilds')),
  /** When they are built ahead. Throws a HumanError if it is invalid. */
  prebuildHours: folderValue(['prebuildHours'], (read) =>
    parsePrebuildHours(read('prebuildHours')),
  ),
  /** How many of the projects that are run most are kept prepared too. */
  prebuildMostRun: windowValue(['prebuildMostRun'], (read) => read('prebuildMostRun')),
  /** Whether their servers are started ahead too. */
  prebuildServers: windowValue(['prebuildServers'], (read) => read('prebuildServers')),
  /** How much the page of one that is ready may use, in bytes and as a part of a processor core. */
  prebuildLimits: windowValue(['prebuildMemory', 'prebuildProcessorShare'], (read) => ({
    memory: read('prebuildMemory') * 1024 ** 2,
    processorShare: read('prebuildProcessorShare') / 100,
  })),
  csharp: folderValue(['debugRelay', 'justMyCode'], readCSharpSettings),
  /** Which pages are shown in an editor tab. */
  showPage: folderValue(['showPage'], (read) => read('showPage')),
  browser: folderValue(
    [
      'blazor.browser',
      'blazor.browserPath',
      'blazor.browserProfile',
      'blazor.browserArguments',
      'blazor.headless',
      'showPage',
    ],
    readBrowserSettings,
  ),
  /** Throws a HumanError if it is invalid. */
  cluster: windowValue(['cluster'], (read) => parseClusterSetting(read('cluster'))),
  /** The settings with which the host is opened. */
  host: windowValue(
    [
      'concurrentStarts',
      'concurrentStops',
      'bodyLimit',
      'controllerTimeout',
      'outboxLimit',
      'logLimitPerSession',
      'logLimit',
      'idleStop',
      'timeToLive',
      'maxSessions',
    ],
    (read): HostSettings => ({ ...readHostSettings(read), stopTimeout: stopTimeoutAtClose }),
  ),
};

/** Whether `debugConfigurations` of any folder changes PATH, or is invalid and may do so once corrected. */
export function hasOtherSearchPath(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [undefined, ...folders.map(({ uri }) => uri)].some(changesSearchPathIn);
}

function changesSearchPathIn(scope: SettingsScope): boolean {
  try {
    return changesSearchPath(settings.debugConfigurations.get(scope));
  } catch {
    return true;
  }
}
