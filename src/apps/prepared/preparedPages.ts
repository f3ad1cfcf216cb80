import type { Clock } from '../../common/clock.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { canStartAhead } from '../../browser/program/spareBrowsers.ts';
import { planBrowser } from '../../browser/program/browserSettings.ts';
import type { ProjectLaunchPlan } from '../../launch/launchPlan.ts';
import { projectFileAt } from '../../dotnet/files/projectFile.ts';
import type { LaunchHost } from '../../processes/launchHost.ts';
import { SpareSlot } from '../../processes/spareSlot.ts';
import type { LoadedPageOptions, LoadedPages } from '../launch.ts';
import type { PreparedPage, PreparedPageOptions } from './preparedPage.ts';

export interface PreparedPagesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The available memory of the machine, in bytes. */
  readonly freeMemory: () => number;
}

/** How long a page waits for its launch, in milliseconds. */
const keptFor = 30 * 60_000;
/** How long a launch waits for a page that is still loading, in milliseconds. */
const patience = 30_000;
/** No page is prepared while less memory is available, in bytes. */
const memoryNeeded = 2 * 1024 ** 3;

/** Loads the code of prepared pages when it is first used. */
const openPage: typeof PreparedPage.open = async (options, unwanted) => {
  const { PreparedPage: Loaded } = await import('./preparedPage.ts');
  return Loaded.open(options, unwanted);
};

/**
 * Keeps at most one page prepared, for the next time that its client is debugged in the way of the last time.
 */
export class PreparedPages implements LoadedPages {
  readonly #options: PreparedPagesOptions;
  readonly #slot: SpareSlot<PreparedPage>;
  /** How each project was last debugged. */
  readonly #last = new Map<string, PreparedPageOptions>();
  /** The project whose page is kept. */
  #project: string | undefined;
  readonly #open: typeof PreparedPage.open;
  #isClosed = false;

  /** `open` prepares a page. */
  constructor(options: PreparedPagesOptions, open = openPage) {
    this.#options = options;
    this.#open = open;
    const { clock } = options;
    this.#slot = new SpareSlot({ clock, keptFor, ended: ({ ended }) => ended });
  }

  /** Starts to prepare the page of a project that was debugged before. */
  prepare(project: string): void {
    const last = this.#last.get(project);
    if (last === undefined || this.#isClosed) return;
    const { csharpSettings, spareProxies } = last.debugging;
    const settings = csharpSettings();
    // Without the relay, the app would start.
    if (!settings.debugRelay || this.#options.freeMemory() < memoryNeeded) return;
    const wanted = { ...last, debugging: { csharpSettings: () => settings, spareProxies } };
    this.#project = project;
    this.#slot.keep(toKey(wanted), (unwanted) => this.#prepare(wanted, unwanted));
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
    const project = await projectFileAt(plan.project).catch(() => plan.project);
    const isWanted = plan.mode === 'Debug' && plan.page !== undefined && !plan.isPrebuilt;
    // A controller chooses other ports and tokens each time.
    const isRepeatable = session.requestedBy !== 'controller';
    if (!isWanted || !isRepeatable || !debugging?.canPrepare()) return this.#leave(project);
    const settings = opening.browserSettings();
    const planning = planBrowser(plan.page.browser, settings, host.launchContext);
    // The launch reports why there is no browser.
    const browserPlan = await planning.catch(() => undefined);
    if (browserPlan === undefined || !canStartAhead(browserPlan)) return this.#leave(project);
    const { csharpSettings, hotReload, spareProxies } = debugging;
    const launch = {
      plan,
      browserPlan,
      candidates,
      debugging: { csharpSettings, spareProxies },
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
    if (this.#project === project) this.#slot.discard();
  }

  /** Closes the page. None is prepared from now on. Resolves when it is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
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

  async #leave(project: string): Promise<undefined> {
    if (this.#project === project) await this.#slot.close();
  }

  async #prepare(
    wanted: PreparedPageOptions,
    unwanted: AbortSignal,
  ): Promise<PreparedPage | undefined> {
    try {
      return await this.#open(wanted, unwanted);
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
function toKey({ browserPlan, debugging, isReloadable, plan }: PreparedPageOptions): string {
  return JSON.stringify([plan, browserPlan, debugging.csharpSettings(), isReloadable]);
}
