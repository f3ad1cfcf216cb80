/** The used part of a debug session. */
interface NamedSession {
  name: string;
  readonly configuration: { readonly name: string };
}

/**
 * Names debug sessions by their configurations. The editor numbers sessions with equal names, even if the
 * others have ended. Numbers are kept only while the other session is running.
 */
export class SessionNames {
  readonly #ownerIds = new Map<NamedSession, string>();

  /** Names a started session. */
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

  /** Releases the names of all sessions of an owner, although the editor may still show them. */
  endAll(ownerId: string): void {
    for (const [session, id] of this.#ownerIds) {
      if (id === ownerId) this.#ownerIds.delete(session);
    }
  }
}
