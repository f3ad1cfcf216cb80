import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { type IdeSession, isUnclaimed } from '../../protocol/ideSession.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import type { SessionChange } from '../../sessions/store.ts';
import type { Delivery } from '../../endpoint/delivery/delivery.ts';
import { type PendingSession, writeHostState } from './hostState.ts';
import { type Identity, keepIdentity, type KeptIdentity } from '../../common/server/identity.ts';

export interface StateKeeperOptions {
  readonly path: string;
  readonly identity: Identity;
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long to wait for the disk at most, in milliseconds. */
const writeTimeout = 1_000;

/**
 * Persists the identities of this host and of its API, and the sessions whose end was not confirmed. Await {@link saved}
 * before a controller is told of a new session, so that the session isn't forgotten after a crash.
 */
export class StateKeeper implements Disposable {
  readonly #options: StateKeeperOptions;
  readonly #pending = new Map<string, PendingSession>();
  readonly #resources = new DisposableStore();
  #port: number | undefined;
  #api: KeptIdentity | undefined;
  #isChanged = false;
  #writing: Promise<void> | undefined;
  #hasFailed = false;

  constructor(options: StateKeeperOptions) {
    const { delivery, sessions } = options;
    this.#options = options;
    this.#resources.add(sessions.changes((change) => this.#onChange(change)));
    this.#resources.add(delivery.endsHeard((id) => this.#forget(({ id: other }) => other === id)));
    this.#resources.add(
      delivery.controllersLost((lost) => this.#forget(({ controller }) => controller === lost)),
    );
  }

  /**
   * Starts persisting the state. `pending` are the sessions of earlier hosts whose end was not confirmed, and
   * `api` is the identity of their API.
   */
  async begin(
    port: number,
    pending: readonly PendingSession[],
    api: KeptIdentity | undefined,
  ): Promise<void> {
    for (const session of pending) this.#pending.set(session.id, session);
    this.#port = port;
    this.#api = api;
    this.#save();
    await this.saved();
  }

  /** The identity of the API, of this host or an earlier one. */
  get api(): KeptIdentity | undefined {
    return this.#api;
  }

  /** Persists the identity of the API; `undefined` if it is not to be used again. */
  async keepApi(identity: KeptIdentity | undefined): Promise<void> {
    this.#api = identity;
    this.#save();
    await this.saved();
  }

  /** Resolves when the current state is written, if the file can be written. */
  async saved(): Promise<void> {
    const { clock } = this.#options;
    await withTimeout(clock, writeTimeout, this.#writing ?? Promise.resolve(), undefined);
  }

  /** Writes the last state and stops. */
  async close(): Promise<void> {
    this.dispose();
    await this.saved();
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #onChange(change: SessionChange): void {
    const { session } = change;
    const { name, owner } = session.metadata;
    if (owner.kind !== 'controller') return;
    const controller = owner.instanceId;
    switch (change.type) {
      case 'added':
        this.#pending.set(name, { id: name, controller });
        return this.#save();
      case 'modified':
        if (isUnclaimed(change.previous)) {
          this.#pending.set(name, { id: name, controller });
          return this.#save();
        }
        if (!isTerminal(session.status.state) || !this.#pending.has(name)) return;
        this.#pending.set(name, { id: name, controller, end: getEnd(session) });
        return this.#save();
      case 'removed':
        // The end of a terminated session may not be confirmed yet.
        if (isTerminal(session.status.state)) return;
        return this.#forget(({ id }) => id === name);
    }
  }

  #forget(isForgotten: (session: PendingSession) => boolean): void {
    for (const session of this.#pending.values()) {
      if (isForgotten(session)) this.#pending.delete(session.id);
    }
    this.#save();
  }

  #save(): void {
    if (this.#port === undefined) return;
    this.#isChanged = true;
    this.#writing ??= this.#write(this.#port).finally(() => (this.#writing = undefined));
  }

  /** Writes until the file is current. Changes during a write are combined in the next one. */
  async #write(port: number): Promise<void> {
    const { identity, log, path } = this.#options;
    const own = keepIdentity(identity, port);
    while (this.#isChanged) {
      this.#isChanged = false;
      const sessions = [...this.#pending.values()];
      try {
        await writeHostState(path, { version: 1, ...own, api: this.#api, sessions });
        this.#hasFailed = false;
      } catch (error) {
        if (!this.#hasFailed) {
          log.warn(
            `The state file can't be written: ${getMessage(error)}. Controllers won't reconnect after a crash.`,
          );
        }
        this.#hasFailed = true;
      }
    }
  }
}

function getEnd({ status: { exitCode } }: IdeSession): PendingSession['end'] {
  return exitCode === undefined ? {} : { exitCode };
}
