import { onAbort } from '../../common/abort.ts';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { BrowserKind } from '../../launch/launchPlan.ts';
import { browserErrors } from '../errors.ts';
import { type BrowserOptions, type BrowserPlan, BrowserProgram } from './browserProgram.ts';
import { endedEarly, lateStart } from './browserStartFailures.ts';
import { DevToolsConnection } from '../page/devTools.ts';
import { findDevTools } from '../page/findDevTools.ts';
import { PageTargets } from '../page/pageTargets.ts';
import type { BrowserAddress } from './startOutput.ts';

/** How a browser ended. */
interface BrowserEnd {
  readonly exitCode: number | undefined;
  /** `closed`: by the user, or with its last page. */
  readonly reason: 'closed' | 'crashed' | 'ended by us';
}

/** A browser of one session. Its owner must call {@link close}, even after it has ended. */
export interface Browser {
  readonly kind: BrowserKind;
  readonly pid: number;
  /** Resolves when all of its processes have ended. */
  readonly ended: Promise<BrowserEnd>;
  /** Closes it and resolves when all processes have ended and a fresh profile is removed. */
  close(): Promise<void>;
}

/** How long a browser may take to close through DevTools, in milliseconds. */
const closeWait = 2_000;

/**
 * Starts a browser with an empty page and DevTools. Throws a HumanError if it can't be started
 * (BrowserNotExecutable, BrowserNotStarted), its profile can't be used (BrowserProfileUnusable,
 * BrowserProfileInUse), or the start was cancelled (BrowserStartAbandoned), after cleaning up.
 */
export async function startBrowser(
  plan: BrowserPlan,
  options: BrowserOptions,
): Promise<DebuggableBrowser> {
  if (options.unwanted?.aborted) throw browserErrors.BrowserStartAbandoned();
  const wishes = { devTools: 'open', page: 'about:blank' } as const;
  const program = await BrowserProgram.start(plan, wishes, options);
  const abandoning = onAbort(options.unwanted, () => void program.end());
  try {
    const address = await findDevTools(program, options);
    const pages = await watchPages(address, options);
    const pid = await program.pid;
    if (pid === undefined || pages === undefined) throw lateStart(program, options.startTimeout);
    const started = { kind: plan.browser.kind, pid, program, clock: options.clock };
    if (!options.unwanted?.aborted) return new DebuggableBrowser(started, address, pages);
    throw browserErrors.BrowserStartAbandoned();
  } catch (error) {
    await program.end();
    throw options.unwanted?.aborted ? browserErrors.BrowserStartAbandoned() : error;
  } finally {
    abandoning.dispose();
  }
}

/** Resolves to the pages of the browser; to `undefined` after the timeout. */
async function watchPages(
  { browserUri }: BrowserAddress,
  { clock, startTimeout }: BrowserOptions,
): Promise<PageTargets | undefined> {
  const connection = await DevToolsConnection.open(browserUri, clock);
  const pages = new PageTargets(connection);
  const watching = pages.watch().then(() => pages);
  const watched = await withTimeout(clock, startTimeout, watching, undefined);
  if (watched === undefined) connection.dispose();
  return watched;
}

/**
 * Starts a browser on a page, without DevTools. Throws a HumanError if it can't be started
 * (BrowserNotExecutable) or its profile can't be used (BrowserProfileUnusable, BrowserProfileInUse).
 */
export async function showBrowser(
  plan: BrowserPlan,
  url: string,
  options: BrowserOptions,
): Promise<Browser> {
  const program = await BrowserProgram.start(plan, { devTools: 'none', page: url }, options);
  const pid = await program.pid;
  if (pid !== undefined) {
    return new RunningBrowser({ kind: plan.browser.kind, pid, program, clock: options.clock });
  }
  await program.cleaned;
  throw endedEarly(program, await program.ended);
}

interface RunningBrowserOptions {
  readonly kind: BrowserKind;
  readonly pid: number;
  readonly program: BrowserProgram;
  readonly clock: Clock;
}

class RunningBrowser implements Browser {
  readonly kind: BrowserKind;
  readonly pid: number;
  readonly ended: Promise<BrowserEnd>;
  readonly #program: BrowserProgram;
  readonly #clock: Clock;
  #reason: BrowserEnd['reason'] | undefined;
  #closing: Promise<void> | undefined;

  constructor({ kind, pid, program, clock }: RunningBrowserOptions) {
    this.kind = kind;
    this.pid = pid;
    this.#program = program;
    this.#clock = clock;
    this.ended = this.#end();
  }

  close(): Promise<void> {
    return this.endFor('ended by us');
  }

  /** Ends it for a reason. The first reason is kept. */
  protected endFor(reason: BrowserEnd['reason']): Promise<void> {
    this.#reason ??= reason;
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Asks it to close. Resolves to whether it was asked. */
  protected ask(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async #close(): Promise<void> {
    const leaving = this.ask().then(async (isAsked) => {
      if (isAsked) await this.#program.ended;
    });
    await withTimeout(this.#clock, closeWait, leaving, undefined);
    await this.#program.end();
  }

  async #end(): Promise<BrowserEnd> {
    const end = await this.#program.ended;
    const exitCode = end.kind === 'exited' ? end.exitCode : undefined;
    this.#reason ??= exitCode === 0 ? 'closed' : 'crashed';
    return { exitCode, reason: this.#reason };
  }
}

/** A running browser with DevTools. */
export class DebuggableBrowser extends RunningBrowser {
  readonly devToolsPort: number;
  /** The WebSocket address of the browser target. */
  readonly browserUri: string;
  readonly pages: PageTargets;

  constructor(started: RunningBrowserOptions, address: BrowserAddress, pages: PageTargets) {
    super(started);
    this.devToolsPort = address.port;
    this.browserUri = address.browserUri;
    this.pages = pages;
    // Headless browsers, and those on macOS, keep running when their last page is closed.
    pages.closed(() => {
      if (pages.all.length === 0) void this.endFor('closed');
    });
    void this.ended.then(() => pages.dispose());
  }

  protected override async ask(): Promise<boolean> {
    return this.pages.connection.send('Browser.close').then(
      () => true,
      () => false,
    );
  }
}
