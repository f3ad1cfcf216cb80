import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { HostTerminals } from '../window/hostTerminals.ts';
import type { HotReloads } from './hotReload/hotReloads.ts';
import type { LogCommands } from './sessionLog/logCommands.ts';
import type { PageCommands } from './pageView/pageCommands.ts';
import { reportErrors } from './reporting.ts';
import type { ResourceCommands } from './sessionActions/resourceCommands.ts';
import type { SessionCommands } from './sessionActions/sessionCommands.ts';
import { toSessionName } from './sessionActions/sessionPick.ts';
import type { WindowApi } from '../window/windowApi.ts';
import type { TraceCommands } from '../trace/traceCommands.ts';
import type { WindowTrace } from '../trace/windowTrace.ts';

export interface CommandsOptions {
  readonly terminals: HostTerminals;
  readonly sessionCommands: SessionCommands;
  readonly resourceCommands: ResourceCommands;
  readonly pageCommands: PageCommands;
  readonly hotReloads: HotReloads;
  readonly logCommands: LogCommands;
  readonly api: WindowApi;
  readonly dotnet: Dotnet;
  readonly log: vscode.LogOutputChannel;
  readonly trace: WindowTrace;
  readonly traceCommands: TraceCommands;
}

/** Runs a command, for the session of this name if it was called with one. */
type Action = (session: string | undefined) => Promise<void> | void;

/** Registers the commands. */
export function registerCommands(options: CommandsOptions): Disposable {
  const { trace } = options;
  const owned = new DisposableStore();
  for (const [name, action] of Object.entries(createActions(options))) {
    const run = (argument: unknown): Promise<void> =>
      reportErrors(() => trace.command(name, () => action(toSessionName(argument))));
    owned.add(vscode.commands.registerCommand(`ideSessionHost.${name}`, run));
  }
  return owned;
}

/** The commands by name. */
function createActions({
  api,
  dotnet,
  hotReloads,
  log,
  logCommands,
  pageCommands,
  resourceCommands,
  sessionCommands,
  terminals,
  traceCommands,
}: CommandsOptions): Readonly<Record<string, Action>> {
  return {
    start: () => sessionCommands.start(),
    stop: (session) => sessionCommands.stop(session),
    stopAll: () => sessionCommands.stopAll(),
    restart: (session) => sessionCommands.restart(session),
    recreate: (session) => sessionCommands.recreate(session),
    restartOutOfDate: () => sessionCommands.restartOutOfDate(),
    restartWithDebugger: (session) => sessionCommands.restart(session, 'Debug'),
    restartWithoutDebugger: (session) => sessionCommands.restart(session, 'NoDebug'),
    attachDebugger: (session) => sessionCommands.changeDebugger(session, 'attachDebugger'),
    detachDebugger: (session) => sessionCommands.changeDebugger(session, 'detachDebugger'),
    runAgain: (session) => sessionCommands.runAgain(session, 'NoDebug'),
    debugAgain: (session) => sessionCommands.runAgain(session, 'Debug'),
    diagnose: () => sessionCommands.diagnose(),
    showDetails: (session) => resourceCommands.showDetails(session),
    openProject: (session) => resourceCommands.openProject(session),
    copyLaunchConfiguration: (session) => resourceCommands.copyLaunchConfiguration(session),
    copyId: (session) => resourceCommands.copyId(session),
    clear: (session) => resourceCommands.clear(session),
    clearEnded: () => resourceCommands.clearEnded(),
    showPage: (session) => pageCommands.show(session),
    reloadPage: () => pageCommands.reload(),
    copyPageAddress: () => pageCommands.copyAddress(),
    applyChanges: (session) => hotReloads.apply(session),
    showLog: (session) => logCommands.show(session),
    showWholeLog: (session) => logCommands.showWhole(session),
    showHostLog: () => log.show(),
    openTrace: () => traceCommands.open(),
    saveTrace: () => traceCommands.save(),
    reportProblem: () => traceCommands.report('no output'),
    reportProblemWithOutput: () => traceCommands.report('last output'),
    openTerminal: () => terminals.open(),
    copyEnvironment: () => terminals.copyEnvironment(),
    openKubeconfig: () => api.openKubeconfig(),
    // Loaded when it is first used.
    openSample: async () => (await import('./openSample.ts')).openSample(dotnet),
  };
}
