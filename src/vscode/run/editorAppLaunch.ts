import type * as vscode from 'vscode';
import { AppLaunch } from '../../apps/appLaunch.ts';
import type { RelayObserver } from '../../processes/launchHost.ts';
import type { KeptBrowser } from '../../apps/keptBrowser.ts';
import type { LaunchOptions } from '../../apps/launch.ts';
import {
  describeUnbound,
  hasCause,
  type PageBreakpoint,
  type PageDebugging,
  withCause,
} from '../../wasm/pageDebugger.ts';
import type { PhaseHistory } from '../../apps/phaseProgress.ts';
import { dotnetDebugType, type ProgramDebugging } from '../../projects/programDebugger.ts';
import type { LaunchedSession } from '../../projects/projectLaunch.ts';
import { getAddition, type DebugAddition } from '../../launch/user/debugSettings.ts';
import type { BrowserLaunchPlan, ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type {
  Launch,
  LaunchControls,
  LaunchEvents,
  NextLaunch,
} from '../../sessions/run/strategy.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import {
  editorBreakpoints,
  getCSharpBreakpoints,
  hasScriptBreakpoints,
} from '../debug/page/editorBreakpoints.ts';
import type { PagePauses } from '../debug/page/pagePauses.ts';
import type { LiveApps } from '../window/liveApps.ts';
import type { HotReloads } from '../ui/hotReload/hotReloads.ts';
import type { PageTabs } from '../ui/pageView/pageTabs.ts';
import type { SessionPages } from '../ui/pageView/sessionPages.ts';
import { offerDebugger } from '../ui/debuggerOffer.ts';
import { PhaseDisplay } from '../ui/phaseDisplay.ts';
import type { RootSession } from '../debug/rootSession.ts';
import { bridgePageDebugger, scriptPageDebugger } from '../debug/page/pageDebuggers.ts';
import { isDebuggerInstalled } from '../debug/debuggers.ts';
import { findProgramDebugging } from '../debug/programDebuggers.ts';
import { settings } from '../window/settings.ts';
import type { SessionActions, StrategySession } from './editorRunOptions.ts';
import { withShownOutput } from './shownStrategy.ts';

/** What all launches of apps in a window share. */
export interface WindowLaunchOptions extends Pick<
  LaunchOptions,
  'host' | 'tools' | 'opening' | 'candidates'
> {
  readonly csharpSettings: PageDebugging['csharpSettings'];
  readonly spareProxies: PageDebugging['spareProxies'];
  readonly phaseHistory: PhaseHistory;
  /** Returns what is told of the debug relays of a launch of a session; absent if nothing is. */
  readonly followRelays?: (session: string) => RelayObserver;
  /** Called with the title of an app whose C# breakpoints stay unbound. */
  readonly unbound: (title: string) => void;
}

export interface EditorAppOptions {
  readonly plan: ProjectLaunchPlan | BrowserLaunchPlan;
  readonly session: AppSession;
  readonly actions: Pick<SessionActions, 'requestRestart' | 'requestStop'>;
  readonly window: AppWindow;
  /** The dependencies of launches with the settings of the session's scope. */
  readonly launchOptions: WindowLaunchOptions;
}

/** The session that runs an app. */
interface AppSession extends Pick<StrategySession, 'budget' | 'id' | 'scope'> {
  readonly name: string;
  readonly root: RootSession;
  readonly owner: Omit<LaunchedSession, 'programDebugging'>;
}

/** What the apps of a window share. */
export interface AppWindow {
  readonly debugSessions: DebugSessions;
  /** Lists the apps that run. */
  readonly live: LiveApps;
  readonly pageTabs: PageTabs;
  readonly hotReloads: HotReloads;
}

/** What the launches of one app share. */
interface AppPages {
  readonly pauses: PagePauses;
  readonly pages: SessionPages;
  readonly kept: KeptBrowser;
}

/** One launch of an app in a window. */
export class EditorAppLaunch implements Launch {
  readonly exited: Promise<number | undefined>;
  readonly #options: EditorAppOptions;
  readonly #pages: AppPages;
  /** Its output is not shown by the debug session of the app: what is debugged shows it. */
  readonly #events: LaunchEvents;
  readonly #app: AppLaunch;

