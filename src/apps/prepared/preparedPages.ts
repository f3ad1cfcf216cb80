import type { Clock } from '../../common/clock.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { canStartAhead } from '../../browser/program/spareBrowsers.ts';
import { planBrowser } from '../../browser/program/browserSettings.ts';
import type { ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import { findProjectFile } from '../../dotnet/files/projectFile.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { SpareSlot } from '../../processes/spareSlot.ts';
import { type ProcessUses, readProcessUses } from '../../processes/tree/processUse.ts';
import type { BreakpointPlace } from '../../wasm/pageDebugger.ts';
import type { LoadedPageOptions, LoadedPages } from '../launch.ts';
import { areCovered } from './coveredBreakpoints.ts';
import type { PreparedPage, PreparedPageOptions } from './preparedPage.ts';
import { type Excess, findExcess, type PageUse, type UseLimits, UseWatch } from './useWatch.ts';

export interface PreparedPagesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The available memory of the machine, in bytes. */
  readonly freeMemory: () => number;
  /** Whether servers are started ahead that are programs of the user. */
  readonly runsServers: () => boolean;
  /** How much a page may use. */
  readonly limits: () => UseLimits;
}

/** How far the page of a project is. */
export type PageState =
  /** What it uses is unknown at first, and on Windows. */
  | { readonly kind: 'ready'; readonly use: PageUse | undefined }
  /** It was closed because it has used too much. */
  | { readonly kind: 'closed'; readonly excess: Excess };

/** What a system tells of processes, and how pages are opened. */
interface Ports {
  readonly open: typeof PreparedPage.open;
  readonly readUses: (roots: readonly number[]) => Promise<ProcessUses>;
}

/** How long a page waits for its launch, in milliseconds. */
const keptFor = 30 * 60_000;
/** How long a launch waits for a page that is still loading, in milliseconds. */
const patience = 30_000;
/** How long breakpoints have to stay as they are before a page is prepared for them, in milliseconds. */
const quietTime = 1_000;
/** No page is prepared while less memory is available, in bytes. */
const memoryNeeded = 2 * 1024 ** 3;

/** How a client was debugged. */
type LastLaunch = Omit<PreparedPageOptions, 'runsServers' | 'stopsAtExceptions' | 'waits'>;

/** Loads the code of prepared pages when it is first used. */
const openPage: typeof PreparedPage.open = async (options, unwanted) => {
  const { PreparedPage: Loaded } = await import('./preparedPage.ts');
  return Loaded.open(options, unwanted);
};

/**
 * Keeps at most one page prepared, for the next time that its client is debugged in the way of the last time. One that
 * uses too much is closed.
 */
export class PreparedPages implements LoadedPages {
  readonly #options: PreparedPagesOptions;
  readonly #slot: SpareSlot<PreparedPage>;
  /** How each project was last debugged. */
  readonly #last = new Map<string, LastLaunch>();
  /** The projects that were debugged with stops at exceptions. */
  readonly #stopping = new Set<string>();
  /** The project whose page is kept. */
  #project: string | undefined;
  /** The breakpoints for which it was prepared; `undefined` if it is right for all. */
  #breakpoints: readonly BreakpointPlace[] | undefined;
  #refreshing: Disposable | undefined;
  /** Counts what is prepared, taken and discarded. */
  #revision = 0;
  readonly #ports: Ports;
  /** Looks at what the page uses that is ready. */
  #watch: UseWatch | undefined;
  #use: PageUse | undefined;
  /** What the processes of the window used before the page was prepared: it may have a debug proxy of a session. */
  #before: ProcessUses = new Map();
  #processorTime = 0;
  /** Projects whose pages have used too much. */
  readonly #excesses = new Map<string, Excess>();
  readonly #changed = new Emitter<void>();
  #isClosed = false;

  /** Fires when the state of a page may have changed. */
  readonly changes: Event<void> = this.#changed.event;

