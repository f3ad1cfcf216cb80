import { type Clock, withTimeout } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import type { Disposable } from '../common/disposable.ts';
import { toHumanError } from '../common/humanError.ts';
import { type Log, getMessage } from '../common/log.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import { sessionErrors } from './errors.ts';
import type { RunInputs } from './inputs/runInputs.ts';
import type { LogFiles } from './logs/logFiles.ts';
import type { Recreation, RunActivity, Runner } from './runner.ts';
import { type DebuggerChange, type Report, SessionRun } from './sessionRun.ts';
import { nextStep, type Step } from './steps.ts';
import type { SessionStore } from './store.ts';
import { WorkQueue } from '../common/workQueue.ts';

/** How long a start or a stop occupies its slot of the queue, in milliseconds. After that, it continues outside the queue. */
const slotTimeout = 2_000;

export interface ReconcilerOptions {
  readonly store: SessionStore;
  readonly runner: Runner;
  readonly logFiles: LogFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: ReconcilerLimits;
  readonly events: ReconcilerEvents;
}

interface ReconcilerLimits {
  /** The maximum number of concurrent starts. */
  readonly startWidth: number;
  /** The maximum number of concurrent requests to stop. */
  readonly stopWidth: number;
  /** The maximum number of sessions that run at the same time. Unlimited if absent. */
  readonly maxSessions?: number | undefined;
}

/** Facts of the runs of sessions, most of which the statuses don't show. */
interface ReconcilerEvents {
  report(name: string, report: Report): void;
  /** The start of a session has left the queue. */
  begun(name: string): void;
  /** The run of a session has ended, which its status doesn't show yet. */
  ending(name: string): void;
  /** Whether the program of a session is debugged has changed. */
  debugging(name: string): void;
  /** The program of a session is being restarted, which its status doesn't show. */
  replacing(name: string): void;
  /** The progress of a session's recreation. */
  recreation(name: string, progress: Recreation): void;
  /** The files that decided the present launch of a session are others; `undefined` if they are unknown. */
  inputs(name: string, inputs: RunInputs | undefined): void;
}

/**
 * Moves each session from its current to its desired state, one step at a time. It is woken with the name
 * of a session, never with a reason; asynchronous work reports facts and wakes it.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #runs = new Map<string, SessionRun>();
  readonly #waitingStarts = new Map<string, Disposable>();
  readonly #starts: WorkQueue;
  readonly #stops: WorkQueue;
  readonly #awake = new Set<string>();
  #reconciling = false;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#starts = new WorkQueue(options.limits.startWidth);
    this.#stops = new WorkQueue(options.limits.stopWidth);
  }

  /** Reconciles a session, and those that are woken during it. */
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

  /** Restarts the program of a running session. */
  restart(name: string, mode?: RunMode): void {
    this.#runs.get(name)?.restart(mode);
  }

  /** Requests a recreation; returns what is under way instead, if something is. */
  recreate(name: string): RunActivity | undefined {
    const run = this.#runs.get(name);
    return run === undefined ? 'launching' : run.recreate();
  }

  /** Attaches a debugger to the program of an active session, or detaches it. */
  changeDebugger(name: string, change: DebuggerChange): void {
    this.#runs.get(name)?.changeDebugger(change);
  }

  /** Whether the program of a session is debugged. */
  isDebugged(name: string): boolean {
    return this.#runs.get(name)?.isDebugged ?? false;
  }

  #reconcile(name: string): void {
    const session = this.#options.store.get(name);
    if (session === undefined) return;
    try {
      const step = nextStep(session, this.#runs.get(name)?.facts);
      if (step === undefined) return;
      this.#take(name, step);
      this.#awake.add(name);
    } catch (error) {
      this.#options.log.error(`Session ${name} can't be reconciled: ${getMessage(error)}`);
    }
  }

  #take(name: string, step: Step): void {
    switch (step.do) {
      case 'store':
        this.#options.store.update(name, { status: step.status });
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
    const { clock, events, logFiles, store } = this.#options;
    const uid = store.get(name)?.metadata.uid ?? name;
    const { stdout, stderr } = logFiles.paths(uid);
    store.update(name, { status: { sessionID: name, stdOutFile: stdout, stdErrFile: stderr } });
    const begun = deferred();
    const log = logFiles.open(uid, (error) => run.message('info', notKept(error)));
    const run = new SessionRun(clock, log, {
      waiting: () => begun.resolve(),
      changed: () => {
        begun.resolve();
        if (run.isOver) events.ending(name);
        this.wake(name);
      },
      debugging: () => events.debugging(name),
      replacing: () => events.replacing(name),
      recreation: (progress) => events.recreation(name, progress),
      inputs: (inputs) => events.inputs(name, inputs),
      report: (report) => events.report(name, report),
    });
    this.#runs.set(name, run);
    if (this.#isFull) return run.failed(sessionErrors.TooManySessions({ maximum: this.#maximum }));
    const waiting = this.#starts.add(async () => {
      this.#waitingStarts.delete(name);
      const timer = clock.after(slotTimeout, () => begun.resolve());
      events.begun(name);
      this.#begin(name, run);
      await begun.promise;
      timer.dispose();
    });
    this.#waitingStarts.set(name, waiting);
  }

  get #maximum(): number {
    return this.#options.limits.maxSessions ?? Infinity;
  }

  /** Whether more sessions than the maximum want to run. Those that were asked to stop don't. */
  get #isFull(): boolean {
    if (this.#runs.size <= this.#maximum) return false;
    const running = [...this.#runs.values()].filter(
      (run) => !run.isOver && !run.facts.stopRequested,
    );
    return running.length > this.#maximum;
  }

  #begin(name: string, run: SessionRun): void {
    const session = this.#options.store.get(name);
    if (session === undefined) return run.ended(undefined);
    try {
      run.begin((events) => this.#options.runner.run(session, events));
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
    const { clock } = this.#options;
    this.#stops.add(() => withTimeout(clock, slotTimeout, this.#askToStop(name, run), undefined));
  }

  async #askToStop(name: string, run: SessionRun): Promise<void> {
    try {
      await run.stop();
    } catch (error) {
      this.#options.log.error(`Session ${name} can't be asked to stop: ${getMessage(error)}`);
    }
  }

  #remove(name: string): void {
    const { log, logFiles, store } = this.#options;
    const uid = store.get(name)?.metadata.uid ?? name;
    this.#runs.delete(name);
    store.remove(name);
    logFiles.remove(uid).catch((error: unknown) => {
      log.warn(`The log files of session ${name} can't be removed: ${getMessage(error)}`);
    });
  }
}

function notKept(error: Error): string {
  return `The output of this session is no longer kept in its log file: ${error.message}. Output that a controller can't take at once may be lost.`;
}
