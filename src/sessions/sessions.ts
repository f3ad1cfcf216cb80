import { type Clock, withTimeout } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import type { Log } from '../common/log.ts';
import {
  type IdeSession,
  isRunElsewhere,
  outOfDateCondition,
  recreatedCondition,
  type SessionOwner,
  toTimestamp,
} from '../protocol/ideSession.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import { setCondition, toRecreated } from './conditions.ts';
import { type ChosenMetadata, createDraft, type NewSpec } from './draft.ts';
import { History } from './history.ts';
import { InputTracker } from './inputs/inputTracker.ts';
import type { RunInputs } from './inputs/runInputs.ts';
import { type WatchFolder, watchFolder } from './inputs/watchFolder.ts';
import { type IsConnected, Lifecycle } from './lifecycle/lifecycle.ts';
import type { LifecycleRules } from './lifecycle/rules.ts';
import type { LogLimits } from './logs/logBounds.ts';
import { type HeldOutput, LogFiles } from './logs/logFiles.ts';
import { PreparedSessions } from './prebuilds/preparedSessions.ts';
import { Reconciler } from './reconciler.ts';
import type { RunActivity, Runner } from './runner.ts';
import type { ObserveRequest } from './sessionRequest.ts';
import type { DebuggerChange, Report } from './sessionRun.ts';
import { isTerminal } from './stateTable.ts';
import { type SessionChange, type SessionPatch, SessionStore } from './store.ts';

export interface SessionsOptions extends LogLimits {
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder of the sessions' log files. */
  readonly logFolder: string;
  readonly startWidth: number;
  readonly stopWidth: number;
  /** How many ended sessions are kept, with their log files. */
  readonly history: number;
  /** When the host stops sessions by itself; never if absent. */
  readonly lifecycle?: LifecycleRules;
  /** If absent, idle sessions count as unconnected. */
  readonly isConnected?: IsConnected;
  /** Carries out each request. */
  readonly observe?: ObserveRequest;
  /** Notices changes of files; that of the operating system by default. */
  readonly watchFolder?: WatchFolder;
}

/** Output or a message of a session, in order with its state changes. */
export type SessionReport = Report & { readonly name: string };

/** The answer to a request to recreate a session. */
export type RecreationAnswer =
  | { readonly kind: 'accepted' | 'unknown' }
  | { readonly kind: 'busy'; readonly with: RunActivity | 'not running' | 'elsewhere' };

/** Versions begin with the time, so that they are larger than those of earlier hosts. */
const versionsPerMillisecond = 1_000;

/** All sessions: the interface for creating, controlling and watching them. */
export class Sessions implements Disposable {
  readonly #options: SessionsOptions;
  readonly #store: SessionStore;
  readonly #reports = new Emitter<SessionReport>();
  readonly #begun = new Emitter<string>();
  readonly #debugging = new Emitter<string>();
  readonly #reconciler: Reconciler;
  readonly #logFiles: LogFiles;
  readonly #inputs: InputTracker;
  readonly #lifecycle: Lifecycle;
  readonly #resources = new DisposableStore();
  readonly #observe: ObserveRequest;