  constructor(options: PreparedPagesOptions, ports: Partial<Ports> = {}) {
    this.#options = options;
    this.#ports = { open: openPage, readUses: readProcessUses, ...ports };
    const { clock } = options;
    this.#slot = new SpareSlot({
      clock,
      keptFor,
      ended: ({ ended }) => ended,
      changed: () => this.#onChange(),
    });
  }

  /** What pages use now, in bytes, and have used since the start of the window, in milliseconds. */
  get used(): { readonly memory: number; readonly processorTime: number } {
    return { memory: this.#use?.memory ?? 0, processorTime: this.#processorTime };
  }

  /** Returns how far the page of a project is; `undefined` if there is none. */
  getState(project: string): PageState | undefined {
    if (this.#project === project && this.#slot.ready) return { kind: 'ready', use: this.#use };
    const excess = this.#excesses.get(project);
    return excess && { kind: 'closed', excess };
  }

  /** Starts to prepare the page of a project that was debugged before. */
  prepare(project: string): void {
    const last = this.#last.get(project);
    if (last === undefined || this.#isClosed || this.#excesses.has(project)) return;
    const settings = last.debugging.csharpSettings();
    // Without the relay, the app can't be kept from starting before breakpoints are set.
    if (!settings.debugRelay || this.#options.freeMemory() < memoryNeeded) return;
    const isStopping = this.#stopping.has(project);
    const wanted: PreparedPageOptions = {
      ...last,
      debugging: { ...last.debugging, csharpSettings: () => settings },
      runsServers: this.#options.runsServers(),
      waits: isStopping ? 'before start' : 'after start',
      stopsAtExceptions: (stops) => {
        if (stops) this.#stopping.add(project);
        else this.#stopping.delete(project);
      },
    };
    this.#revision++;
    this.#project = project;
    this.#breakpoints = isStopping ? undefined : last.debugging.csharpBreakpoints();
    this.#slot.keep(toKey(wanted), (unwanted) => this.#prepare(wanted, unwanted));
  }

  /** Prepares the page again, unless it stops at all breakpoints that there are now. */
  breakpointsChanged(): void {
    this.#refreshing?.dispose();
    this.#refreshing = this.#options.clock.after(quietTime, () => void this.#refresh());
  }

  /** Prepares the page again, if there is one, after a change of whether servers are started ahead. */
  async serversChanged(): Promise<void> {
    if (this.#project !== undefined) await this.#prepareAgain(this.#project);
  }

  /**
   * Takes the page of a launch if it is ready in time, and remembers the launch. Any other page of the project is
   * closed first, since it has the port of the server. Aborting `unwanted` ends the wait.
   */
  async take(
    plan: ProjectLaunchPlan,
    { candidates, debugging, host, opening, session, tools }: LoadedPageOptions,
    unwanted: AbortSignal,
  ): Promise<PreparedPage | undefined> {
    this.#refreshing?.dispose();
    this.#revision++;
    const project = await findProjectFile(plan.project).catch(() => plan.project);
    const isWanted = plan.mode === 'Debug' && plan.page !== undefined && !plan.isPrebuilt;
    // A controller chooses other ports and tokens each time.
    const isRepeatable = session.requestedBy !== 'controller';
    if (isWanted && isRepeatable) this.#excesses.delete(project);
    if (!isWanted || !isRepeatable || !debugging?.canPrepare()) return this.#leave(project);
    const settings = opening.browserSettings();
    const planning = planBrowser(plan.page.browser, settings, host.launchContext);
    // The launch reports why there is no browser.
    const browserPlan = await planning.catch(() => undefined);
    if (browserPlan === undefined || !canStartAhead(browserPlan)) return this.#leave(project);
    const { csharpBreakpoints, csharpSettings, hotReload, spareProxies } = debugging;
    const launch = {
      plan,
      browserPlan,
      candidates,
      debugging: { csharpBreakpoints, csharpSettings, spareProxies },
      host: withoutFollower(host),
      opening: { ...opening, viewer: undefined },
      isReloadable: hotReload !== undefined,
      tools,
    };
    this.#last.set(project, launch);
    return (await this.#takeInTime(toKey(launch), unwanted)) ?? this.#leave(project);
  }

  /** Closes the page of a project, if there is one. */
  discard(project: string): void {
    this.#excesses.delete(project);
    if (this.#project !== project) return;
    this.#revision++;
    this.#slot.discard();
  }

  async yieldPort(): Promise<boolean> {
    if (this.#slot.key === undefined) return false;
    this.#revision++;
    await this.#slot.close();
    return true;
  }

  /** Closes the page. None is prepared from now on. Resolves when it is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#refreshing?.dispose();
    await this.#slot.close();
  }

  async #takeInTime(key: string, unwanted: AbortSignal): Promise<PreparedPage | undefined> {
    const late = new AbortController();
    const timer = this.#options.clock.after(patience, () => late.abort());
    try {
      return await this.#slot.take(key, AbortSignal.any([unwanted, late.signal]));
    } finally {
      timer.dispose();
    }
  }

  async #refresh(): Promise<void> {
    const project = this.#project;
    if (project === undefined || this.#breakpoints === undefined) return;
    const present = this.#last.get(project)?.debugging.csharpBreakpoints() ?? [];
    if (!areCovered(present, this.#breakpoints)) await this.#prepareAgain(project);
  }

  async #prepareAgain(project: string): Promise<void> {
    if (this.#slot.key === undefined) return;
    const revision = ++this.#revision;
    await this.#slot.close();
    // A launch has begun, or a file has changed.
    if (revision === this.#revision) this.prepare(project);
  }

  async #leave(project: string): Promise<undefined> {
    if (this.#project === project) await this.#slot.close();
  }

  #onChange(): void {
    const page = this.#slot.ready;
    this.#watch?.dispose();
    this.#use = undefined;
    this.#watch =
      page &&
      new UseWatch({
        clock: this.#options.clock,
        readUses: () => this.#ports.readUses(page.pids),
        before: this.#before,
        told: (use, processorTime) => this.#onUse(use, processorTime),
      });
    this.#changed.fire();
  }

  #onUse(use: PageUse, processorTime: number): void {
    this.#use = use;
    this.#processorTime += processorTime;
    const project = this.#project;
    const excess = findExcess(use, this.#options.limits());
    if (excess === undefined || project === undefined) return this.#changed.fire();
    this.#options.log.info(`The page of ${project} was closed, since it used too much.`);
    this.#revision++;
    this.#excesses.set(project, excess);
    this.#slot.discard();
  }

  async #prepare(
    wanted: PreparedPageOptions,
    unwanted: AbortSignal,
  ): Promise<PreparedPage | undefined> {
    try {
      const before = await this.#ports.readUses([process.pid]).catch(() => new Map());
      if (unwanted.aborted) return undefined;
      this.#before = before;
      return await this.#ports.open(wanted, unwanted);
    } catch (error) {
      if (!unwanted.aborted) this.#options.log.info(`No page is prepared: ${getMessage(error)}`);
      return undefined;
    }
  }
}

/** Without what is told of the messages of one session. */
function withoutFollower({ clock, launchContext, log, programOptions }: LaunchHost): LaunchHost {
  return { clock, launchContext, log, programOptions };
}

/** Identifies launches whose pages are the same. */
function toKey({ browserPlan, debugging, isReloadable, plan }: LastLaunch): string {
  return JSON.stringify([plan, browserPlan, debugging.csharpSettings(), isReloadable]);
}
