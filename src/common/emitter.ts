import { type Disposable, toDisposable } from './disposable.ts';

/** Adds a listener, which is removed when the returned disposable is disposed of. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The sending side of an {@link Event}. Listeners are called synchronously, in order. */
export class Emitter<T> {
  /** Replaced when it changes. */
  #listeners: readonly ((value: T) => void)[] = [];

  readonly event: Event<T> = (listener) => {
    const own = (value: T): void => listener(value);
    this.#listeners = [...this.#listeners, own];
    return toDisposable(() => {
      this.#listeners = this.#listeners.filter((other) => other !== own);
    });
  };

  /** Listeners added during `fire` receive only later values; listeners removed during it are skipped. */
  fire(value: T): void {
    const present = this.#listeners;
    for (const listener of present) {
      if (this.#listeners === present || this.#listeners.includes(listener)) listener(value);
    }
  }
}
