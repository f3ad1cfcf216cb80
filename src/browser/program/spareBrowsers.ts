import { type Clock, withTimeout } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { SpareSlot, type Start } from '../../processes/spareSlot.ts';
import type { PageTargets } from '../page/pageTargets.ts';
import { isHeadless } from './browserFlags.ts';
import type { DebuggableBrowser } from './browserProcess.ts';
import type { BrowserPlan } from './browserProgram.ts';

export interface SpareBrowsersOptions {
  readonly clock: Clock;
  /** The available memory of the machine, in bytes. */
  readonly freeMemory: () => number;
}

/** What is asked of a browser that is kept. */
interface KeepableBrowser extends Pick<DebuggableBrowser, 'ended' | 'close'> {
  readonly pages: Pick<PageTargets, 'list' | 'crashed'>;
}

/** How long an unused browser is kept, in milliseconds. */
const keptFor = 5 * 60_000;
/** No browser is started ahead while less memory is available, in bytes. */
const memoryNeeded = 2 * 1024 ** 3;
/** How long no session may have a browser before one is started for the next, in milliseconds. */
const pause = 3_000;
/**
 * How long a kept browser may take to respond, in milliseconds. On a busy machine, a new one would take even
 * longer.
 */
const answerTimeout = 10_000;

/**
 * Keeps at most one browser that no session has used, for the next session: a new process with a fresh profile
 * and an empty page. Only browsers without a window are kept.
 */
export class SpareBrowsers<B extends KeepableBrowser = DebuggableBrowser> {
  readonly #options: SpareBrowsersOptions;
  readonly #spare: SpareSlot<B>;
  /** Which change of settings each browser of a session was started after. */
  readonly #startedAfter = new WeakMap<B, number>();
  #changes = 0;
  /** How many browsers sessions have or start. */
  #inUse = 0;
  #waiting: Disposable | undefined;
  #isClosed = false;

  constructor(options: SpareBrowsersOptions) {
    this.#options = options;
    const { clock } = options;
    const ended = (one: B): Promise<unknown> => Promise.race([one.ended, crash(one)]);
    this.#spare = new SpareSlot({ clock, keptFor, ended });
  }

  /** Starts a browser for the next session, unless there is one, a session has one or memory is short. */
  prepare(plan: BrowserPlan, start: Start<B>): void {
    const key = getKey(plan);
    if (key === undefined || this.#spare.key !== undefined) return;
    if (this.#inUse === 0 && this.#hasRoom()) this.#spare.keep(key, start);
  }

  /** Takes the kept browser if it was started by the same plan, otherwise starts one. Rejects as `start` does. */
  async take(plan: BrowserPlan, start: Start<B>, unwanted: AbortSignal): Promise<B> {
    this.#inUse++;
    this.#waiting?.dispose();
    const changes = this.#changes;
    try {
      const browser = (await this.#takeKept(plan, unwanted)) ?? (await start(unwanted));
      this.#startedAfter.set(browser, changes);
      return browser;
    } catch (error) {
      this.#inUse--;
      throw error;
    }
  }

  /**
   * Closes the browser of a session that has ended. When no session has one, another is started for the next,
   * unless settings have changed since.
   */
  async giveBack(plan: BrowserPlan, browser: B, start: Start<B>): Promise<void> {
    await browser.close().finally(() => this.#inUse--);
    this.#waiting?.dispose();
    if (this.#isClosed || this.#startedAfter.get(browser) !== this.#changes) return;
    this.#waiting = this.#options.clock.after(pause, () => this.prepare(plan, start));
  }

  /** Ends the kept browser, whose settings have changed. No browser like those of present sessions is started. */
  discard(): void {
    this.#changes++;
    this.#waiting?.dispose();
    this.#spare.discard();
  }

  /** Ends the kept browser. None is kept from now on. Resolves when it has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting?.dispose();
    await this.#spare.close();
  }

  async #takeKept(plan: BrowserPlan, unwanted: AbortSignal): Promise<B | undefined> {
    const key = getKey(plan);
    // The user wants another kind of browser now.
    if (key !== this.#spare.key) this.#spare.discard();
    const kept = key === undefined ? undefined : await this.#spare.take(key, unwanted);
    if (kept === undefined || (await this.#isUnused(kept))) return kept;
    // The session doesn't wait for it, since it may be slow to end.
    this.#spare.end(kept);
    return undefined;
  }

  /** Whether a browser responds, and has nothing but its empty page. */
  async #isUnused({ pages }: B): Promise<boolean> {
    const listing = pages.list().catch(() => []);
    const all = await withTimeout(this.#options.clock, answerTimeout, listing, []);
    return all.length === 1 && all[0]?.url === 'about:blank';
  }

  #hasRoom(): boolean {
    return !this.#isClosed && this.#options.freeMemory() >= memoryNeeded;
  }
}

/** Resolves when a page of the browser has crashed, which then has no process until it is loaded again. */
function crash({ pages }: KeepableBrowser): Promise<void> {
  return new Promise((resolve) => {
    const listening = pages.crashed(() => {
      listening.dispose();
      resolve();
    });
  });
}

/**
 * Identifies plans whose browsers are the same; `undefined` for those that are never kept, since they have a
 * window, or something that another browser may need or has used.
 */
function getKey(plan: BrowserPlan): string | undefined {
  const { display, extraArguments, profile } = plan;
  const hasOwn = profile.kind === 'fresh' && extraArguments.every(isSafeToKeep);
  return hasOwn && isHeadless(plan, display) ? JSON.stringify(plan) : undefined;
}

/** Whether a browser can be started before its session. */
export function canStartAhead(plan: BrowserPlan): boolean {
  return getKey(plan) !== undefined;
}

/** Whether an argument leaves the browser its own profile and port, and its empty page. */
function isSafeToKeep(argument: string): boolean {
  return /^--(?!user-data-dir|remote-debugging-)/.test(argument);
}
