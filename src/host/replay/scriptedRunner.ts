import { deferred, type Deferred } from '../../common/deferred.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import type { Run, RunEvents, Runner } from '../../sessions/runner.ts';
import { superviseRun } from '../../sessions/run/supervisor.ts';
import type { RecordOf } from '../../trace/schema.ts';
import { groupBySession, isSupervised, type ReplayInput } from './inputs.ts';
import { planReplayed } from './restoredLaunch.ts';
import { ScriptedStrategy } from './scriptedStrategy.ts';
import { filler, noError, toError, toLine, toOutput, toReason } from './standIns.ts';

/** What a runner reports, as it was recorded. */
export type RunReport = Exclude<
  Extract<ReplayInput, { readonly session: string }>,
  RecordOf<'create' | 'call' | 'run' | 'ask' | 'launch'>
>;

/** A runner that reports what was recorded, once it was asked what it was asked then. */
export class ScriptedRunner implements Runner {
  readonly #runs: ReadonlyMap<string, ScriptedRun>;

  constructor(inputs: readonly ReplayInput[]) {
    const runs = [...groupBySession(inputs)].map(
      ([session, own]) => [session, new ScriptedRun(own)] as const,
    );
    this.#runs = new Map(runs);
  }

  run(session: IdeSession, events: RunEvents): Run {
    const run = this.of(session.metadata.name);
    if (run === undefined) throw new Error('Nothing was recorded of this session.');
    return run.begin(session, events);
  }

  of(session: string): ScriptedRun | undefined {
    return this.#runs.get(session);
  }
}

type Stop = Deferred<void>;

/** The run of one session. */
export class ScriptedRun {
  readonly #isSupervised: boolean;
  readonly #canPrepare: boolean;
  readonly #strategy = new ScriptedStrategy();
  readonly #asked = new Map<string, number>();
  readonly #stops: Stop[] = [];
  #events: RunEvents | undefined;
  /** The text of build output that the run model repeats as a message. */
  #repeated = false;

  constructor(records: readonly ReplayInput[]) {
    this.#isSupervised = isSupervised(records);
    this.#canPrepare = records.some(
      (record) => record.kind === 'recreation' && ['launching', 'failed'].includes(record.progress),
    );
  }

  /** How often the runner was asked this. */
  countAsked(what: string): number {
    return this.#asked.get(what) ?? 0;
  }

  begin(session: IdeSession, events: RunEvents): Run {
    this.#note('run');
    this.#events = events;
    const run = this.#isSupervised ? this.#supervise(session, events) : undefined;
    return {
      stop: () => this.#stop(run),
      restart: (mode) => {
        this.#note('restart');
        run?.restart?.(mode);
      },
      recreate: () => {
        this.#note('recreate');
        return run?.recreate?.();
      },
      attachDebugger: () => this.#note('attachDebugger'),
      detachDebugger: () => this.#note('detachDebugger'),
    };
  }

  /** Reports what was recorded. Resolves when more may be reported. */
  async report(report: RunReport): Promise<void> {
    if (report.kind === 'accepted') return this.#stops.shift()?.resolve();
    if (this.#isSupervised) return this.#reportLaunch(report);
    const events = this.#events;
    if (events !== undefined) await tell(report, events);
  }

  /** Lets the run model make of it what the recorded run reported. */
  async #reportLaunch(report: RunReport): Promise<void> {
    const { launched, preparing } = this.#strategy;
    switch (report.kind) {
      case 'exited':
        return this.#strategy.exited(report.exitCode, toError(report));
      case 'recreation':
        if (report.progress === 'launching') this.#strategy.prepared(undefined);
        if (report.progress === 'failed') this.#strategy.prepared(toReason(report));
        return;
      case 'note':
        this.#repeated = true;
        return preparing?.note(toLine(report));
      case 'message':
        if (this.#repeated) this.#repeated = false;
        else launched?.message(toLevel(report), filler(report));
        return;
      case 'started':
        return launched?.started(report.pid);
      case 'waiting':
        return launched?.waiting();
      case 'output':
        await launched?.output(report.stream, Buffer.from(toOutput(report)));
        return;
      case 'debugging':
        return this.#events?.debugging?.(report.isDebugged);
      case 'accepted':
      case 'replacing':
      case 'ended':
      case 'failed':
        return;
    }
  }

  #supervise(session: IdeSession, events: RunEvents): Run {
    const { spec } = session;
    return superviseRun({
      mode: getMode(spec.launchConfiguration),
      create: () => {
        if (spec.launchConfiguration.type !== 'other') planReplayed(spec);
        return this.#strategy.create(this.#canPrepare);
      },
      events,
    });
  }

  async #stop(run: Run | undefined): Promise<void> {
    this.#note('stop');
    const accepted: Stop = deferred();
    this.#stops.push(accepted);
    await run?.stop();
    await accepted.promise;
  }

  #note(what: string): void {
    this.#asked.set(what, this.countAsked(what) + 1);
  }
}

/** Reports to the session directly, as the run model did. */
async function tell(report: RunReport, events: RunEvents): Promise<void> {
  switch (report.kind) {
    case 'waiting':
      return events.waiting();
    case 'started':
      return events.started(report.pid);
    case 'output':
      await events.output(report.stream, Buffer.from(toOutput(report)));
      return;
    case 'message':
      return events.message(toLevel(report), filler(report));
    case 'note':
      return events.note?.(toLine(report));
    case 'debugging':
      return events.debugging?.(report.isDebugged);
    case 'replacing':
      return events.replacing?.();
    case 'recreation': {
      const { progress } = report;
      if (progress !== 'failed') return events.recreation?.({ kind: progress });
      return events.recreation?.({ kind: progress, error: toError(report) ?? noError });
    }
    case 'accepted':
    case 'exited':
      return;
    case 'ended':
      return events.ended(report.exitCode);
    case 'failed':
      return events.failed(toError(report) ?? noError);
  }
}

function toLevel({ level }: RecordOf<'message'>): 'info' | 'debug' {
  return level === 'error' ? 'info' : level;
}
