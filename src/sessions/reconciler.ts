import { type Clock, within } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import type { Disposable } from '../common/disposable.ts';
import { toHumanError } from '../common/humanError.ts';
import { type Log, messageOf } from '../common/log.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import { sessionErrors } from './errors.ts';
import type { LogFiles } from './logs/logFiles.ts';
import type { Runner } from './runner.ts';
import { type DebuggerChange, type Report, SessionRun } from './sessionRun.ts';
import { nextStep, type Step } from './steps.ts';
import type { SessionStore } from './store.ts';
import { WorkQueue } from '../common/workQueue.ts';

/** A start or a stop that takes longer, in milliseconds, gives its place in the queue to the next one, and goes on. */
const longestPlaceInQueue = 2_000;

/** What the reconciler stands on. */
export interface ReconcilerParts {
  readonly store: SessionStore;
  readonly runner: Runner;
  readonly logFiles: LogFiles;
  readonly clock: Clock;
  readonly log: Log;
  /** How many starts are under way at most. */
  readonly startWidth: number;
  /** How many requests to stop are under way at most. */
  readonly stopWidth: number;
  report(name: string, report: Report): void;
}

/**
 * Brings every session from what it is to what it should be, one step at a time.
 * It is told only which session to look at, never why; asynchronous work reports facts and wakes it.
 */
export class Reconciler {
  readonly #parts: ReconcilerParts;
  readonly #runs = new Map<string, SessionRun>();
  readonly #waitingStarts = new Map<string, Disposable>();
  readonly #starts: WorkQueue;
  readonly #stops: WorkQueue;
  readonly #awake = new Set<string>();
  #reconciling = false;

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
    this.#starts = new WorkQueue(parts.startWidth);
    this.#stops = new WorkQueue(parts.stopWidth);
  }

  /** Looks at a session, and at all that were woken meanwhile. */
  wake(name: string): void {
    this.#awake.add(name);
    if (this.#reconciling) return;
    this.#reconciling = true;
    try {
      for (const next of this.#awake) {
        this.#awake.delete(next);
        this.#reconcile(next);
      }
    } finally {
      this.#reconciling = false;
    }
  }

  /** Begins a running session's program anew. */
  restart(name: string, mode?: RunMode): void {
    this.#runs.get(name)?.restart(mode);
  }

  /** Gives an active session's program a debugger, or takes it away. */
  changeDebugger(name: string, change: DebuggerChange): void {
    this.#runs.get(name)?.changeDebugger(change);
  }

  #reconcile(name: string): void {
    const session = this.#parts.store.get(name);
    if (session === undefined) return;
    try {
      const step = nextStep(session, this.#runs.get(name)?.facts);
      if (step === undefined) return;
      this.#take(name, step);
      this.#awake.add(name);
    } catch (error) {
      this.#parts.log.error(`Session ${name} can't be reconciled: ${messageOf(error)}`);
    }
  }

  #take(name: string, step: Step): void {
    switch (step.do) {
      case 'store':
        this.#parts.store.update(name, { status: step.status });
        return;
      case 'start':
        return this.#start(name);
      case 'stop':
        return this.#stop(name);
      case 'remove':
        return this.#remove(name);
    }
  }

  #start(name: string): void {
    const { clock, logFiles, store } = this.#parts;
    const { stdout, stderr } = logFiles.paths(name);
    store.update(name, { status: { sessionID: name, stdOutFile: stdout, stdErrFile: stderr } });
    const begun = deferred();
    const log = logFiles.open(name, (error) => run.message('info', notKept(error)));
    const run = new SessionRun(clock, log, {
      waiting: () => begun.resolve(),
      changed: () => {
        begun.resolve();
        this.wake(name);
      },
      report: (report) => this.#parts.report(name, report),
    });
    this.#runs.set(name, run);
    const waiting = this.#starts.add(async () => {
      this.#waitingStarts.delete(name);
      const timer = clock.after(longestPlaceInQueue, () => begun.resolve());
      this.#begin(name, run);
      await begun.promise;
      timer.dispose();
    });
    this.#waitingStarts.set(name, waiting);
  }

  #begin(name: string, run: SessionRun): void {
    const session = this.#parts.store.get(name);
    if (session === undefined) return run.ended(undefined);
    try {
      run.begin((events) => this.#parts.runner.run(session, events));
    } catch (error) {
      run.failed(toHumanError(error, sessionErrors.RunNotStarted));
    }
  }

  #stop(name: string): void {
    const run = this.#runs.get(name);
    if (run === undefined) return;
    run.requestStop();
    const waiting = this.#waitingStarts.get(name);
    if (waiting !== undefined) {
      this.#waitingStarts.delete(name);
      waiting.dispose();
      run.ended(undefined);
      return;
    }
    const { clock } = this.#parts;
    this.#stops.add(() =>
      within(clock, longestPlaceInQueue, this.#askToStop(name, run), undefined),
    );
  }

  async #askToStop(name: string, run: SessionRun): Promise<void> {
    try {
      await run.stop();
    } catch (error) {
      this.#parts.log.error(`Session ${name} can't be asked to stop: ${messageOf(error)}`);
    }
  }

  #remove(name: string): void {
    const { log, logFiles, store } = this.#parts;
    this.#runs.delete(name);
    store.remove(name);
    logFiles.remove(name).catch((error: unknown) => {
      log.warn(`The log files of session ${name} can't be removed: ${messageOf(error)}`);
    });
  }
}

function notKept(error: Error): string {
  return `The output of this session is no longer kept in its log file: ${error.message}. Output that a controller can't take at once may be lost.`;
}
