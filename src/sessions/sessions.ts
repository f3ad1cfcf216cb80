import { randomUUID } from 'node:crypto';
import { type Clock, within } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import type { Log } from '../common/log.ts';
import {
  type IdeSession,
  type SessionOwner,
  type SessionSpec,
  toTimestamp,
} from '../protocol/ideSession.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import type { LogLimits } from './logs/logBounds.ts';
import { LogFiles, type StoredOutput } from './logs/logFiles.ts';
import { Reconciler } from './reconciler.ts';
import type { Runner } from './runner.ts';
import type { DebuggerChange, Report } from './sessionRun.ts';
import { isTerminal } from './stateTable.ts';
import { type SessionChange, SessionStore } from './store.ts';

export interface SessionsOptions extends LogLimits {
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
  /** Where each session's output is kept. */
  readonly logFolder: string;
  readonly startWidth: number;
  readonly stopWidth: number;
  /** How many ended sessions are remembered, with their log files. */
  readonly history: number;
}

/** A session's output or message, in order with the changes of its state. */
export type SessionReport = Report & { readonly name: string };

/** Everything that runs or ran: the room's face to all who ask for sessions or watch them. */
export class Sessions implements Disposable {
  readonly #options: SessionsOptions;
  readonly #store = new SessionStore();
  readonly #reports = new Emitter<SessionReport>();
  readonly #reconciler: Reconciler;
  readonly #logFiles: LogFiles;
  readonly #owned = new DisposableStore();
  readonly #finished = new Set<string>();

  readonly changes: Event<SessionChange> = this.#store.watch;
  readonly reports: Event<SessionReport> = this.#reports.event;
  /** Why the output of a session is no longer kept. */
  readonly logFailures: Event<Error>;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#logFiles = new LogFiles(options.logFolder, options, options.log);
    this.logFailures = this.#logFiles.failures;
    this.#reconciler = new Reconciler({
      ...options,
      store: this.#store,
      logFiles: this.#logFiles,
      report: (name, report) => this.#reports.fire({ ...report, name }),
    });
    this.#owned.add(this.#store.watch((change) => this.#forgetOldest(change)));
  }

  get(name: string): IdeSession | undefined {
    return this.#store.get(name);
  }

  list(): readonly IdeSession[] {
    return this.#store.list();
  }

  /** What a session's program has written, to be read back; kept until it is disposed. */
  holdOutput(name: string): StoredOutput {
    return this.#logFiles.hold(name);
  }

  /** Adds a session that waits for {@link start}. */
  create(owner: SessionOwner, spec: Omit<SessionSpec, 'desiredState'>): IdeSession {
    const creationTimestamp = toTimestamp(this.#options.clock.now());
    return this.#store.add({
      metadata: { name: randomUUID(), owner, creationTimestamp, resourceVersion: 0 },
      spec: { ...spec, desiredState: '' },
      status: { state: '' },
    });
  }

  /** Wants a session to run; does nothing for one that was stopped or is gone. */
  start(name: string): void {
    const session = this.#store.get(name);
    if (session === undefined || session.spec.desiredState !== '') return;
    this.#store.update(name, { spec: { desiredState: 'Running' } });
    this.#reconciler.wake(name);
  }

  /** Wants a session to end; one that never began is removed, one that is gone stays so. */
  stop(name: string): void {
    const session = this.#store.get(name);
    if (session === undefined) return;
    if (session.status.state === '') return this.remove(name);
    this.#store.update(name, { spec: { desiredState: 'Stopped' } });
    this.#reconciler.wake(name);
  }

  /** Begins the program of an active session anew, in another mode if one is given; others are left alone. */
  restart(name: string, mode?: RunMode): void {
    this.#reconciler.restart(name, mode);
  }

  /** Gives the program of an active session a debugger, or takes it away; others are left alone. */
  changeDebugger(name: string, change: DebuggerChange): void {
    this.#reconciler.changeDebugger(name, change);
  }

  /** Wants a session to be gone: stops it first, if it is active. */
  remove(name: string): void {
    if (this.#store.get(name) === undefined) return;
    const deletionTimestamp = toTimestamp(this.#options.clock.now());
    this.#store.update(name, { metadata: { deletionTimestamp } });
    this.#reconciler.wake(name);
  }

  /** Stops all and resolves when they have ended, to false if some have not after `milliseconds`. */
  async stopAll(milliseconds: number): Promise<boolean> {
    const ended = deferred<true>();
    const check = (): void => {
      if (!this.list().some(isActive)) ended.resolve(true);
    };
    const watch = this.#store.watch(check);
    for (const session of this.list()) this.stop(session.metadata.name);
    check();
    const all = await within(this.#options.clock, milliseconds, ended.promise, false as const);
    watch.dispose();
    return all;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#logFiles.dispose();
  }

  #forgetOldest(change: SessionChange): void {
    const { metadata, status } = change.session;
    if (change.type === 'removed') this.#finished.delete(metadata.name);
    if (change.type !== 'modified' || metadata.deletionTimestamp !== undefined) return;
    if (!isTerminal(status.state)) return;
    this.#finished.add(metadata.name);
    for (const oldest of this.#finished) {
      if (this.#finished.size <= this.#options.history) return;
      this.#finished.delete(oldest);
      this.remove(oldest);
    }
  }
}

/** Whether something runs, or soon will, for this session. */
export function isActive(session: IdeSession): boolean {
  return session.status.state !== '' && !isTerminal(session.status.state);
}
