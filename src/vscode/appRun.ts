import type * as vscode from 'vscode';
import { AppRun } from '../blazor/appRun.ts';
import type { AppEvents, AppParts } from '../blazor/launch.ts';
import {
  describeUnbound,
  hasCause,
  type PageBreakpoint,
  withCause,
} from '../blazor/pageDebugger.ts';
import { dotnetDebugType } from '../blazor/programDebugger.ts';
import type { Disposable } from '../common/disposable.ts';
import { type HumanError, toHumanError } from '../common/humanError.ts';
import { additionFor, type DebugAddition } from '../launch/debugSettings.ts';
import type { BrowserLaunchPlan, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { OutputStream, RunEvents } from '../sessions/runner.ts';
import type { DebugSessions } from './debugSessions.ts';
import { editorBreakpoints } from './editorBreakpoints.ts';
import type { ConsoleBudget } from './consoleBudget.ts';
import type { LiveApps } from './liveApps.ts';
import type { EditorRun } from './preparedRun.ts';
import { PhaseDisplay } from './phaseDisplay.ts';
import type { RootSession } from './rootSession.ts';
import { bridgePageDebugger, scriptPageDebugger } from './pageDebuggers.ts';
import { programDebugging } from './programDebuggers.ts';
import { settings, type SettingsScope } from './settings.ts';

/** What launches of apps stand on, without what each session has of its own. */
export type EditorLaunchParts = Omit<
  AppParts,
  | 'pageDebuggers'
  | 'programDebugging'
  | 'breakpointTexts'
  | 'phaseView'
  | 'ownVariables'
  | 'requestedBy'
  | 'launchedBy'
>;

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
  readonly launchParts: Omit<
    AppParts,
    'pageDebuggers' | 'programDebugging' | 'breakpointTexts' | 'phaseView'
  >;
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
    const events = shownEvents(this.#parts);
    let listing: Disposable;
    try {
      const parent = await root.open(() => this.restart());
      if (this.#stopping) return events.ended(undefined);
      const parts = this.#launchParts(parent);
      this.#run = new AppRun(plan, parts, events);
      listing = live.add({ name: plan.name, run: this.#run });
    } catch (error) {
      return events.failed(toHumanError(error, 'DebugSessionNotStarted'));
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
  #launchParts(parent: vscode.DebugSession): AppParts {
    const { launchParts, plan, scope } = this.#parts;
    const debugType = plan.kind === 'project' ? dotnetDebugType : undefined;
    const addition = additionFor(settings.debugConfigurations.get(scope), plan.kind, debugType);
    const { launchContext } = launchParts;
    // The launch profile's variables go over those that are inherited, and the request's over both.
    const environment = { ...launchContext.environment, ...addition.env };
    return {
      ...launchParts,
      launchContext: { ...launchContext, environment },
      ...this.#debuggers(parent, addition),
      ...this.#displays(),
    };
  }

  /** What is shown beside the breakpoints, in the console and in the status bar. */
  #displays(): Pick<AppParts, 'breakpointTexts' | 'phaseView' | 'unbound'> {
    const { launchParts, plan, root } = this.#parts;
    return {
      breakpointTexts: editorBreakpoints((path, line, message) =>
        root.adapter.warn(path, line, message),
      ),
      phaseView: new PhaseDisplay(plan.name, (text) => root.adapter.note(text)),
      unbound(title, breakpoints) {
        const explained = breakpoints.map(withCause);
        root.adapter.markBreakpoints(explained);
        for (const breakpoint of explained) root.adapter.important(describeUnbound(breakpoint));
        launchParts.unbound(title, breakpoints);
      },
    };
  }

  #debuggers(
    parent: vscode.DebugSession,
    addition: DebugAddition,
  ): Pick<AppParts, 'pageDebuggers' | 'programDebugging'> {
    const { budget, debugSessions, events, id, launchParts, plan, root, scope } = this.#parts;
    const { clock, programOptions } = launchParts;
    const shared = { debugSessions, id, parent, scope };
    const ofPage = {
      ...shared,
      clock,
      restart: () => this.restart(),
      evaluatesTexts: () => launchParts.csharpSettings().debugRelay,
      breakpoints: (breakpoints: readonly PageBreakpoint[]) =>
        root.adapter.markBreakpoints(breakpoints.filter((one) => one.verified || hasCause(one))),
    };
    const ofProgram = {
      ...shared,
      title: plan.name,
      budget,
      programOptions,
      addition,
      output: events.output.bind(events),
    };
    const isBridgeWanted = settings.blazorDebugger.get(scope) === 'csharp';
    return {
      pageDebuggers: {
        attaching: scriptPageDebugger(ofPage),
        opening: isBridgeWanted ? bridgePageDebugger(ofPage) : undefined,
      },
      programDebugging: () => programDebugging(ofProgram),
    };
  }
}

/** Shows in the debug console what the session hears. */
function shownEvents({ events, plan, root }: EditorAppRunParts): AppEvents {
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
