import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { LaunchHost } from '../processes/launchHost.ts';
import type { ShownPage } from './pages/appPage.ts';
import type { LoadedTabs } from './loadedTabs.ts';
import type { Disposable } from '../common/disposable.ts';
import type { Page } from '../browser/page/page.ts';
import type { AskDialog } from '../browser/page/pageDialog.ts';
import type { BrowserSettings } from '../browser/program/browserSettings.ts';
import type { SpareBrowsers } from '../browser/program/spareBrowsers.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import type { BrowserKind, DevToolsAddress, ProjectLaunchPlan } from '../launch/launchPlan.ts';
import type { PageProxy } from '../wasm/debugProxy/debugProxies.ts';
import type { HotReloadHandlers } from '../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type { KeptBrowser } from './keptBrowser.ts';
import type { HotReloadUser } from '../wasm/hotReload/hotReloadPort.ts';
import type { PageDebugging } from '../wasm/pageDebugger.ts';
import type { PhaseReport } from './phaseProgress.ts';
import type { Phases } from './phases.ts';
import type { LaunchedSession, ProjectTools } from '../projects/projectLaunch.ts';
import type { LiveInputs } from '../sessions/inputs/liveInputs.ts';
import type { LaunchEvents } from '../sessions/run/strategy.ts';

/** On Windows, a build can't replace the files of a running program. */
export const canPrepareProjects = process.platform !== 'win32';

/** A page that can be viewed by a DevTools client. */
export interface ViewablePage {
  /** The WebSocket address of its browser. */
  readonly browserUri: string;
  readonly targetId: string;
  readonly isHeadless: boolean;
  /** Whether the browser was running before, so that others may have pages in it. */
  readonly isShared: boolean;
}

/** The port to what shows pages elsewhere than in the browser's own windows. */
export interface PageViewer {
  /** Called before a page is loaded, which doesn't wait for it. The result is disposed of with the launch. */
  opened(page: ViewablePage): Disposable;
}

/** A browser with the page to debug. */
export interface PageBrowser {
  readonly kind: BrowserKind;
  readonly devTools: DevToolsAddress;
  /** The WebSocket address of the browser target. */
  readonly browserUri: string;
  readonly page: Page;
  readonly viewable: ViewablePage;
  /** The URL filter for js-debug that selects the page. */
  readonly urlFilter: string;
  /** Present if the browser was started here. */
  readonly pid: number | undefined;
  /** Resolves to the exit code when the user has closed it. Rejects with a HumanError if it crashed. */
  readonly ended: Promise<number | undefined>;
  /** Whether {@link load} leaves the page as it is, which was debugged before. */
  readonly staysLoaded?: boolean;
  /** Loads the page after its debugger is attached, for the viewer of a launch. Throws a HumanError. */
  load(url: string, viewed: PageLaunch): Promise<void>;
}

/** A page that was loaded ahead, up to the start of its app. */
export interface LoadedPage {
  readonly browser: PageBrowser;
  readonly proxy: PageProxy;
  /** Absent if the page takes no changes. */
  readonly hotReload: HotReloadHandlers | undefined;
  close(): Promise<void>;
}

/** What a page that is loaded ahead has in common with its launch. */
export type LoadedPageOptions = Pick<
  LaunchOptions,
  'candidates' | 'debugging' | 'host' | 'opening' | 'session' | 'tools'
>;

/** The port to pages that are loaded ahead. */
export interface LoadedPages {
  /** Takes the page of a launch if it is ready in time. Aborting `unwanted` ends the wait. */
  take(
    plan: ProjectLaunchPlan,
    options: LoadedPageOptions,
    unwanted: AbortSignal,
  ): Promise<LoadedPage | undefined>;
  /** Closes a page that no launch has taken, since its server may have a port that is needed. Resolves to whether there was one. */
  yieldPort(): Promise<boolean>;
}

/** How pages are opened. */
export interface PageOpening {
  readonly browserSettings: () => BrowserSettings;
  /** Absent if no browser is started ahead. */
  readonly spareBrowsers?: SpareBrowsers | undefined;
  /** The browser of the session's former launch; absent if each launch has its own. */
  readonly kept?: KeptBrowser | undefined;
  /** The pages of running browsers that were debugged before; absent if all are loaded again. */
  readonly loadedTabs?: LoadedTabs | undefined;
  /** Absent if no page is loaded ahead. */
  readonly loadedPages?: LoadedPages | undefined;
  /** Answers JavaScript dialogs of headless pages. */
  readonly askDialog: AskDialog;
  /** Absent if pages are visible only in windows of the browser. */
  readonly viewer?: PageViewer | undefined;
}

/** Dependencies of a launch. */
export interface LaunchOptions {
  readonly host: LaunchHost;
  readonly tools: ProjectTools;
  readonly session: LaunchedSession;
  readonly opening: PageOpening;
  /** Absent if pages can't be debugged. */
  readonly debugging: PageDebugging | undefined;
  /** Hot reload of programs in a host that debugs no pages. Others have it with {@link debugging}. */
  readonly hotReload?: HotReloadUser | undefined;
  /** Absent if the phases of launches are not shown. */
  readonly progress: PhaseReport | undefined;
  /** Returns projects that may serve a client without a dev server; absent if none are known. */
  readonly candidates: (() => Promise<readonly string[]>) | undefined;
}

/** Receives the progress of a launch. */
export interface LaunchListener {
  /** Called with the client, or the project that is started, if there is one. */
  evaluated(project: ProjectFacts | undefined): void;
  shown(page: ShownPage): void;
}

/** The part of a launch that its page needs. */
export interface PageLaunch {
  readonly host: LaunchHost;
  readonly opening: PageOpening;
  readonly events: LaunchEvents;
  readonly scope: LaunchScope;
  readonly phases: Phases;
  /** The page, if it was loaded ahead. */
  readonly loaded?: LoadedPage | undefined;
  /** The inputs of the launch, if changes of them are brought to the page. */
  readonly live?: LiveInputs | undefined;
}
