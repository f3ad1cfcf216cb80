/** What is needed of a debug session. */
interface NamedSession {
  name: string;
  readonly configuration: { readonly name: string };
}

/**
 * Names debug sessions by their configurations. The editor numbers a session whose name another one has,
 * also where that has ended; a number is kept only while the other session is live.
 */
export class SessionNames {
  readonly #ownerIds = new Map<NamedSession, string>();

  /** Names a session that has begun. */
  begin(session: NamedSession, ownerId: string): void {
    const { name } = session.configuration;
    this.#ownerIds.delete(session);
    const isTaken = [...this.#ownerIds.keys()].some((other) => other.name === name);
    if (!isTaken && session.name !== name) session.name = name;
    this.#ownerIds.set(session, ownerId);
  }

  end(session: NamedSession): void {
    this.#ownerIds.delete(session);
  }

  /** Releases the names of all sessions of an owner, which the editor may still show for a while. */
  endAll(ownerId: string): void {
    for (const [session, id] of this.#ownerIds) {
      if (id === ownerId) this.#ownerIds.delete(session);
    }
  }
}
