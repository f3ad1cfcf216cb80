import * as vscode from 'vscode';
import { registerCommands } from './vscode/ui/commands.ts';
import { ConfigurationProvider } from './vscode/ui/configurationProvider.ts';
import { DelveInput } from './vscode/run/delveInput.ts';
import { Diagnoses } from './vscode/ui/diagnoses.ts';
import { DocumentDiagnostics } from './vscode/ui/documentDiagnostics.ts';
import { systemClock } from './common/clock.ts';
import { setLanguage } from './common/localization.ts';
import { printableLog } from './common/printable.ts';
import { EmptyInputScripts } from './processes/program/emptyInput.ts';
import { WatchdogProcess } from './processes/watchdog/watchdogProcess.ts';
import type { IdeSessionHostApi } from './vscode/window/api.d.ts';
import { ClusterLink } from './vscode/window/clusterLink.ts';
import { EditorApps } from './vscode/window/editorApps.ts';
import { registerEditorPlaces } from './vscode/ui/editorPlaces/editorPlaces.ts';
import { EditorLaunchTypes } from './vscode/window/editorLaunchTypes.ts';
import { ExtensionApi } from './vscode/window/extensionApi.ts';
import { HostOwner } from './vscode/window/hostOwner.ts';
import { HostTerminals } from './vscode/window/hostTerminals.ts';
import { listStartable } from './vscode/ui/known/startable.ts';
import { LogCommands } from './vscode/ui/sessionLog/logCommands.ts';
import { registerMcpServer } from './vscode/languageModels/registerMcpServer.ts';
import { registerTools } from './vscode/languageModels/registerTools.ts';
import { registerLaunchJsonCompletion } from './vscode/ui/launchJsonCompletion.ts';
import { PageCommands } from './vscode/ui/pageView/pageCommands.ts';
import { RecentConfigurations } from './vscode/ui/recentConfigurations.ts';
import { RegisteredTypes } from './vscode/window/registeredTypes.ts';
import { ResourceCommands } from './vscode/ui/sessionActions/resourceCommands.ts';
import { recreateOnSave } from './vscode/ui/sessionActions/recreateOnSave.ts';
import { SessionCommands } from './vscode/ui/sessionActions/sessionCommands.ts';
import { SessionDetails } from './vscode/ui/sessionDetails/sessionDetails.ts';
import { SessionKeys } from './vscode/ui/sessionActions/sessionKeys.ts';
import { SessionView } from './vscode/ui/sessionTree/sessionView.ts';
import { StartProblems } from './vscode/ui/editorPlaces/startProblems.ts';
import { StatusBar } from './vscode/ui/statusBar.ts';
import { TerminalVariables } from './vscode/window/terminalVariables.ts';
import { notifyUser } from './vscode/ui/userNotifications.ts';
import { WindowApi } from './vscode/window/windowApi.ts';
import { WindowPrebuilds } from './vscode/prebuilds/windowPrebuilds.ts';
import { TraceCommands } from './vscode/trace/traceCommands.ts';
import { WindowTrace } from './vscode/trace/windowTrace.ts';
import { WorkspaceApps } from './vscode/ui/workspaceApps.ts';

/** Disposed of in `deactivate`, when the programs of the window have ended. */
interface Running {
  readonly owner: HostOwner;
  readonly api: WindowApi;
  readonly watchdog: WatchdogProcess;
  readonly channel: vscode.LogOutputChannel;
}

let running: Running | undefined;

