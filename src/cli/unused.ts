import type { Clock } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { Event } from '../common/emitter.ts';

/** Tells whether a host is in use. */
export interface HostUse {
  readonly controllers: {
    /** How many controllers are connected. */
    readonly connected: number;
    /** Whether a controller has ever been connected. */
    readonly hasSeenAny: boolean;
    readonly changes: Event<void>;
  };
  readonly sessions: {
    readonly hasActive: boolean;
    readonly changes: Event<unknown>;
  };
}

/** Controllers that disconnect within this time of their command's end have ended with it. In milliseconds. */
const settleTime = 15_000;

export interface UnusedOptions {
  readonly clock: Clock;
  /** How long the host may be unused, in milliseconds. */
  readonly linger: number;
  /** Whether a controller that was never connected may still connect. */
  readonly isControllerExpected: boolean;
}

/**
 * Watches a host after the end of its command until no controller was connected and no session has run for
 * the linger time. It doesn't linger if the controllers end together with their command, as those of
 * `aspire run` do, or if none is expected.
 */
export class UnusedWatch implements Disposable {
  readonly #use: HostUse;
  readonly #options: UnusedOptions;
  readonly #unused = deferred();
  readonly #resources = new DisposableStore();
  readonly #began: number;
  #timer: Disposable | undefined;
  #isUnused = false;

  /** Resolves when the host is unused. */
  readonly unused: Promise<void> = this.#unused.promise;

  constructor(use: HostUse, options: UnusedOptions) {
    this.#use = use;
    this.#options = options;
    this.#began = options.clock.elapsed();
    this.#resources.add(use.controllers.changes(() => this.#look()));
    this.#resources.add(use.sessions.changes(() => this.#look()));
    this.#look();
  }

  get isUnused(): boolean {
    return this.#isUnused;
  }

  dispose(): void {
    this.#resources.dispose();
    this.#timer?.dispose();
  }

  #look(): void {
    const { controllers, sessions } = this.#use;
    const { clock, isControllerExpected, linger } = this.#options;
    if (controllers.connected > 0 || sessions.hasActive) {
      this.#timer?.dispose();
      this.#timer = undefined;
      return;
    }
    const isSettling = clock.elapsed() - this.#began < settleTime;
    const isOver = controllers.hasSeenAny ? isSettling : !isControllerExpected;
    if (isOver || linger === 0) this.#end();
    else this.#timer ??= clock.after(linger, () => this.#end());
  }

  #end(): void {
    this.#isUnused = true;
    this.#unused.resolve();
  }
}
