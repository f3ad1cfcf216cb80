import type { Clock } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { type Disposable, DisposableStore } from '../common/disposable.ts';
import type { Event } from '../common/emitter.ts';

/** What shows whether a host is used. */
export interface HostUse {
  readonly controllers: {
    /** How many are connected. */
    readonly connected: number;
    /** Whether any has been connected. */
    readonly hasSeenAny: boolean;
    readonly changes: Event<void>;
  };
  readonly sessions: {
    readonly hasActive: boolean;
    readonly changes: Event<unknown>;
  };
}

/** How long controllers that end together with their command may take for that, in milliseconds. */
const settleTime = 15_000;

export interface UnusedOptions {
  readonly clock: Clock;
  /** How long nothing may use the host, in milliseconds. */
  readonly linger: number;
  /** Whether a controller may still come of which nothing was seen yet. */
  readonly isControllerExpected: boolean;
}

/**
 * Watches a host whose command has just ended until it is not used any more: no controller has been
 * connected and no session has run for a while. There is no such while where the controllers end together
 * with their command, as those of `aspire run` do, or where none is expected.
 */
export class UnusedWatch implements Disposable {
  readonly #use: HostUse;
  readonly #options: UnusedOptions;
  readonly #unused = deferred();
  readonly #owned = new DisposableStore();
  readonly #began: number;
  #timer: Disposable | undefined;
  #isUnused = false;

  /** Resolves when the host is not used any more. */
  readonly unused: Promise<void> = this.#unused.promise;

  constructor(use: HostUse, options: UnusedOptions) {
    this.#use = use;
    this.#options = options;
    this.#began = options.clock.elapsed();
    this.#owned.add(use.controllers.changes(() => this.#look()));
    this.#owned.add(use.sessions.changes(() => this.#look()));
    this.#look();
  }

  get isUnused(): boolean {
    return this.#isUnused;
  }

  dispose(): void {
    this.#owned.dispose();
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