/** Builds the parts of the extension. Resolves when the variables of new terminals are set, to the API for other extensions. */
export async function activate(context: vscode.ExtensionContext): Promise<IdeSessionHostApi> {
  setLanguage((text) => vscode.l10n.t(text));
  const { environmentVariableCollection, subscriptions, workspaceState } = context;
  const channel = vscode.window.createOutputChannel('IDE Session Host', { log: true });
  const log = printableLog(channel);
  const watchdog = new WatchdogProcess(
    context.asAbsolutePath('dist/watchdog.js'),
    log,
    systemClock,
  );
  const trace = new WindowTrace(context.logUri.fsPath, log);
  const editorApps = new EditorApps(log, context, watchdog, trace.followRelays);
  const registeredTypes = new RegisteredTypes();
  const { launchContext } = editorApps.launchOptions.host;
  const launchTypes = new EditorLaunchTypes(launchContext, registeredTypes, systemClock, log);
  const apps = new WorkspaceApps({
    find: (...search) => editorApps.find(...search),
    memory: workspaceState,
    clock: systemClock,
    log,
  });
  const diagnoses = new Diagnoses(apps, editorApps);
  const recent = new RecentConfigurations(workspaceState, systemClock);
  const owner = new HostOwner(
    log,
    context,
    editorApps,
    launchTypes.types,
    (place) => diagnoses.explain(place),
    listStartable(apps, recent, systemClock),
    trace,
  );
  const traceCommands = new TraceCommands(owner, editorApps, trace);
  const variables = new TerminalVariables(environmentVariableCollection, owner, log);
  const terminals = new HostTerminals(owner, context);
  const api = new WindowApi(owner, context, log);
  const prebuilds = new WindowPrebuilds({
    owner,
    launchTypes: launchTypes.types,
    memory: workspaceState,
    clock: systemClock,
    log,
  });
  const extensionApi = new ExtensionApi(owner, registeredTypes);
  const statusBar = new StatusBar();
  const startProblems = new StartProblems((project) => editorApps.buildDisplay.hasErrors(project));
  const sessionView = new SessionView(editorApps.pageTabs, systemClock);
  const sessionKeys = new SessionKeys(systemClock);
  const details = new SessionDetails(systemClock);
  const clusterLink = new ClusterLink(context.globalState, log);
  // Not in the subscriptions, which are disposed of before deactivate has finished.
  running = { owner, api, watchdog, channel };
  subscriptions.push(
    editorApps,
    apps,
    launchTypes,
    launchTypes.onDidChange(() => void variables.refresh()),
    variables,
    api,
    prebuilds,
    extensionApi,
    diagnoses,
    statusBar,
    startProblems,
    sessionView,
    sessionKeys,
    details,
    clusterLink,
    traceCommands,
    owner.whenOpen((host) => subscriptions.push(clusterLink.follow(host))),
    owner.whenOpen((host) => details.addMetrics(() => host.summarizeMetrics())),
    owner.whenOpen(({ sessions }) => {
      prebuilds.follow(sessions);
      for (const display of [statusBar, startProblems, sessionView, sessionKeys, details]) {
        display.follow(sessions);
      }
      const { hotReloads } = editorApps;
      subscriptions.push(notifyUser(sessions), recreateOnSave(sessions, hotReloads, systemClock));
    }),
    new ConfigurationProvider(apps, recent),
    new DocumentDiagnostics({ types: launchTypes.types, clock: systemClock }),
    new DelveInput(new EmptyInputScripts(watchdog)),
    registerLaunchJsonCompletion(apps),
    registerMcpServer(context, owner),
    registerTools(context.extension, { owner, apps, diagnoses }),
    registerEditorPlaces({
      hostOwner: owner,
      apps,
      projects: editorApps.launchOptions.tools.projects,
    }),
    terminals,
    registerCommands({
      terminals,
      sessionCommands: new SessionCommands({ hostOwner: owner, apps, recent, diagnoses }),
      resourceCommands: new ResourceCommands(owner, details),
      pageCommands: new PageCommands(editorApps.pageTabs),
      hotReloads: editorApps.hotReloads,
      logCommands: new LogCommands(owner, async () => {
        const { SessionLogs } = await import('./vscode/ui/sessionLog/sessionLogs.ts');
        const folder = vscode.Uri.joinPath(context.logUri, 'shown').fsPath;
        const logs = new SessionLogs(systemClock, folder);
        subscriptions.push(logs);
        return logs;
      }),
      api,
      dotnet: editorApps.launchOptions.tools.dotnet,
      log: channel,
      trace,
      traceCommands,
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void variables.refresh();
      void api.refresh();
      void prebuilds.refresh();
    }),
  );
  if (!vscode.workspace.isTrusted) {
    log.info('This workspace is not trusted, so no endpoint is opened and no session is started.');
  }
  await variables.refresh();
  void api.refresh();
  void prebuilds.refresh();
  return extensionApi.exports;
}

/** Stops all sessions before the window closes. */
export async function deactivate(): Promise<void> {
  await running?.owner.close();
  await running?.api.close();
  running?.watchdog.dispose();
  running?.channel.dispose();
  running = undefined;
}
