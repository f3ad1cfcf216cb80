import type { Clock } from '../../common/clock.ts';
import { getPreparation } from '../../protocol/ideSession.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { KeptProject } from './keptProject.ts';
import { claimed, type Preparation, toCondition } from './preparation.ts';

/** The sessions that show how far projects are prepared: one for each, until it is claimed. */
export class KeptSessions {
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  /** The names of the sessions, by project. */
  readonly #names = new Map<string, string>();

  constructor(sessions: Sessions, clock: Clock) {
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** Returns the session of a project. */
  findName({ name }: KeptProject): string | undefined {
    return this.#names.get(name);
  }

  /** Whether a session is the one of a project. */
  has(session: string): boolean {
    return [...this.#names.values()].includes(session);
  }

  /** Shows how far a project is prepared, in a new session if it has none. */
  show({ name, request }: KeptProject, preparation: Preparation): void {
    const session = this.#names.get(name) ?? this.#create(name, request);
    this.#describe(session, preparation);
  }

  /** The session of a project belongs to its claimer from now on. */
  give({ name }: KeptProject): string | undefined {
    const session = this.#names.get(name);
    this.#names.delete(name);
    if (session !== undefined) this.#describe(session, claimed);
    return session;
  }

  /** Forgets a session that was removed. */
  forget(session: string): void {
    for (const [name, each] of this.#names) if (each === session) this.#names.delete(name);
  }

  /** Removes the sessions of all projects except these. */
  keepOnly(projects: readonly KeptProject[]): void {
    const kept = new Set(projects.map(({ name }) => name));
    for (const [name, session] of this.#names) {
      if (kept.has(name)) continue;
      this.#names.delete(name);
      this.#sessions.remove(session);
    }
  }

  #create(name: string, request: KeptProject['request']): string {
    const session = this.#sessions.create({ kind: 'host' }, request).metadata.name;
    this.#names.set(name, session);
    return session;
  }

  /** The status changes only if it says something else. */
  #describe(session: string, preparation: Preparation): void {
    const shown = this.#sessions.get(session);
    const last = shown && getPreparation(shown);
    if (last?.reason === preparation.reason && last.message === preparation.message) return;
    const condition = toCondition(preparation, last, this.#clock.now());
    this.#sessions.prepared.show(session, condition);
  }
}
