import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { getMessage, type Log } from '../../common/log.ts';
import { hostLabel, toTimestamp } from '../../protocol/ideSession.ts';
import type { NewSpec } from '../../sessions/draft.ts';
import { ApiError } from '../client/apiError.ts';
import { Backoff } from '../client/backoff.ts';
import { delay } from '../client/deadline.ts';
import { Informer } from '../client/informer.ts';
import type { ResourceApi } from '../client/objects.ts';
import { remoteErrors } from './errors.ts';
import { FreeSessions } from './freeSessions.ts';
import { HolderWatch } from './holderWatch.ts';
import { type LocalSessions, RemoteRun } from './remoteRun.ts';
import { getState, type Holder, isWanted, type RemoteSession } from './remoteSession.ts';

/** How often claims are renewed and looked at, in milliseconds. */
const tick = 2_000;
/** How often a host renews a claim, in milliseconds. */
const renewInterval = 20_000;
/** After how many seconds without renewal a host is considered gone. */
const leaseSeconds = 60;

/** How long a host that lost a claim waits for the watch to report the holder, in milliseconds. */
const conflictPause = 100;

export interface RemoteSessionsOptions {
  readonly api: ResourceApi<RemoteSession>;
  readonly sessions: LocalSessions;
  /** The value of the label that chooses the sessions. */
  readonly hostName: string;
  /** Unique to this process. */
  readonly identity: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** How many sessions start at once. */
  readonly startWidth: number;
  /** Checks a session's spec for this host. Throws a HumanError if it can't be run. */
  readonly prepare: (session: RemoteSession) => Promise<NewSpec>;
}

/**
 * Runs the sessions of an API server that are labelled with the name of this host. Several hosts can have
 * one name: a session belongs to the one whose claim the server accepts, and is begun only after that, so
 * that it never runs twice. A host claims as many sessions as it can start at once.
 */
export class RemoteSessions implements Disposable {
  readonly #options: RemoteSessionsOptions;
  readonly #informer: Informer<RemoteSession>;
  readonly #runs = new Map<string, RemoteRun>();
  /** The same runs, by the names of their sessions on this host. */
  readonly #runsByLocalName = new Map<string, RemoteRun>();
  readonly #starting = new Set<RemoteRun>();
  /** The uid of the last session of each name that was begun here. */
  readonly #begun = new Map<string, string>();
  readonly #busy = new Set<string>();
  readonly #free: FreeSessions;
  readonly #holders: HolderWatch;
  readonly #claimBackoff: Backoff;
  readonly #resources = new DisposableStore();
  readonly #end = new AbortController();
  #nextTick: Disposable | undefined;
  #isConnected = false;
  #isClaiming = true;

