import * as vscode from 'vscode';
import type { ExplainBreakpoints } from '../../api/door/explanation.ts';
import type { ReportedOutput } from '../../api/door/hostReport.ts';
import type { ListStartable } from '../../host/known/listKnown.ts';
import { createLaunchCheck } from '../../host/launchCheck.ts';
import { createPrebuildTools } from '../../host/prebuilds/prebuildTools.ts';
import { systemClock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { Log } from '../../common/log.ts';
import { definePhrases } from '../../common/phrases.ts';
import { SessionHost } from '../../host/sessionHost.ts';
import { isActive, type Sessions } from '../../sessions/sessions.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import { findControllerWorkspace } from '../run/controllerRole.ts';
import { isDebuggerInstalled } from '../debug/debuggers.ts';
import { DebugSessions } from '../debug/debugSessions.ts';
import { editorErrors } from '../errors.ts';
import type { EditorApps } from './editorApps.ts';
import { createEditorRunner } from '../run/editorRunner.ts';
import { hasOtherSearchPath, settings } from './settings.ts';
import { UserSessions } from './userSessions.ts';
import type { WindowTrace } from '../trace/windowTrace.ts';
import { windowStateFile } from './windowState.ts';

const phrases = definePhrases({ removed: 'its session was removed at once' });

/** Owns the session host of the window, which is opened on first use. */
export class HostOwner {
  readonly #log: Log;
  readonly #context: vscode.ExtensionContext;
  readonly #logFolder: string;
  readonly #preload: string;
  readonly #apps: EditorApps;
  readonly #launchTypes: LaunchTypes;
  readonly #explainBreakpoints: ExplainBreakpoints;
  readonly #listStartable: ListStartable;
  readonly #trace: WindowTrace;
  readonly #userSessions = new UserSessions();
  readonly #debugSessions: DebugSessions;
  readonly #followers = new Set<(host: SessionHost) => void>();
  #host: Promise<SessionHost> | undefined;
  /** Those of the host, once it is open. */
  #sessions: Sessions | undefined;

  constructor(
    log: Log,
    context: vscode.ExtensionContext,
    apps: EditorApps,
    launchTypes: LaunchTypes,
    explainBreakpoints: ExplainBreakpoints,
    listStartable: ListStartable,
    trace: WindowTrace,
  ) {
    this.#log = log;
    this.#context = context;
    this.#logFolder = vscode.Uri.joinPath(context.logUri, 'sessions').fsPath;
    this.#preload = context.asAbsolutePath('media/inspectorPreload.cjs');
    this.#apps = apps;
    this.#launchTypes = launchTypes;
    this.#explainBreakpoints = explainBreakpoints;
    this.#listStartable = listStartable;
    this.#trace = trace;
    const { onAdapterEvent } = trace;
    this.#debugSessions = new DebugSessions(
      async (session, ownerId) => {
        const { sessions } = await this.host();
        return this.#userSessions.adopt(session, ownerId, sessions, this.#debugSessions);
      },
      onAdapterEvent &&
        ((session, ownerId, { body, event }) =>
          onAdapterEvent({
            event,
            body,
            type: session.type,
            debugSession: session.id,
            getSession: () => this.#userSessions.getName(session) ?? this.#toName(ownerId),
          })),
    );
  }

  /** Returns the host, opening it if necessary. Throws a HumanError in an untrusted workspace. */
  async host(): Promise<SessionHost> {
    if (!vscode.workspace.isTrusted) throw editorErrors.UntrustedWorkspace();
    this.#host ??= this.#open();
    try {
      return await this.#host;
    } catch (error) {
      // The next call tries again.
      this.#host = undefined;
      throw error;
    }
  }

  /** The debug sessions of the window, in the order of their starts. */
  get debugSessions(): readonly vscode.DebugSession[] {
    return this.#debugSessions.list();
  }

  /** Starts a debug configuration of type `ide-session` as the user does. Throws a HumanError. */
  async startConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
    options: vscode.DebugSessionOptions = {},
  ): Promise<IdeSession> {
    const { sessions } = await this.host();
    const name = await this.#userSessions.start(folder, configuration, options);
    const session = sessions.get(name);
    if (session !== undefined) return session;
    throw editorErrors.DebugSessionNotStarted({
      name: configuration.name,
      reason: phrases.removed(),
    });
  }

  /** Calls `follower` with the host when it is open. */
  whenOpen(follower: (host: SessionHost) => void): Disposable {
    this.#followers.add(follower);
    return toDisposable(() => this.#followers.delete(follower));
  }

  /** Stops all sessions and closes the host, within the time limit of a closing window. */
  async close(): Promise<void> {
    const hurrying = this.#apps.hurry();
    const host = await this.#host?.catch(() => undefined);
    await Promise.all([host?.close(), hurrying]);
    await this.#trace.close();
    this.#debugSessions.dispose();
  }

  async #createReport(output: ReportedOutput): Promise<string> {
    // Loaded when it is first used.
    const { createReport } = await import('../trace/problemReport.ts');
    return createReport({ owner: this, apps: this.#apps, trace: this.#trace, output });
  }

  /** Returns the name of the session whose runner made this id, which begins with that of the session. */
  #toName(ownerId: string): string | undefined {
    const [id = ''] = ownerId.split(/[.:]/, 1);
    const sessions = this.#sessions;
    if (sessions?.get(id) !== undefined) return id;
    return sessions?.list().find(({ metadata }) => metadata.uid === id)?.metadata.name;
  }

  async #open(): Promise<SessionHost> {
    const launchTypes = this.#launchTypes;
    await this.#trace.begin();
    const runner = createEditorRunner({
      launchTypes,
      clock: systemClock,
      getLaunchOptions: (scope) => this.#apps.getLaunchOptions(scope),
      live: this.#apps.live,
      pageTabs: this.#apps.pageTabs,
      hotReloads: this.#apps.hotReloads,
      debugSessions: this.#debugSessions,
      userSessions: this.#userSessions,
      preload: this.#preload,
      requestStop: (name) => host.sessions.stop(name),
      endpointVariables: (mode) => host.environment(mode),
      stopSessionsOf: (prefix) => stopSessionsOf(prefix, host.sessions),
    });
    const host = await SessionHost.open({
      runner,
      runnerReports: {
        builds: this.#apps.builds.timings,
        hotReloads: this.#apps.hotReloads.results,
      },
      prebuildTools: createPrebuildTools(
        this.#apps.launchOptions,
        this.#apps.builds,
        this.#apps.preparedPages,
      ),
      launchTypes,
      checkLaunch: createLaunchCheck({
        clock: systemClock,
        hasDebugger: isDebuggerInstalled,
        hasOtherSearchPath,
      }),
      getWorkspace: (instanceId) => findControllerWorkspace(instanceId, host.sessions.list()),
      settings: settings.host.get(),
      clock: systemClock,
      log: this.#log,
      logFolder: this.#logFolder,
      port: 0,
      stateFile: await windowStateFile(this.#context, this.#log),
      trace: this.#trace.recorder,
      door: {
        kind: 'editor',
        version: getVersion(this.#context),
        folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
        runMode: () => settings.runMode.get(undefined),
        explainBreakpoints: this.#explainBreakpoints,
        listStartable: this.#listStartable,
        createReport: (output) => this.#createReport(output),
      },
    });
    this.#log.info(`The endpoint is listening on https://localhost:${host.endpoint.port}.`);
    this.#sessions = host.sessions;
    for (const follower of this.#followers) follower(host);
    return host;
  }
}

/** Stops the sessions of all controllers whose instance ids start with a prefix. */
function stopSessionsOf(prefix: string, sessions: Sessions): void {
  for (const { metadata } of sessions.list().filter(isActive)) {
    const { name, owner } = metadata;
    if (owner.kind === 'controller' && owner.instanceId.startsWith(prefix)) sessions.stop(name);
  }
}

function getVersion({ extension }: vscode.ExtensionContext): string {
  const { version } = extension.packageJSON as { readonly version: string };
  return version;
}
