import { type Disposable, toDisposable } from './disposable.ts';

/** Subscribes a listener until the returned disposable is disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The sending side of an {@link Event}: listeners hear values in order, synchronously. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  /** Who subscribes meanwhile hears the next value; who unsubscribes meanwhile hears this one no more. */
  fire(value: T): void {
    const present = [...this.#listeners];
    for (const listener of present) {
      if (this.#listeners.has(listener)) listener(value);
    }
  }
}
