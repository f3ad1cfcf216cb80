import type * as vscode from 'vscode';
import { AppRun } from '../../apps/appRun.ts';
import type { LaunchParts } from '../../apps/launch.ts';
import {
  describeUnbound,
  hasCause,
  type PageBreakpoint,
  type PageDebugging,
  withCause,
} from '../../wasm/pageDebugger.ts';
import type { PhaseHistory } from '../../apps/phaseProgress.ts';
import { dotnetDebugType, type ProgramDebugging } from '../../projects/programDebugger.ts';
import type { LaunchedSession, LaunchEvents } from '../../projects/projectLaunch.ts';
import type { Disposable } from '../../common/disposable.ts';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import { additionFor, type DebugAddition } from '../../launch/user/debugSettings.ts';
import type { BrowserLaunchPlan, ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { RunEvents } from '../../sessions/runner.ts';
import type { DebugSessions } from '../debug/debugSessions.ts';
import { editorBreakpoints } from '../debug/page/editorBreakpoints.ts';
import type { ConsoleBudget } from '../debug/consoleBudget.ts';
import type { LiveApps } from '../window/liveApps.ts';
import type { EditorRun } from './preparedRun.ts';
import { offerDebugger } from '../ui/debuggerOffer.ts';
import { PhaseDisplay } from '../ui/phaseDisplay.ts';
import type { RootSession } from '../debug/rootSession.ts';
import { bridgePageDebugger, scriptPageDebugger } from '../debug/page/pageDebuggers.ts';
import { isDebuggerInstalled } from '../debug/debuggers.ts';
import { programDebugging } from '../debug/programDebuggers.ts';
import { settings, type SettingsScope } from '../window/settings.ts';

/** What all launches of apps in a window share. */
export interface WindowLaunchParts extends Pick<
  LaunchParts,
  'host' | 'tools' | 'opening' | 'candidates'
> {
  readonly csharpSettings: PageDebugging['csharpSettings'];
  readonly phaseHistory: PhaseHistory;
  /** Hears the title of an app whose C# breakpoints stay unbound. */
  readonly unbound: (title: string) => void;
}

export interface EditorAppRunParts {
  /** By which the debug sessions of the run are recognised. */
  readonly id: string;
  readonly plan: ProjectLaunchPlan | BrowserLaunchPlan;
  readonly events: RunEvents;
  readonly root: RootSession;
  readonly debugSessions: DebugSessions;
  /** Paces what the debug console shows. */
  readonly budget: ConsoleBudget;
  /** For which the settings are read. */
  readonly scope: SettingsScope;
  readonly launchParts: WindowLaunchParts;
  /** Who asked for the session. */
  readonly owner: Omit<LaunchedSession, 'programDebugging'>;
  /** Where the app is listed while it runs. */
  readonly live: LiveApps;
}

/** An app whose build and server are shown by a debug session of ours, and whose page by js-debug below it. */
export class EditorAppRun implements EditorRun {
  readonly #parts: EditorAppRunParts;
  #run: AppRun | undefined;
  #stopping = false;

  constructor(parts: EditorAppRunParts) {
    this.#parts = parts;
  }

  async begin(): Promise<void> {
    const { live, plan, root } = this.#parts;
    const events = this.#shownEvents();
    let listing: Disposable;
    try {
      const parent = await root.open(() => this.restart());
      if (this.#stopping) return events.ended(undefined);
      const parts = this.#launchParts(parent);
      this.#run = new AppRun(plan, parts, events);
      listing = live.add({ name: plan.name, run: this.#run });
    } catch (error) {
      return events.failed(toHumanError(error, sessionErrors.RunNotStarted));
    }
    await this.#run.begin();
    listing.dispose();
  }

  restart(): void {
    this.#run?.restart();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#run?.stop();
  }

  /** What runs in a page is not in the process. */
  attachType(): string | undefined {
    const kind = this.#run?.project?.kind;
    const isUndebugged = this.#parts.plan.mode === 'NoDebug';
    return isUndebugged && (kind === 'program' || kind === 'server') ? dotnetDebugType : undefined;
  }

  /** What the launch stands on, with what the user adds to it. */
  #launchParts(parent: vscode.DebugSession): LaunchParts {
    const { launchParts, owner, plan, root, scope } = this.#parts;
    const { candidates, host, opening, phaseHistory: history, tools } = launchParts;
    const debugType = plan.kind === 'project' ? dotnetDebugType : undefined;
    const addition = additionFor(settings.debugConfigurations.get(scope), plan.kind, debugType);
    const { launchContext } = host;
    // The launch profile's variables go over those that are inherited, and the request's over both.
    const environment = { ...launchContext.environment, ...addition.env };
    return {
      tools,
      opening,
      candidates,
      host: { ...host, launchContext: { ...launchContext, environment } },
      session: { ...owner, programDebugging: () => this.#debugProgram(parent, addition) },
      debugging: this.#pageDebugging(parent),
      progress: { history, view: new PhaseDisplay(plan.name, (text) => root.adapter.note(text)) },
    };
  }

  #pageDebugging(parent: vscode.DebugSession): PageDebugging {
    const { debugSessions, id, launchParts, root, scope } = this.#parts;
    const ofPage = {
      debugSessions,
      id,
      parent,
      scope,
      clock: launchParts.host.clock,
      restart: () => this.restart(),
      evaluatesTexts: () => launchParts.csharpSettings().debugRelay,
      breakpoints: (breakpoints: readonly PageBreakpoint[]) =>
        root.adapter.markBreakpoints(breakpoints.filter((one) => one.verified || hasCause(one))),
    };
    const isBridgeWanted = settings.blazorDebugger.get(scope) === 'csharp';
    return {
      attaching: scriptPageDebugger(ofPage),
      opening: isBridgeWanted ? bridgePageDebugger(ofPage) : undefined,
      csharpSettings: launchParts.csharpSettings,
      breakpointTexts: editorBreakpoints((path, line, message) =>
        root.adapter.warn(path, line, message),
      ),
      arrived: () => root.adapter.unmarkElsewhere(),
      unbound(title, breakpoints) {
        const explained = breakpoints.map(withCause);
        root.adapter.markBreakpoints(explained);
        for (const breakpoint of explained) root.adapter.important(describeUnbound(breakpoint));
        if (!explained.every(({ isPending }) => isPending === true)) launchParts.unbound(title);
      },
    };
  }

  #shownEvents(): LaunchEvents {
    const events = shownEvents(this.#parts);
    return {
      ...events,
      started: (pid) => {
        events.started(pid);
        if (this.#lacksDebugger()) void offerDebugger(dotnetDebugType);
      },
    };
  }

  /** Whether what runs is a .NET program that would be debugged if an extension for it were installed. */
  #lacksDebugger(): boolean {
    const { plan } = this.#parts;
    const project = this.#run?.project;
    const hasProgram = project !== undefined && project.kind !== 'client';
    return hasProgram && plan.mode !== 'NoDebug' && !isDebuggerInstalled(dotnetDebugType);
  }

  #debugProgram(parent: vscode.DebugSession, addition: DebugAddition): ProgramDebugging {
    const { budget, debugSessions, events, id, launchParts, plan, scope } = this.#parts;
    return programDebugging({
      debugSessions,
      id,
      parent,
      scope,
      title: plan.name,
      budget,
      programOptions: launchParts.host.programOptions,
      addition,
      output: events.output.bind(events),
    });
  }
}

/** Shows in the debug console what the session hears. */
function shownEvents({ events, plan, root }: EditorAppRunParts): LaunchEvents {
  const { adapter } = root;
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return {
    waiting: () => events.waiting(),
    started(pid: number | undefined) {
      events.started(pid);
      adapter.process(plan.name, pid);
    },
    output(stream: OutputStream, chunk: Uint8Array) {
      const taken = events.output(stream, chunk);
      adapter.output(stream, decoders[stream].decode(chunk, { stream: true }));
      return taken;
    },
    message(level, text) {
      events.message(level, text);
      adapter.note(`${text}\n`);
    },
    note(text) {
      events.message('debug', text.trimEnd());
      adapter.note(text);
    },
    ended(exitCode: number | undefined) {
      root.close(exitCode);
      events.ended(exitCode);
    },
    failed(error: HumanError) {
      adapter.important(error.message);
      root.close(undefined);
      events.failed(error);
    },
  };
}
