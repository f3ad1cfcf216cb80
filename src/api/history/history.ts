import type { Clock } from '../../common/clock.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import type { IdeSession, SessionSpec } from '../../protocol/ideSession.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { SessionChange } from '../../sessions/store.ts';
import { versionExpired, versionTooLarge } from '../answers/status.ts';
import { encodeSession } from '../resource/encode.ts';

/** A change of one session. */
export interface HistoryChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly version: number;
  readonly session: IdeSession;
  /** The session before the change, unless it was added. */
  readonly previous: IdeSession | undefined;
}

/** All sessions at one version, ordered by name. */
export interface Snapshot {
  readonly version: number;
  readonly sessions: readonly IdeSession[];
}

export interface HistoryOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  /** How many changes are kept. */
  readonly maxChanges: number;
  /** The maximum size of the kept changes, in characters of JSON. */
  readonly maxSize: number;
}

/** How long changes are recorded without anyone reading them, in milliseconds. */
const idleTimeout = 5 * 60 * 1_000;

/**
 * The last changes of all sessions, from which watches and earlier lists are served. It starts to record with
 * the first use and stops when it isn't used any more, so that it costs hosts without API clients nothing.
 */
export class History implements Disposable {
  readonly #options: HistoryOptions;
  /** By version. Versions of changes are consecutive. */
  readonly #changes = new Map<number, HistoryChange>();
  readonly #followers = new Set<() => void>();
  #isNewsDue = false;
  /** Present while changes are recorded. */
  #recording: Disposable | undefined;
  /** Changes up to this version are not kept. */
  #compacted = 0;
  #size = 0;
  #usedAt = 0;
  #current: Snapshot | undefined;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** The version of the last change. */
  get version(): number {
    return this.#options.sessions.version;
  }

  /** Returns all sessions as they are now. */
  now(): Snapshot {
    this.#use();
    const { version } = this;
    if (this.#current?.version !== version) {
      const sessions = this.#options.sessions.list().map(withoutValues);
      this.#current = { version, sessions: sessions.toSorted(byName) };
    }
    return this.#current;
  }

  /** Returns all sessions as they were. Throws a StatusError if that isn't known any more, or not yet. */
  at(version: number): Snapshot {
    const { sessions, version: current } = this.now();
    if (version === current) return { sessions, version };
    this.assertKept(version);
    const then = new Map(sessions.map((session) => [session.metadata.name, session]));
    for (let undone = current; undone > version; undone--) {
      const change = this.#changes.get(undone);
      if (change === undefined) throw tooOld(version, this.#compacted);
      const { name } = change.session.metadata;
      if (change.previous === undefined) then.delete(name);
      else then.set(name, change.previous);
    }
    return { version, sessions: [...then.values()].toSorted(byName) };
  }

  /** Throws a StatusError unless all changes after this version are kept. */
  assertKept(version: number): void {
    this.#use();
    if (version > this.version) throw versionTooLarge(version, this.version);
    if (version < this.#compacted) throw tooOld(version, this.#compacted);
  }

  /** Calls back after changes, once for all of one turn of the event loop. Changes are recorded until it is disposed of. */
  follow(callback: () => void): Disposable {
    this.#use();
    this.#followers.add(callback);
    return toDisposable(() => this.#followers.delete(callback));
  }

  /** Returns the change with this version; `undefined` if it hasn't happened or isn't kept. */
  get(version: number): HistoryChange | undefined {
    return this.#changes.get(version);
  }

  /** Whether changes after this version have been dropped. */
  isCompacted(version: number): boolean {
    return version < this.#compacted;
  }

  dispose(): void {
    this.#stop();
  }

  #use(): void {
    const { clock, sessions } = this.#options;
    this.#usedAt = clock.elapsed();
    if (this.#recording !== undefined) return;
    this.#compacted = sessions.version;
    this.#recording = sessions.changes((change) => this.#record(change));
  }

  #record(change: SessionChange): void {
    const { clock, maxChanges, maxSize } = this.#options;
    const isIdle = this.#followers.size === 0 && clock.elapsed() - this.#usedAt > idleTimeout;
    if (isIdle) return this.#stop();
    const recorded = toHistoryChange(change);
    this.#changes.set(recorded.version, recorded);
    this.#size += encodeSession(recorded.session).length;
    while (this.#changes.size > maxChanges || this.#size > maxSize) this.#dropOldest();
    this.#announce();
  }

  #announce(): void {
    if (this.#isNewsDue || this.#followers.size === 0) return;
    this.#isNewsDue = true;
    setImmediate(() => {
      this.#isNewsDue = false;
      for (const follower of this.#followers) follower();
    });
  }

  #dropOldest(): void {
    const [oldest] = this.#changes.values();
    if (oldest === undefined) return;
    this.#changes.delete(oldest.version);
    this.#size -= encodeSession(oldest.session).length;
    this.#compacted = oldest.version;
  }

  #stop(): void {
    this.#recording?.dispose();
    this.#recording = undefined;
    this.#changes.clear();
    this.#size = 0;
    this.#current = undefined;
    this.#compacted = Infinity;
  }
}

const eventTypes = { added: 'ADDED', modified: 'MODIFIED', removed: 'DELETED' } as const;

function toHistoryChange(change: SessionChange): HistoryChange {
  const session = withoutValues(change.session);
  const version = session.metadata.resourceVersion;
  const previous = change.type === 'added' ? undefined : withoutValues(change.previous);
  return { type: eventTypes[change.type], version, session, previous };
}

function tooOld(version: number, oldest: number) {
  return versionExpired(`too old resource version: ${version} (${oldest})`);
}

function byName(one: IdeSession, other: IdeSession): number {
  const [first, second] = [one.metadata.name, other.metadata.name];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Specs without values, by the complete ones. */
const bareSpecs = new WeakMap<SessionSpec, SessionSpec>();

/** Returns a session without values of variables: they are secret and may be large, so that no copy is kept. */
function withoutValues(session: IdeSession): IdeSession {
  const { spec } = session;
  if (spec.env.length === 0) return session;
  let bare = bareSpecs.get(spec);
  if (bare === undefined) {
    bare = { ...spec, env: spec.env.map(({ name }) => ({ name, value: '' })) };
    bareSpecs.set(spec, bare);
  }
  return { ...session, spec: bare };
}
