import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { LaunchHost } from '../processes/launchHost.ts';
import type { ShownPage } from './pages/appPage.ts';
import type { AskDialog } from '../browser/page/pageDialog.ts';
import type { BrowserSettings } from '../browser/program/browserSettings.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import type { PageDebugging } from '../wasm/pageDebugger.ts';
import type { PhaseReport } from './phaseProgress.ts';
import type { Phases } from './phases.ts';
import type { LaunchedSession, LaunchEvents, ProjectTools } from '../projects/projectLaunch.ts';

/** How launches open pages. */
interface PageOpening {
  readonly browserSettings: () => BrowserSettings;
  /** Answers the JavaScript dialogs of pages that no window shows. */
  readonly askDialog: AskDialog;
}

/** Dependencies of a launch. */
export interface LaunchParts {
  readonly host: LaunchHost;
  readonly tools: ProjectTools;
  readonly session: LaunchedSession;
  readonly opening: PageOpening;
  /** Absent where nothing debugs pages. */
  readonly debugging: PageDebugging | undefined;
  /** Absent where nobody waits for the phases of a launch. */
  readonly progress: PhaseReport | undefined;
  /** Projects that may serve a client that has no server of its own; absent where none are known. */
  readonly candidates: (() => Promise<readonly string[]>) | undefined;
}

/** Hears how far a launch has come. */
export interface LaunchListener {
  /** With the client, or whatever project is started, if there is any. */
  evaluated(project: ProjectFacts | undefined): void;
  shown(page: ShownPage): void;
}

/** One launch, for those who show its page. */
export interface PageLaunch {
  readonly host: LaunchHost;
  readonly opening: PageOpening;
  readonly events: LaunchEvents;
  readonly held: LaunchScope;
  readonly phases: Phases;
}
