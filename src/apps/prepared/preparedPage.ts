import { onAbort } from '../../common/abort.ts';
import { withTimeout } from '../../common/clock.ts';
import { LaunchScope } from '../../common/launchScope.ts';
import { getFolderLink } from '../../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { getVersion } from '../../dotnet/evaluate/targetFramework.ts';
import type { ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import type { LaunchProfile } from '../../launch/profiles/launchProfile.ts';
import type { BrowserPlan } from '../../browser/program/browserProgram.ts';
import type { ProjectLaunch } from '../../projects/projectLaunch.ts';
import { readLaunchProfile } from '../../projects/projectProfile.ts';
import { type ProjectServer, serveProject } from '../../projects/serveProject.ts';
import type { LaunchEvents } from '../../sessions/run/strategy.ts';
import { HeldStart } from '../../wasm/debugProxy/relay/handlers/heldStart.ts';
import { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import { HeldConnection } from '../../wasm/debugProxy/heldConnection.ts';
import { openInstalledProxy, type PageProxy } from '../../wasm/debugProxy/debugProxies.ts';
import { runtimeVersion } from '../../wasm/hotReload/runtimeVersions.ts';
import type { BreakpointPlace, PageDebugging } from '../../wasm/pageDebugger.ts';
import type { LaunchOptions, LoadedPage, PageBrowser, PageLaunch } from '../launch.ts';
import { evaluateProject } from '../evaluateProject.ts';
import { areCovered } from './coveredBreakpoints.ts';
import { EarlyDialogs } from './earlyDialogs.ts';
import { loadInstead } from './loadInstead.ts';
import { stampPage } from './pageStamp.ts';
import { openBrowser, view } from '../pages/pageBrowser.ts';
import { Phases } from '../phases.ts';
import { isDevServer } from '../search/detection.ts';

/** What a page is prepared with. */
export interface PreparedPageOptions extends Pick<
  LaunchOptions,
  'candidates' | 'host' | 'opening' | 'tools'
> {
  readonly plan: ProjectLaunchPlan;
  readonly browserPlan: BrowserPlan;
  readonly debugging: Pick<PageDebugging, 'csharpBreakpoints' | 'csharpSettings' | 'spareProxies'>;
  /** Whether servers are started ahead that are programs of the user. */
  readonly runsServers: boolean;
  /** Whether the page is to take changes of its code. */
  readonly isReloadable: boolean;
  /** Where the page waits: after the start of its app, unless a breakpoint stops it, or before it. */
  readonly waits: 'after start' | 'before start';
  /** Called with whether the debugger of the page stops at exceptions. */
  readonly stopsAtExceptions: (stops: boolean) => void;
}

/** How long a page may take to start its runtime, in milliseconds. */
const startLimit = 60_000;

/** Drops the output of what is only prepared. */
const unheard: LaunchEvents = {
  message() {},
  note() {},
  waiting() {},
  started() {},
  output: () => undefined,
};

/**
 * The page of a client that waits for its launch: served, loaded, and stopped where its user has a breakpoint. Its
 * debugger finds it as if it had loaded it.
 */
export class PreparedPage implements LoadedPage {
  readonly browser: PageBrowser;
  readonly proxy: PageProxy;
  readonly hotReload: HotReloadHandlers | undefined;
  /** Resolves when it can no longer be used. */
  readonly ended: Promise<unknown>;
  readonly #loaded: Loaded;
  readonly #scope: LaunchScope;

  /** Resolves to `undefined` if the project has no page that can be prepared. Rejects with a HumanError. */
  static async open(
    this: void,
    options: PreparedPageOptions,
    unwanted: AbortSignal,
  ): Promise<PreparedPage | undefined> {
    const scope = new LaunchScope();
    const abandoning = onAbort(unwanted, () => void scope.release());
    try {
      const loaded = await load(options, scope);
      scope.check();
      if (loaded === undefined) await scope.release();
      return loaded && new PreparedPage(loaded, scope, options);
    } catch (error) {
      await scope.release();
      throw error;
    } finally {
      abandoning.dispose();
    }
  }

  private constructor(loaded: Loaded, scope: LaunchScope, options: PreparedPageOptions) {
    this.#loaded = loaded;
    this.#scope = scope;
    this.browser = {
      ...loaded.browser,
      load: (url, viewed) => show(url, viewed, loaded, options),
    };
    const { connection, ended, hotReload, proxy } = loaded;
    this.proxy = { ...proxy, inspectUri: connection.uri };
    this.hotReload = hotReload;
    this.ended = ended;
  }

  /** The processes that were started for it: those of its server, its browser and its debug proxy. */
  get pids(): readonly number[] {
    const { browser, proxy, server } = this.#loaded;
    return [server.pid, browser.pid, proxy.pid].filter((pid) => pid !== undefined);
  }

  /** Closes the page, and stops its server unless others use it. */
  close(): Promise<void> {
    return this.#scope.release();
  }
}

interface Loaded extends Served {
  /** The breakpoints with which the app has started; absent if it waits. */
  readonly breakpoints: readonly BreakpointPlace[] | undefined;
  readonly browser: PageBrowser;
  readonly connection: HeldConnection;
  readonly dialogs: EarlyDialogs;
  /** Resolves when the page can no longer be used. */
  readonly ended: Promise<unknown>;
  readonly hotReload: HotReloadHandlers | undefined;
  readonly proxy: PageProxy;
  readonly server: ProjectServer;
  /** That of the files that are served. */
  readonly stamp: string;
  readonly start: HeldStart;
  readonly url: string;
}

async function load(options: PreparedPageOptions, scope: LaunchScope): Promise<Loaded | undefined> {
  const { browserPlan, host, plan, tools } = options;
  const phases = new Phases(host.clock);
  const launch: ProjectLaunch = {
    plan,
    link: await getFolderLink(plan.project),
    host,
    tools,
    projects: tools.projects.with(plan.build),
    session: {
      requestedBy: 'host',
      controller: undefined,
      programDebugging: () => ({ kind: 'undebugged', why: 'it is only prepared' }),
    },
    events: unheard,
    scope,
    phases,
  };
  const served = await findServed(launch, options);
  if (served === undefined) return undefined;
  const { client, profile, project } = served;
  const stamp = await stampPage([client, project]);
  const server = await serveProject(project, profile, launch, () => undefined);
  const url = plan.page?.url ?? (await server.address());
  const dialogs = new EarlyDialogs(options.opening.askDialog);
  const opening = { ...options.opening, kept: undefined, askDialog: dialogs.ask };
  const browser = await openBrowser(browserPlan, { host, opening, events: unheard, scope, phases });
  const opened = await openDebugging(client, browser, options, scope);
  if (opened === undefined) return undefined;
  await browser.page.open(url);
  const { closed, firstPause } = opened.connection;
  const ended = Promise.race([server.ended, whenGone(browser), closed, dialogs.dismissed]);
  const paused = Promise.race([firstPause, ended]);
  const pause = await withTimeout(host.clock, startLimit, paused, undefined);
  if (pause !== 'runtime ready') return undefined;
  const breakpoints = await startApp(opened, options);
  return { ...opened, ...served, breakpoints, browser, dialogs, ended, server, stamp, url };
}

/** A client, and the project that serves it. */
interface Served {
  readonly client: ProjectFacts;
  readonly profile: LaunchProfile | undefined;
  readonly project: ProjectFacts;
}

/** Finds what serves a client; `undefined` if it is a program that is not to be started ahead. */
async function findServed(
  launch: ProjectLaunch,
  { candidates, runsServers }: PreparedPageOptions,
): Promise<Served | undefined> {
  const { projects, scope } = launch;
  const { app, project: found } = await evaluateProject(launch, candidates);
  if (app === undefined || app.kind === 'plain') return undefined;
  const project = await projects.runFacts(found.path, scope.signal);
  const profile = await readLaunchProfile(project, launch);
  const isDevServed = isDevServer(project) && profile?.commandName !== 'Executable';
  // All others are programs of the user.
  return isDevServed || runsServers ? { client: app.client, profile, project } : undefined;
}

/** Starts the app unless it is to wait. Resolves to the breakpoints that it stops at. */
async function startApp(
  { connection, start }: Pick<Loaded, 'connection' | 'start'>,
  { debugging, waits }: PreparedPageOptions,
): Promise<readonly BreakpointPlace[] | undefined> {
  if (waits === 'before start') return undefined;
  const breakpoints = debugging.csharpBreakpoints();
  await connection.setBreakpoints(breakpoints);
  start.start();
  return breakpoints;
}

/** Continues the page for its debugger, or loads what it is to show instead. */
async function show(
  url: string,
  viewed: PageLaunch,
  loaded: Loaded,
  { debugging, stopsAtExceptions }: PreparedPageOptions,
): Promise<void> {
  const { breakpoints, browser, client, connection, dialogs, project, start } = loaded;
  dialogs.launch();
  stopsAtExceptions(connection.stopsAtExceptions);
  const isSame = url === loaded.url && loaded.stamp === (await stampPage([client, project]));
  // The app may have passed a place where it is to stop.
  const isStopped =
    breakpoints === undefined ||
    (!connection.stopsAtExceptions && areCovered(debugging.csharpBreakpoints(), breakpoints));
  if (isSame && isStopped) {
    view(browser.viewable, viewed);
    connection.handOver();
    // A stop is told first as one of a breakpoint that the debugger has.
    if (!start.release()) await connection.removeBreakpoints();
    return;
  }
  await connection.removeBreakpoints();
  connection.handOver();
  await loadInstead(url, viewed, browser, start);
}

/** Resolves when the page of a browser was closed, or has crashed. */
function whenGone({ ended, page }: PageBrowser): Promise<unknown> {
  const closed = new Promise<void>((resolve) => page.closed(resolve));
  const crashed = new Promise<void>((resolve) => page.crashed(resolve));
  return Promise.race([ended.catch(() => undefined), closed, crashed]);
}

/** Attaches to the empty page as its debugger would; `undefined` if the packages have no debug proxy. */
async function openDebugging(
  client: ProjectFacts,
  browser: PageBrowser,
  { debugging, host, isReloadable, tools: { dotnet } }: PreparedPageOptions,
  scope: LaunchScope,
): Promise<Pick<Loaded, 'connection' | 'hotReload' | 'proxy' | 'start'> | undefined> {
  const { clock } = host;
  const start = new HeldStart();
  const hotReload = isReloadable ? new HotReloadHandlers(clock) : undefined;
  const version = runtimeVersion(getVersion(client.targetFramework));
  const { spareProxies } = debugging;
  const common = { client, debugging, dotnet, host, hotReload, scope, spareProxies };
  const proxy = await openInstalledProxy(Promise.resolve(browser), { ...common, held: start });
  if (proxy === undefined) return undefined;
  const opening = HeldConnection.open(proxy.inspectUri, browser.page.targetId, clock);
  const connection = await scope.hold(opening, async (one) => one.dispose());
  if (version !== undefined) await hotReload?.page.expectVersion(version);
  return { connection, hotReload, proxy, start };
}
