import { Emitter, type Event } from '../common/emitter.ts';
import { type IdeSession, isUnclaimed, type SessionOwner } from '../protocol/ideSession.ts';
import { isLegal } from './stateTable.ts';

/** A change of the store, with the previous session. */
export type SessionChange =
  | { readonly type: 'added'; readonly session: IdeSession }
  | { readonly type: 'modified'; readonly session: IdeSession; readonly previous: IdeSession }
  /** The session has the version of its removal. */
  | { readonly type: 'removed'; readonly session: IdeSession; readonly previous: IdeSession };

/** The fields of a session that can be changed. */
export interface SessionPatch {
  readonly metadata?: Partial<
    Pick<IdeSession['metadata'], 'annotations' | 'deletionTimestamp' | 'finalizers' | 'labels'>
  >;
  readonly spec?: Partial<Pick<IdeSession['spec'], 'desiredState'>>;
  readonly status?: Partial<IdeSession['status']>;
  /** Replaces the status. */
  readonly wholeStatus?: IdeSession['status'];
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
  #resourceVersion: number;

  readonly watch: Event<SessionChange> = this.#changes.event;

  /** The first change gets the version after `version`. */
  constructor(version = 0) {
    this.#resourceVersion = version;
  }

  /** The version of the last change. */
  get version(): number {
    return this.#resourceVersion;
  }

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

  /**
   * Gives a prepared session to its claimer: it gets the owner, the time and the spec of `claim`, which has its
   * name, and its place among the latest sessions. Throws if it has an owner or has started.
   */
  claim({ metadata: { creationTimestamp, name, owner }, spec }: IdeSession): IdeSession {
    const previous = this.#sessions.get(name);
    if (previous === undefined || !isUnclaimed(previous)) {
      throw new Error(`Session ${name} can't be claimed.`);
    }
    const generation = previous.metadata.generation + 1;
    const metadata = { ...previous.metadata, creationTimestamp, owner, generation };
    this.#sessions.delete(name);
    const session = this.#keep({ ...previous, metadata, spec });
    this.#tell({ type: 'modified', session, previous });
    return session;
  }

  /** Throws if the session doesn't exist or the change isn't allowed. */
  update(name: string, patch: SessionPatch): IdeSession {
    const previous = this.#sessions.get(name);
    if (previous === undefined) throw new Error(`There is no session ${name}.`);
    const session = applyPatch(previous, patch, this.#resourceVersion + 1);
    this.#resourceVersion++;
    this.#sessions.set(name, session);
    this.#tell({ type: 'modified', session, previous });
    return session;
  }

  /** Removes a session. The change has a version of its own. */
  remove(name: string): void {
    const previous = this.#sessions.get(name);
    if (previous === undefined) return;
    this.#sessions.delete(name);
    this.#tell({ type: 'removed', session: this.#withNextVersion(previous), previous });
  }

  #keep(session: IdeSession): IdeSession {
    const kept = this.#withNextVersion(session);
    this.#sessions.set(kept.metadata.name, kept);
    return kept;
  }

  #withNextVersion(session: IdeSession): IdeSession {
    const resourceVersion = ++this.#resourceVersion;
    return { ...session, metadata: { ...session.metadata, resourceVersion } };
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

/** Returns a changed session, with its version by default. Throws if the change isn't allowed. */
export function applyPatch(
  previous: IdeSession,
  patch: SessionPatch,
  resourceVersion = previous.metadata.resourceVersion,
): IdeSession {
  assertLegal(previous, patch);
  return {
    metadata: {
      ...previous.metadata,
      ...patch.metadata,
      owner: nextOwner(previous, patch),
      resourceVersion,
      generation: nextGeneration(previous, patch),
    },
    // Unchanged specs keep their identity, by which derived values are cached.
    spec: patch.spec === undefined ? previous.spec : { ...previous.spec, ...patch.spec },
    status: patch.wholeStatus ?? { ...previous.status, ...patch.status },
  };
}

/** A prepared session belongs to the client that starts or stops it. */
function nextOwner(previous: IdeSession, { spec }: SessionPatch): SessionOwner {
  const isTaken = isUnclaimed(previous) && (spec?.desiredState ?? '') !== '';
  return isTaken ? { kind: 'api' } : previous.metadata.owner;
}

function nextGeneration({ metadata, spec }: IdeSession, patch: SessionPatch): number {
  const isChanged =
    (patch.spec?.desiredState ?? spec.desiredState) !== spec.desiredState ||
    (patch.metadata?.deletionTimestamp ?? metadata.deletionTimestamp) !==
      metadata.deletionTimestamp;
  return metadata.generation + (isChanged ? 1 : 0);
}

function assertLegal(previous: IdeSession, patch: SessionPatch): void {
  const { name } = previous.metadata;
  const from = previous.status.state;
  const to = (patch.wholeStatus ?? patch.status)?.state ?? from;
  if (!isLegal(from, to)) throw new Error(`Session ${name} can't go from '${from}' to '${to}'.`);
  const desired = patch.spec?.desiredState ?? previous.spec.desiredState;
  if (previous.spec.desiredState === 'Stopped' && desired !== 'Stopped') {
    throw new Error(`Session ${name} was stopped and can't be started again.`);
  }
}
