import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { toHumanError } from '../../common/humanError.ts';
import { getMessage, type Log } from '../../common/log.ts';
import { sessionGroup, type SessionStatus, toTimestamp } from '../../protocol/ideSession.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import type { NewSpec } from '../../sessions/draft.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { ApiError } from '../client/apiError.ts';
import { Backoff } from '../client/backoff.ts';
import { delay } from '../client/deadline.ts';
import { isOlder, type ResourceApi } from '../client/objects.ts';
import { remoteErrors } from './errors.ts';
import {
  getRestart,
  getState,
  type Holder,
  isStopWanted,
  type RemoteSession,
} from './remoteSession.ts';

/** The part of a host's sessions that is needed here. */
export type LocalSessions = Pick<
  Sessions,
  'changes' | 'create' | 'get' | 'restart' | 'start' | 'stop'
>;

export interface RemoteRunOptions {
  readonly api: ResourceApi<RemoteSession>;
  readonly sessions: LocalSessions;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** How often the claim is renewed, in milliseconds. */
  readonly renewInterval: number;
  /** Returns this host as the holder, with the present as the time of renewal. */
  readonly holder: () => Holder;
  /** Checks a session's spec for this host. Throws a HumanError if it can't be run. */
  readonly prepare: (session: RemoteSession) => Promise<NewSpec>;
  /** Records the session as it was read or written. */
  readonly put: (session: RemoteSession) => void;
  /** The session has this name on this host. */
  readonly created: (localName: string) => void;
  /** The program has started or failed, or the run is over. */
  readonly progressed: () => void;
}

/** A session of an API server that this host has claimed: runs it, and reports its status to the server. */
export class RemoteRun implements Disposable {
  readonly name: string;
  readonly uid: string;
  readonly #options: RemoteRunOptions;
  readonly #end = new AbortController();
  readonly #backoff: Backoff;
  /** The name of the session on this host, once it exists. */
  #localName: string | undefined;
  /** The type of the launch configuration that this host chose. */
  #launchType: string | undefined;
  #status: SessionStatus = { state: 'Starting' };
  /** The status that the server has. */
  #written: SessionStatus = this.#status;
  #version: string;
  #restart: string | undefined;
  #renewed: number;
  #isWriting = false;
  #isStopped = false;

  constructor(session: RemoteSession, options: RemoteRunOptions) {
    const { name, resourceVersion, uid } = session.metadata;
    this.name = name;
    this.uid = uid;
    this.#version = resourceVersion;
    this.#restart = getRestart(session);
    this.#options = options;
    this.#renewed = options.clock.elapsed();
    this.#backoff = new Backoff({ first: 250, longest: 15_000 }, options.random);
  }

  /** The name of the session on this host; `undefined` before it exists. */
  get localName(): string | undefined {
    return this.#localName;
  }

  get isStarting(): boolean {
    return !this.isOver && this.#status.state === 'Starting';
  }

  /** The end of the session was reported, or another host has it, or it was deleted. */
  get isOver(): boolean {
    return this.#end.signal.aborted;
  }

