import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';

/** How long after its end, or after a failed attempt, a connection is opened again, in milliseconds. */
const pause = 1_000;

export interface LastingConnectionOptions {
  readonly clock: Clock;
  /** Connects. What is added to `resources` is disposed of when the connection has ended. */
  readonly connect: (resources: DisposableStore) => Promise<{ readonly closed: Promise<unknown> }>;
  /** Called with the first failure of several in a row. */
  readonly failed: (error: unknown) => void;
}

/**
 * Connects again when a connection has ended, until it is disposed of. Pages can end connections at any time, by
 * more than 100 MiB at once.
 */
export class LastingConnection implements Disposable {
  readonly #options: LastingConnectionOptions;
  /** Of the present connection. */
  #resources = new DisposableStore();
  #pause: Disposable | undefined;
  #hasFailed = false;
  #isDisposed = false;

  constructor(options: LastingConnectionOptions) {
    this.#options = options;
  }

  /** Connects for the first time. Throws like `connect`. */
  async open(): Promise<void> {
    const resources = new DisposableStore();
    this.#resources = resources;
    try {
      const { closed } = await this.#options.connect(resources);
      void closed.then(() => this.#connectLater());
    } catch (error) {
      resources.dispose();
      throw error;
    }
  }

  /** Connects, with as many attempts as it takes. */
  async start(): Promise<void> {
    try {
      await this.open();
      this.#hasFailed = false;
    } catch (error) {
      if (this.#isDisposed) return;
      if (!this.#hasFailed) this.#options.failed(error);
      this.#hasFailed = true;
      this.#connectLater();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#pause?.dispose();
    this.#resources.dispose();
  }

  #connectLater(): void {
    if (this.#isDisposed) return;
    this.#resources.dispose();
    this.#pause = this.#options.clock.after(pause, () => void this.start());
  }
}
