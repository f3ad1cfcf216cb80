/** The most bytes that are recorded. */
const limit = 64 * 1024 * 1024;

/** An event for a debugger that has not connected yet. */
export interface EarlyEvent {
  readonly method: string;
  readonly sessionId: string | undefined;
  /** The message. */
  readonly data: Buffer;
}

/** What a debugger would have been told. */
export class EarlyEvents {
  #events: EarlyEvent[] = [];
  /** In bytes. */
  #size = 0;

  /** Records an event. Returns `false` if that makes too many bytes. */
  add(event: EarlyEvent): boolean {
    // The debugger asks for the frames when it connects.
    if (event.method.startsWith('Page.')) return true;
    this.#events.push(event);
    this.#size += event.data.length;
    return this.#size <= limit;
  }

  /** Removes and returns the events that are meant. */
  take(isMeant: (event: EarlyEvent) => boolean): readonly EarlyEvent[] {
    const taken = this.#events.filter(isMeant);
    this.#events = this.#events.filter((event) => !isMeant(event));
    this.#size = this.#events.reduce((size, { data }) => size + data.length, 0);
    return taken;
  }
}
