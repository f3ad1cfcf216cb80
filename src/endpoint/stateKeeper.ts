import { type Disposable, DisposableStore } from '../common/disposable.ts';
import { type Log, messageOf } from '../common/log.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { isTerminal } from '../sessions/stateTable.ts';
import type { SessionChange } from '../sessions/store.ts';
import type { Delivery } from './delivery/delivery.ts';
import { type PendingSession, writeHostState } from './hostState.ts';
import type { Identity } from './identity.ts';

export interface StateKeeperOptions {
  readonly path: string;
  readonly identity: Identity;
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  readonly log: Log;
}

/**
 * Keeps in a file how controllers know this host, and the sessions whose end they have not heard of.
 * A new session is in the file before its controller hears of it, so no crash can make it forgotten.
 */
export class StateKeeper implements Disposable {
  readonly #options: StateKeeperOptions;
  readonly #pending = new Map<string, PendingSession>();
  readonly #owned = new DisposableStore();
  #port: number | undefined;
  #saving: NodeJS.Immediate | undefined;
  #hasFailed = false;

  constructor(options: StateKeeperOptions) {
    const { delivery, sessions } = options;
    this.#options = options;
    this.#owned.add(sessions.changes((change) => this.#onChange(change)));
    this.#owned.add(delivery.endsHeard((id) => this.#forget(({ id: other }) => other === id)));
    this.#owned.add(
      delivery.controllersLost((lost) => this.#forget(({ controller }) => controller === lost)),
    );
  }

  /**
   * Begins to keep the state, for the port that the host listens on. `pending` is what earlier hosts
   * left for their controllers to hear.
   */
  begin(port: number, pending: readonly PendingSession[]): void {
    for (const session of pending) this.#pending.set(session.id, session);
    this.#port = port;
    this.#save();
  }

  dispose(): void {
    this.#owned.dispose();
    if (this.#saving !== undefined) this.#save();
  }

  #onChange({ session, type }: SessionChange): void {
    const { name, owner } = session.metadata;
    if (owner.kind !== 'controller') return;
    const controller = owner.instanceId;
    switch (type) {
      case 'added':
        this.#pending.set(name, { id: name, controller });
        return this.#save();
      case 'modified':
        if (!isTerminal(session.status.state) || !this.#pending.has(name)) return;
        this.#pending.set(name, { id: name, controller, end: endOf(session) });
        return this.#saveSoon();
      case 'removed':
        // The end of one that has ended may still be on its way to the controller.
        if (isTerminal(session.status.state)) return;
        return this.#forget(({ id }) => id === name);
    }
  }

  #forget(isForgotten: (session: PendingSession) => boolean): void {
    for (const session of this.#pending.values()) {
      if (isForgotten(session)) this.#pending.delete(session.id);
    }
    this.#saveSoon();
  }

  /** Once for all that happens in this turn. */
  #saveSoon(): void {
    this.#saving ??= setImmediate(() => this.#save());
  }

  #save(): void {
    if (this.#saving !== undefined) clearImmediate(this.#saving);
    this.#saving = undefined;
    const { identity, log, path } = this.#options;
    if (this.#port === undefined) return;
    const { key, certificate } = identity.certificate;
    const sessions = [...this.#pending.values()];
    const token = identity.token.reveal();
    try {
      writeHostState(path, { version: 1, port: this.#port, token, key, certificate, sessions });
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) {
        log.warn(
          `The state file can't be written: ${messageOf(error)}. After a crash, controllers would not find this host again.`,
        );
      }
      this.#hasFailed = true;
    }
  }
}

function endOf({ status: { exitCode } }: IdeSession): PendingSession['end'] {
  return exitCode === undefined ? {} : { exitCode };
}
