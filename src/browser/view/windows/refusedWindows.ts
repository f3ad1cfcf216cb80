import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';

/** The time between two attempts to close a window, in milliseconds. */
const closeInterval = 1_000;

/**
 * Windows that are closed as soon as they open. Chromium loses the command that closes one whose document is
 * loading, so it is repeated until the window is gone.
 */
export class RefusedWindows implements Disposable {
  readonly #clock: Clock;
  readonly #close: (targetId: string) => void;
  readonly #attempts = new Map<string, Disposable>();

  constructor(clock: Clock, close: (targetId: string) => void) {
    this.#clock = clock;
    this.#close = close;
  }

  /** The target ids of the windows that are still there. */
  get ids(): readonly string[] {
    return [...this.#attempts.keys()];
  }

  has(targetId: string): boolean {
    return this.#attempts.has(targetId);
  }

  add(targetId: string): void {
    this.#close(targetId);
    const next = this.#clock.after(closeInterval, () => this.add(targetId));
    this.#attempts.set(targetId, next);
  }

  /** To be called when a window is gone. */
  remove(targetId: string): void {
    this.#attempts.get(targetId)?.dispose();
    this.#attempts.delete(targetId);
  }

  dispose(): void {
    for (const next of this.#attempts.values()) next.dispose();
    this.#attempts.clear();
  }
}
