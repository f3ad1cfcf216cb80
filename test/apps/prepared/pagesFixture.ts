import { PreparedPages } from '../../../src/apps/prepared/preparedPages.ts';
import type { PreparedPage } from '../../../src/apps/prepared/preparedPage.ts';
import { orAborted } from '../../../src/common/abort.ts';
import { deferred } from '../../../src/common/deferred.ts';
import type { ProcessUses } from '../../../src/processes/tree/processUse.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';

export const gibibyte = 1024 ** 3;
export const project = '/src/App/App.csproj';

/** A page that was ready at some time. */
interface OpenedPage {
  readonly page: PreparedPage;
  readonly crash: () => void;
  closings: number;
}

/** Prepared pages whose browser and processes a test plays. */
export class PagesFixture {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  readonly facts = {
    freeMemory: 4 * gibibyte,
    canPrepare: true,
    debugRelay: true,
    justMyCode: true,
    requestedBy: 'user',
    runsServers: false,
  };
  readonly pages: PreparedPages;
  /** The lines of the user's breakpoints. */
  lines: readonly number[] = [];
  /** Where the pages that were opened wait. */
  readonly waits: string[] = [];
  /** Whether each of them might have started a server of the user. */
  readonly runsServers: boolean[] = [];
  stopsAtExceptions: (stops: boolean) => void = () => undefined;
  /** Settles when the pages that are opened from now on are ready. */
  ready: Promise<void> = Promise.resolve();
  /** How many pages have begun to close. */
  closing = 0;
  /** Settles when what pages hold is free. */
  free: Promise<void> = Promise.resolve();
  /** All pages that were ready at some time. */
  readonly all: OpenedPage[] = [];
  /** What the processes of a page use, and how often it was read. */
  readonly use = { memory: gibibyte, processorTime: 3_000 };
  /** What they used before they were those of a page. */
  usedBefore = 0;
  /** The processes of a page. */
  pids: readonly number[] = [1];
  limits = { memory: gibibyte, processorShare: 0.25 };
  looks = 0;

  /** `readUses` reads what processes use; a test plays it by default. */
  constructor(readUses?: (roots: readonly number[]) => Promise<ProcessUses>) {
    const { clock, log } = this;
    const freeMemory = (): number => this.facts.freeMemory;
    const open: typeof PreparedPage.open = async (options, unwanted) => {
      const { name } = options.plan;
      this.waits.push(options.waits);
      this.runsServers.push(options.runsServers);
      this.stopsAtExceptions = options.stopsAtExceptions;
      this.opened.push(name);
      await orAborted(this.ready, unwanted);
      const ended = deferred();
      const close = async (): Promise<void> => {
        this.closing++;
        const opened = this.all.find((one) => one.page === page);
        if (opened) opened.closings++;
        await this.free;
        this.closed.push(name);
        ended.resolve();
      };
      const page = { ended: ended.promise, close, pids: this.pids } as unknown as PreparedPage;
      this.all.push({ page, crash: () => ended.resolve(), closings: 0 });
      return page;
    };
    const limits = () => this.limits;
    const readPlayed = async ([root]: readonly number[]): Promise<ProcessUses> => {
      if (root === process.pid) {
        return new Map([['1 0', { memory: 0, processorTime: this.usedBefore }]]);
      }
      this.looks++;
      return new Map([['1 0', { ...this.use }]]);
    };
    const runsServers = () => this.facts.runsServers;
    const options = { clock, log, freeMemory, runsServers, limits };
    this.pages = new PreparedPages(options, { open, readUses: readUses ?? readPlayed });
  }

  take(
    plan: object = {},
    unwanted = new AbortController().signal,
  ): Promise<PreparedPage | undefined> {
    const { facts, pages } = this;
    const wanted = { mode: 'Debug', name: 'App', page: {}, project, env: [], ...plan };
    const debugging = {
      canPrepare: () => facts.canPrepare,
      csharpBreakpoints: () => this.lines.map((line) => ({ path: 'App.cs', line, column: 0 })),
      csharpSettings: () => ({ debugRelay: facts.debugRelay, justMyCode: facts.justMyCode }),
    };
    const environment = ownEnvironment;
    const launchContext = { workspace: '/', environment, platform: process.platform };
    const opening = { browserSettings: () => ({ arguments: [], headless: 'always' }) };
    const session = { requestedBy: facts.requestedBy };
    return pages.take(
      wanted as never,
      { debugging, host: { launchContext }, opening, session } as never,
      unwanted,
    );
  }
}
