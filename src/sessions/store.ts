import { Emitter, type Event } from '../common/emitter.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import { isLegal } from './stateTable.ts';

/** A change of the store, with the previous session. */
export type SessionChange =
  | { readonly type: 'added'; readonly session: IdeSession }
  | { readonly type: 'modified'; readonly session: IdeSession; readonly previous: IdeSession }
  | { readonly type: 'removed'; readonly session: IdeSession };

/** The fields of a session that can be changed. */
export interface SessionPatch {
  readonly metadata?: Partial<Pick<IdeSession['metadata'], 'deletionTimestamp'>>;
  readonly spec?: Partial<Pick<IdeSession['spec'], 'desiredState'>>;
  readonly status?: Partial<IdeSession['status']>;
}

/**
 * Holds all sessions as immutable values and notifies watchers of each change in order.
 * Throws on changes that the state table doesn't allow.
 */
export class SessionStore {
  readonly #sessions = new Map<string, IdeSession>();
  readonly #changes = new Emitter<SessionChange>();
  readonly #untold: SessionChange[] = [];
  #telling = false;
  #resourceVersion = 0;

  readonly watch: Event<SessionChange> = this.#changes.event;

  get(name: string): IdeSession | undefined {
    return this.#sessions.get(name);
  }

  list(): readonly IdeSession[] {
    return [...this.#sessions.values()];
  }

  /** Throws if a session of this name exists. */
  add(session: IdeSession): IdeSession {
    const name = session.metadata.name;
    if (this.#sessions.has(name)) throw new Error(`Session ${name} is there already.`);
    const added = this.#keep(session);
    this.#tell({ type: 'added', session: added });
    return added;
  }

  /** Throws if the session doesn't exist or the change isn't allowed. */
  update(name: string, patch: SessionPatch): IdeSession {
    const previous = this.#sessions.get(name);
    if (previous === undefined) throw new Error(`There is no session ${name}.`);
    assertLegal(previous, patch);
    const session = this.#keep({
      metadata: { ...previous.metadata, ...patch.metadata },
      spec: { ...previous.spec, ...patch.spec },
      status: { ...previous.status, ...patch.status },
    });
    this.#tell({ type: 'modified', session, previous });
    return session;
  }

  remove(name: string): void {
    const session = this.#sessions.get(name);
    if (session === undefined) return;
    this.#sessions.delete(name);
    this.#tell({ type: 'removed', session });
  }

  #keep(session: IdeSession): IdeSession {
    const resourceVersion = ++this.#resourceVersion;
    const kept = { ...session, metadata: { ...session.metadata, resourceVersion } };
    this.#sessions.set(kept.metadata.name, kept);
    return kept;
  }

  /** Watchers may change the store. Their changes are announced after the current one. */
  #tell(change: SessionChange): void {
    this.#untold.push(change);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
        this.#changes.fire(next);
      }
    } finally {
      this.#telling = false;
    }
  }
}

function assertLegal(previous: IdeSession, patch: SessionPatch): void {
  const { name } = previous.metadata;
  const from = previous.status.state;
  const to = patch.status?.state ?? from;
  if (!isLegal(from, to)) throw new Error(`Session ${name} can't go from '${from}' to '${to}'.`);
  const desired = patch.spec?.desiredState ?? previous.spec.desiredState;
  if (previous.spec.desiredState === 'Stopped' && desired !== 'Stopped') {
    throw new Error(`Session ${name} was stopped and can't be started again.`);
  }
}
