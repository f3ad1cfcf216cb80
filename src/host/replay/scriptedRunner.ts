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

type Told = Exclude<RunReport, RecordOf<'output' | 'accepted'>>;

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
    this.#canPrepare = records.some(isPreparation);
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

  /** Reports what was recorded. A promise resolves when more may be reported. */
  report(report: RunReport): Promise<void> | undefined {
    if (report.kind === 'output') return this.#output(report);
    if (report.kind === 'accepted') {
      this.#stops.shift()?.resolve();
      return undefined;
    }
    if (this.#isSupervised) this.#reportLaunch(report);
    else if (this.#events !== undefined) tell(report, this.#events);
    return undefined;
  }

  /** Whether the run model learns of it by a promise of a launch or of a preparation. */
  isPromised(input: ReplayInput): boolean {
    if (!this.#isSupervised) return false;
    if (input.kind !== 'recreation') return input.kind === 'exited';
    return input.progress === 'launching' || input.progress === 'failed';
  }

  #output(report: RecordOf<'output'>): Promise<void> | undefined {
    const events = this.#isSupervised ? this.#strategy.launched : this.#events;
    return events?.output(report.stream, Buffer.from(toOutput(report)));
  }

  /** Lets the run model make of it what the recorded run reported. */
  #reportLaunch(report: Told): void {
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
      case 'debugging':
        return this.#events?.debugging?.(report.isDebugged);
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

/** Whether a program ran on while its next launch was prepared. Otherwise it is replaced at once. */
function isPreparation(
  record: ReplayInput,
  index: number,
  records: readonly ReplayInput[],
): boolean {
  if (record.kind !== 'recreation' || record.progress !== 'preparing') return false;
  const next = records[index + 1];
  return next?.kind !== 'replacing' || next.cause !== record.cause;
}

/** Reports to the session directly, as the run model did. */
function tell(report: Told, events: RunEvents): void {
  switch (report.kind) {
    case 'waiting':
      return events.waiting();
    case 'started':
      return events.started(report.pid);
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
