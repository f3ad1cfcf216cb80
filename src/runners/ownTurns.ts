import { setImmediate as immediate } from 'node:timers/promises';

/** Gives each caller a turn of the event loop of its own, in the order in which they asked. */
export class OwnTurns {
  #last = Promise.resolve();

  /** Resolves in a turn in which it resolves for nobody else. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => immediate());
    return this.#last;
  }
}