  constructor(options: RemoteSessionsOptions) {
    const { clock, hostName, log, random, sessions } = options;
    this.#options = options;
    this.#free = new FreeSessions(random);
    this.#holders = new HolderWatch(clock);
    this.#claimBackoff = new Backoff({ first: 250, longest: 15_000 }, random);
    this.#informer = this.#resources.add(
      new Informer<RemoteSession>({
        api: options.api,
        selection: { labelSelector: `${hostLabel}=${hostName}` },
        clock,
        log,
        random,
        changed: (name) => this.#look(name),
        connected: (isConnected) => this.#connect(isConnected),
      }),
    );
    this.#resources.add(
      sessions.changes(({ session, type }) => {
        if (type === 'removed') return;
        this.#runsByLocalName.get(session.metadata.name)?.progress(session.status);
      }),
    );
    this.#tickLater();
  }

  start(): void {
    this.#informer.start();
  }

  /** Claims no more sessions. Those that run go on. */
  stopClaiming(): void {
    this.#isClaiming = false;
  }

  /** Resolves when the end of every session was reported, or after `milliseconds`. */
  async flush(milliseconds: number): Promise<void> {
    const until = this.#options.clock.elapsed() + milliseconds;
    while (this.#runs.size > 0 && this.#options.clock.elapsed() < until) {
      await delay(this.#options.clock, 25);
    }
  }

  /** Stops what still runs, without reporting it. */
  dispose(): void {
    if (this.#end.signal.aborted) return;
    this.stopClaiming();
    this.#end.abort();
    this.#resources.dispose();
    this.#nextTick?.dispose();
    for (const run of this.#runs.values()) run.dispose();
  }

  #connect(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#options.log.info(
      isConnected ? 'Connected to the API server.' : 'Disconnected from the API server.',
    );
    if (!isConnected) return;
    this.#holders.reset();
    this.#claimNext();
  }

  /** Reconciles a session with its current state on the server. */
  #look(name: string): void {
    const session = this.#informer.get(name);
    const run = this.#runs.get(name);
    if (session === undefined) this.#begun.delete(name);
    if (run !== undefined && run.uid !== session?.metadata.uid) run.dispose();
    if (session === undefined) return this.#free.set(name, false);
    const state = getState(session);
    this.#free.set(name, state.kind === 'unclaimed' && isWanted(session) && !this.#busy.has(name));
    if (run?.uid === session.metadata.uid) run.observe(session);
    else if (state.kind === 'held' && state.holder?.identity === this.#options.identity) {
      this.#begin(session);
    }
    this.#claimNext();
  }

  /** Begins a session that this host holds, unless it has begun it before. */
  #begin(session: RemoteSession): void {
    const { name, uid } = session.metadata;
    if (this.#begun.get(name) === uid || this.#end.signal.aborted) return;
    this.#begun.set(name, uid);
    const run: RemoteRun = new RemoteRun(session, {
      ...this.#options,
      // A little earlier for some, so that not all claims are renewed together.
      renewInterval: renewInterval * (0.8 + this.#options.random() / 5),
      holder: () => this.#toHolder(),
      put: (newer) => this.#informer.put(newer),
      created: (localName) => this.#runsByLocalName.set(localName, run),
      progressed: () => this.#progressed(run),
    });
    this.#runs.set(name, run);
    this.#starting.add(run);
    void run.begin(session);
  }

  #progressed(run: RemoteRun): void {
    if (!run.isStarting) this.#starting.delete(run);
    if (run.isOver) {
      if (this.#runs.get(run.name) === run) this.#runs.delete(run.name);
      this.#runsByLocalName.delete(run.localName ?? '');
    }
    this.#claimNext();
  }

  #claimNext(): void {
    if (!this.#isConnected || !this.#isClaiming) return;
    for (
      let starting = this.#busy.size + this.#starting.size;
      starting < this.#options.startWidth;
      starting++
    ) {
      const name = this.#free.take();
      if (name === undefined) return;
      this.#busy.add(name);
      void this.#claim(name);
    }
  }

  async #claim(name: string): Promise<void> {
    const { api, clock, log } = this.#options;
    const { signal } = this.#end;
    let tried: string | undefined;
    try {
      const pause = this.#free.delay;
      if (pause > 0) await delay(clock, pause, signal);
      const session = this.#informer.get(name);
      if (session === undefined || getState(session).kind !== 'unclaimed') return;
      const { resourceVersion } = session.metadata;
      tried = resourceVersion;
      const status = { state: 'Starting', holder: this.#toHolder() };
      this.#informer.put(
        await api.patchStatus(name, { metadata: { resourceVersion }, status }, signal),
      );
      this.#free.won();
      this.#claimBackoff.reset();
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.isGone(name))) return;
      if (error instanceof ApiError && error.isConflict) {
        this.#free.lost();
        // The watch usually reports the holder without another request.
        await delay(clock, conflictPause, signal).catch(() => {});
        if (this.#informer.get(name)?.metadata.resourceVersion !== tried) return;
      } else {
        log.warn(`Session ${name} could not be claimed. ${getMessage(error)}`);
        await delay(clock, this.#claimBackoff.next(), signal).catch(() => {});
      }
      await this.#readAgain(name);
    } finally {
      this.#busy.delete(name);
      if (!signal.aborted) this.#look(name);
    }
  }

  async #readAgain(name: string): Promise<void> {
    try {
      this.#informer.put(await this.#options.api.get(name, this.#end.signal));
    } catch (error) {
      this.#options.log.debug(`Session ${name} could not be read. ${getMessage(error)}`);
    }
  }

  #tickLater(): void {
    this.#nextTick = this.#options.clock.after(tick, () => {
      this.#lookAround();
      this.#tickLater();
    });
  }

  /** Renews this host's claims, and ends the sessions of hosts that are gone. */
  #lookAround(): void {
    for (const run of this.#runs.values()) run.renew();
    if (!this.#isConnected || !this.#isClaiming) return;
    for (const session of this.#informer.values()) {
      const { name, uid } = session.metadata;
      const state = getState(session);
      if (state.kind !== 'held' || state.holder?.identity === this.#options.identity) {
        this.#holders.forget(uid);
      } else if (this.#holders.isLost(uid, state.holder) && !this.#busy.has(name)) {
        this.#busy.add(name);
        void this.#giveUp(session, state.holder);
      }
    }
  }

  /** Reports the end of a session whose host is gone, unless that has renewed its claim. */
  async #giveUp(session: RemoteSession, holder: Holder | undefined): Promise<void> {
    const { api, clock, log } = this.#options;
    const { name, resourceVersion, uid } = session.metadata;
    const { code, message } = remoteErrors.SessionHostLost({ host: holder?.identity ?? 'unknown' });
    try {
      const status = {
        state: 'Failed',
        reason: code,
        message,
        finishTimestamp: toTimestamp(clock.now()),
        holder: this.#toHolder(),
      };
      this.#informer.put(
        await api.patchStatus(name, { metadata: { resourceVersion }, status }, this.#end.signal),
      );
      log.warn(`Session ${name} has failed, since its host ${holder?.identity ?? ''} is gone.`);
    } catch (error) {
      // Another host was faster, or the next attempt follows after the lease time.
      log.debug(`Session ${name} could not be ended. ${getMessage(error)}`);
      this.#holders.forget(uid);
    } finally {
      this.#busy.delete(name);
    }
  }

  #toHolder(): Holder {
    const { clock, identity } = this.#options;
    return { identity, renewTime: toTimestamp(clock.now()), leaseSeconds };
  }
}