  /** The sessions that the host prepares ahead. */
  readonly prepared: PreparedSessions;
  readonly changes: Event<SessionChange>;
  readonly reports: Event<SessionReport> = this.#reports.event;
  /** Fires with the name of a session when its start has left the queue. */
  readonly begun: Event<string> = this.#begun.event;
  /** Fires with the name of a session when {@link isDebugged} has changed. */
  readonly debugging: Event<string> = this.#debugging.event;
  /** Fires when the output of a session can't be kept any more, with the reason. */
  readonly logFailures: Event<Error>;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#observe = options.observe ?? ((_, act) => act());
    this.#store = new SessionStore(options.clock.now().getTime() * versionsPerMillisecond);
    this.changes = this.#store.watch;
    this.prepared = new PreparedSessions(this.#store);
    this.#logFiles = new LogFiles(options.logFolder, options, options.log, options.clock);
    this.logFailures = this.#logFiles.failures;
    this.#inputs = this.#resources.add(
      new InputTracker({
        clock: options.clock,
        watchFolder: options.watchFolder ?? watchFolder,
        changed: (name, condition) =>
          setCondition(this.#store, name, outOfDateCondition, condition),
        unwatched: (name, text) => this.#tell(name, text),
      }),
    );
    this.#reconciler = new Reconciler({
      ...options,
      store: this.#store,
      logFiles: this.#logFiles,
      limits: {
        startWidth: options.startWidth,
        stopWidth: options.stopWidth,
        maxSessions: options.lifecycle?.maxSessions,
      },
      events: {
        report: (name, report) => this.#reports.fire({ ...report, name }),
        begun: (name) => this.#begun.fire(name),
        ending: (name) => this.#lifecycle.end(name),
        debugging: (name) => this.#debugging.fire(name),
        replacing: (name) => this.#lifecycle.replacing(name),
        inputs: (name, inputs) => this.#track(name, inputs),
        recreation: (name, progress) => {
          const condition = toRecreated(progress, options.clock.now());
          setCondition(this.#store, name, recreatedCondition, condition);
        },
      },
    });
    this.#lifecycle = this.#resources.add(
      new Lifecycle({
        ...options,
        store: this.#store,
        sessions: this,
        tell: (name, text) => this.#tell(name, text),
      }),
    );
    const history = new History(options.history, (name) => this.remove(name));
    this.#resources.add(this.#store.watch((change) => history.onChange(change)));
  }

  /** The version of the last change of any session. */
  get version(): number {
    return this.#store.version;
  }

  get(name: string): IdeSession | undefined {
    return this.#store.get(name);
  }

  list(): readonly IdeSession[] {
    return this.#store.list();
  }

  /** Returns the stored output of a session, which is kept until it is disposed of. */
  holdOutput(name: string): HeldOutput {
    return this.#logFiles.hold(this.#store.get(name)?.metadata.uid ?? name);
  }

  /**
   * Adds a session, and starts it if that is its desired state. Takes one that was prepared for such a request
   * unless metadata is chosen. Throws if a session of the chosen name exists.
   */
  create(owner: SessionOwner, spec: NewSpec, chosen?: ChosenMetadata): IdeSession {
    const draft = this.draft(owner, spec, chosen);
    const claim = chosen === undefined ? this.prepared.find(draft) : undefined;
    const isClaim = claim !== undefined;
    return this.#observe({ do: 'create', session: claim ?? draft, isClaim }, () => {
      const session = claim === undefined ? this.#store.add(draft) : this.#store.claim(claim);
      this.#reconciler.wake(session.metadata.name);
      return session;
    });
  }

  /** Returns the session that {@link create} would add. */
  draft(owner: SessionOwner, spec: NewSpec, chosen: ChosenMetadata = {}): IdeSession {
    return createDraft(owner, spec, chosen, this.#options.clock.now());
  }

  /** Changes what clients can change. Throws if the session doesn't exist or the change isn't allowed. */
  update(name: string, patch: Omit<SessionPatch, 'status'>): IdeSession {
    return this.#observe({ do: 'update', name, desired: patch.spec?.desiredState }, () => {
      const session = this.#store.update(name, patch);
      this.#reconciler.wake(name);
      return session;
    });
  }

  /** Requests the start of a session. Does nothing if it was stopped or removed. */
  start(name: string): void {
    const session = this.#store.get(name);
    if (session === undefined || session.spec.desiredState !== '') return;
    this.#observe({ do: 'start', name }, () => this.#want(name, 'Running'));
  }

  /** Requests the end of a session. One that has not started is removed. */
  stop(name: string): void {
    const session = this.#store.get(name);
    if (session === undefined) return;
    if (session.status.state === '') return this.remove(name);
    this.#observe({ do: 'stop', name }, () => this.#want(name, 'Stopped'));
  }

  /** Restarts the program of an active session, optionally in another mode. Does nothing for other sessions. */
  restart(name: string, mode?: RunMode): void {
    this.#observe({ do: 'restart', name, mode }, () => this.#reconciler.restart(name, mode));
  }

  /**
   * Restarts the program of a running session, which runs on until the next one is built, and if it can't be.
   * The condition `Recreated` follows it.
   */
  recreate(name: string): RecreationAnswer {
    const session = this.#store.get(name);
    if (session === undefined) return { kind: 'unknown' };
    if (isRunElsewhere(session)) return { kind: 'busy', with: 'elsewhere' };
    const { state } = session.status;
    if (state === '' || isTerminal(state)) return { kind: 'busy', with: 'not running' };
    const activity = this.#observe({ do: 'recreate', name }, () => this.#reconciler.recreate(name));
    return activity === undefined ? { kind: 'accepted' } : { kind: 'busy', with: activity };
  }

  /** Whether a file decided the present launch of a session; `undefined` if that is unknown. */
  isInput(name: string, path: string): boolean | undefined {
    return this.#inputs.isInput(name, path);
  }

  /** Attaches a debugger to the program of an active session, or detaches it. Does nothing for other sessions. */
  changeDebugger(name: string, change: DebuggerChange): void {
    this.#observe({ do: change, name }, () => this.#reconciler.changeDebugger(name, change));
  }

  /** Whether the program of a session is debugged. Debuggers come and go while a session runs. */
  isDebugged(name: string): boolean {
    return this.#reconciler.isDebugged(name);
  }

  /** Requests the removal of a session, which is stopped first. */
  remove(name: string): void {
    const session = this.#store.get(name);
    if (session === undefined || session.metadata.deletionTimestamp !== undefined) return;
    const deletionTimestamp = toTimestamp(this.#options.clock.now());
    this.#observe({ do: 'remove', name }, () => {
      this.#store.update(name, { metadata: { deletionTimestamp } });
      this.#reconciler.wake(name);
    });
  }

  /** Stops all sessions. Resolves to whether they have ended within `milliseconds`. */
  async stopAll(milliseconds: number): Promise<boolean> {
    const ended = deferred<true>();
    const check = (): void => {
      if (!this.list().some(isActive)) ended.resolve(true);
    };
    const watch = this.#store.watch(check);
    for (const session of this.list()) {
      if (!isRunElsewhere(session)) this.stop(session.metadata.name);
    }
    check();
    const all = await withTimeout(this.#options.clock, milliseconds, ended.promise, false as const);
    watch.dispose();
    return all;
  }

  dispose(): void {
    this.#resources.dispose();
    this.#logFiles.dispose();
  }

  #tell(name: string, text: string): void {
    this.#reports.fire({ kind: 'message', level: 'info', text, name });
  }

  #want(name: string, desiredState: 'Running' | 'Stopped'): void {
    this.#store.update(name, { spec: { desiredState } });
    this.#reconciler.wake(name);
  }

  #track(name: string, inputs: RunInputs | undefined): void {
    if (inputs === undefined) this.#inputs.forget(name);
    else this.#inputs.track(name, inputs);
    setCondition(this.#store, name, outOfDateCondition, undefined);
  }
}

/** Whether this host runs a program of the session, or is about to. */
export function isActive(session: IdeSession): boolean {
  const { state } = session.status;
  return state !== '' && !isTerminal(state) && !isRunElsewhere(session);
}