  constructor(
    options: EditorAppOptions,
    pages: AppPages,
    parent: vscode.DebugSession,
    events: LaunchEvents,
  ) {
    this.#options = options;
    this.#pages = pages;
    this.#events = events;
    const { plan, session, window } = options;
    const { root } = session;
    this.#app = new AppLaunch(plan, this.#launchOptions(parent), {
      ...withShownOutput(events, root.adapter),
      started: (pid) => {
        events.started(pid);
        if (this.#lacksDebugger()) void offerDebugger(dotnetDebugType);
      },
      message(level, text) {
        events.message(level, text);
        root.adapter.note(`${text}\n`);
      },
    });
    const listing = window.live.add({ name: plan.name, launch: this.#app });
    this.exited = this.#app.exited.finally(() => listing.dispose());
  }

  end(next?: NextLaunch): Promise<void> {
    return this.#app.end(next);
  }

  /** What runs in a page is not in the process. */
  controls(): LaunchControls {
    const kind = this.#app.project?.kind;
    const isProcess = kind === 'program' || kind === 'server';
    const isAttachable = this.#options.plan.mode === 'NoDebug' && isProcess;
    return { attachType: isAttachable ? dotnetDebugType : undefined };
  }

  /** The dependencies of the launch, with the user's additions. */
  #launchOptions(parent: vscode.DebugSession): LaunchOptions {
    const { launchOptions, plan, session } = this.#options;
    const { name, owner, scope } = session;
    const { candidates, followRelays, opening, phaseHistory: history, tools } = launchOptions;
    const host = { ...launchOptions.host, ...followRelays?.(name) };
    const debugType = plan.kind === 'project' ? dotnetDebugType : undefined;
    const addition = getAddition(settings.debugConfigurations.get(scope), plan.kind, debugType);
    const { launchContext } = host;
    // The launch profile's variables go over those that are inherited, and the request's over both.
    const environment = { ...launchContext.environment, ...addition.env };
    return {
      tools,
      opening: {
        ...opening,
        kept: this.#pages.kept,
        viewer: this.#pages.pages.viewerBelow(parent),
      },
      candidates,
      host: { ...host, launchContext: { ...launchContext, environment } },
      session: { ...owner, programDebugging: () => this.#debugProgram(parent, addition) },
      debugging: this.#pageDebugging(parent),
      progress: { history, view: this.#phaseDisplay() },
    };
  }

  #phaseDisplay(): PhaseDisplay {
    const { actions, launchOptions, plan, session } = this.#options;
    return new PhaseDisplay({
      title: plan.name,
      note: (text) => session.root.adapter.note(text),
      clock: launchOptions.host.clock,
      cancel: session.owner.requestedBy === 'user' ? actions.requestStop : undefined,
    });
  }

  #pageDebugging(parent: vscode.DebugSession): PageDebugging {
    const { actions, launchOptions, plan, session, window } = this.#options;
    const { id, name, root, scope } = session;
    const ofPage = {
      debugSessions: window.debugSessions,
      id,
      parent,
      scope,
      clock: launchOptions.host.clock,
      restart: actions.requestRestart,
      pauses: this.#pages.pauses,
      evaluatesTexts: () => launchOptions.csharpSettings().debugRelay,
      breakpoints: (breakpoints: readonly PageBreakpoint[]) =>
        root.adapter.markBreakpoints(breakpoints.filter((one) => one.verified || hasCause(one))),
    };
    const isBridgeWanted = settings.blazorDebugger.get(scope) === 'csharp';
    return {
      attaching: scriptPageDebugger(ofPage),
      opening: isBridgeWanted ? bridgePageDebugger(ofPage) : undefined,
      csharpSettings: launchOptions.csharpSettings,
      spareProxies: launchOptions.spareProxies,
      canPrepare: () =>
        !isBridgeWanted && launchOptions.csharpSettings().debugRelay && !hasScriptBreakpoints(),
      csharpBreakpoints: getCSharpBreakpoints,
      hotReload: window.hotReloads.createUser({ name, title: plan.name, scope }),
      breakpointTexts: editorBreakpoints((path, line, message) =>
        root.adapter.warn(path, line, message),
      ),
      arrived: () => root.adapter.unmarkElsewhere(),
      unbound(title, breakpoints) {
        const explained = breakpoints.map(withCause);
        root.adapter.markBreakpoints(explained);
        for (const breakpoint of explained) root.adapter.important(describeUnbound(breakpoint));
        if (!explained.every(({ isPending }) => isPending === true)) launchOptions.unbound(title);
      },
    };
  }

  /** Whether what runs is a .NET program that would be debugged if an extension for it were installed. */
  #lacksDebugger(): boolean {
    const { plan } = this.#options;
    const { project } = this.#app;
    const hasProgram = project !== undefined && project.kind !== 'client';
    return hasProgram && plan.mode !== 'NoDebug' && !isDebuggerInstalled(dotnetDebugType);
  }

  #debugProgram(parent: vscode.DebugSession, addition: DebugAddition): ProgramDebugging {
    const { launchOptions, plan, session, window } = this.#options;
    return findProgramDebugging({
      debugSessions: window.debugSessions,
      id: session.id,
      parent,
      scope: session.scope,
      title: plan.name,
      budget: session.budget,
      programOptions: launchOptions.host.programOptions,
      addition,
      output: (stream, chunk) => this.#events.output(stream, chunk),
    });
  }
}