  /** Starts the session on this host. */
  async begin(session: RemoteSession): Promise<void> {
    const { created, prepare, sessions } = this.#options;
    try {
      const spec = await prepare(session);
      if (this.isOver) return;
      this.#launchType = spec.launchConfiguration.type;
      if (this.#isStopped) return this.#report({ state: 'Stopped', ...this.#finish() });
      const name = this.#freeName();
      const labels = withoutOwnLabels(session.metadata.labels ?? {});
      sessions.create({ kind: 'api' }, spec, { name, labels });
      this.#localName = name;
      created(name);
      sessions.start(name);
    } catch (error) {
      const { code, message } = toHumanError(error, ({ reason }) =>
        remoteErrors.SessionInvalid({ problem: reason }),
      );
      this.#report({ state: 'Failed', reason: code, message, ...this.#finish() });
    }
  }

  /** Called with each status of the session on this host. */
  progress(status: SessionStatus): void {
    if (status.state !== '') this.#report(status);
  }

  /** Called with each version of the session on the server. */
  observe(session: RemoteSession): void {
    const { resourceVersion } = session.metadata;
    if (this.isOver || isOlder(resourceVersion, this.#version)) return;
    this.#version = resourceVersion;
    const state = getState(session);
    // This host has reported its end, or another host that considered this one gone.
    if (state.kind === 'over') return this.dispose();
    if (state.kind === 'unclaimed' || state.holder?.identity !== this.#options.holder().identity) {
      this.#options.log.warn(`Session ${this.name} has another holder now, so it is stopped here.`);
      return this.dispose();
    }
    if (isStopWanted(session)) this.#stop();
    const restart = getRestart(session);
    if (restart === this.#restart) return;
    this.#restart = restart;
    if (this.#localName !== undefined) this.#options.sessions.restart(this.#localName);
  }

  /** Renews the claim if it is time for it. Does nothing before. */
  renew(): void {
    if (this.#isRenewalDue) void this.#write();
  }

  /** Stops the program if it runs, without reporting it. */
  dispose(): void {
    if (this.isOver) return;
    this.#end.abort();
    this.#stop();
    this.#options.progressed();
  }

  get #isRenewalDue(): boolean {
    const { clock, renewInterval } = this.#options;
    return !this.isOver && clock.elapsed() - this.#renewed >= renewInterval;
  }

  #stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    if (this.#localName !== undefined) this.#options.sessions.stop(this.#localName);
  }

  #report(status: SessionStatus): void {
    if (this.isOver || isTerminal(this.#status.state)) return;
    this.#status = status;
    this.#options.progressed();
    // The server knows that it starts. The rest follows when it runs.
    if (status.state === 'Starting') this.#written = status;
    void this.#write();
  }

  /** Writes the status until the server has it. One write is under way at a time. */
  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    let conflicts = 0;
    while (!this.isOver) {
      const status = this.#status;
      if (this.#written === status && !this.#isRenewalDue) break;
      try {
        await this.#writeOnce(status);
        this.#backoff.reset();
        conflicts = 0;
      } catch (error) {
        // A client has changed the session, such as its desired state.
        const isChanged = error instanceof ApiError && error.isConflict && ++conflicts <= 3;
        await this.#recover(error, status, isChanged);
      }
    }
    this.#isWriting = false;
    if (isTerminal(this.#written.state)) this.dispose();
  }

  async #writeOnce(status: SessionStatus): Promise<void> {
    const { api, clock, holder, put } = this.#options;
    const now = clock.elapsed();
    const patch = {
      metadata: { resourceVersion: this.#version },
      status: {
        ...absentFields,
        ...withoutUndefined(status),
        launchType: this.#launchType,
        holder: holder(),
      },
    };
    const written = await api.patchStatus(this.name, patch, this.#end.signal);
    this.#renewed = now;
    this.#written = status;
    put(written);
    this.observe(written);
  }

  async #recover(error: unknown, status: SessionStatus, isChanged: boolean): Promise<void> {
    const { clock, log } = this.#options;
    if (this.isOver) return;
    if (error instanceof ApiError && error.isGone(this.name)) return this.dispose();
    if (error instanceof ApiError && error.status === 422) {
      log.warn(`The API server refused the status of session ${this.name}. ${error.message}`);
      // The one that follows may be accepted.
      this.#written = status;
      this.#renewed = clock.elapsed();
      return;
    }
    if (!isChanged) {
      log.debug(`The status of session ${this.name} could not be written. ${getMessage(error)}`);
      await this.#pause();
    }
    if (!this.isOver && !(await this.#readAgain())) await this.#pause();
  }

  /** Reads the session, since the answer of a write that was done may have been lost. */
  async #readAgain(): Promise<boolean> {
    const { api, put } = this.#options;
    try {
      const session = await api.get(this.name, this.#end.signal);
      if (session.metadata.uid !== this.uid) {
        this.dispose();
      } else {
        put(session);
        this.observe(session);
      }
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.isGone(this.name)) this.dispose();
      return false;
    }
  }

  /** Ends early if the run is over. */
  async #pause(): Promise<void> {
    const { clock } = this.#options;
    await delay(clock, this.#backoff.next(), this.#end.signal).catch(() => {});
  }

  #finish(): Pick<SessionStatus, 'finishTimestamp'> {
    return { finishTimestamp: toTimestamp(this.#options.clock.now()) };
  }

  /** The session's own name, unless another session on this host has it. */
  #freeName(): string {
    return this.#options.sessions.get(this.name) === undefined ? this.name : this.uid;
  }
}

/** Fields that a merge patch removes unless the status has them. */
const absentFields = {
  message: null,
  reason: null,
  sessionID: null,
  pid: null,
  startupTimestamp: null,
  finishTimestamp: null,
  exitCode: null,
  stdOutFile: null,
  stdErrFile: null,
  conditions: null,
} as const satisfies Record<keyof Omit<SessionStatus, 'state'>, null>;

function withoutUndefined(status: SessionStatus): Partial<SessionStatus> {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
}

/** The labels of this kind's group belong to the host. */
function withoutOwnLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = `${sessionGroup}/`;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith(prefix)));
}
