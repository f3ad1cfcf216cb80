import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { History } from '../history/history.ts';
import { EventBatches } from './eventBatches.ts';
import { Watch, type WatchOptions } from './watch.ts';

/** The options of a watch that come from its request. */
export type WatchRequest = Omit<WatchOptions, 'batches' | 'clock' | 'history'>;

/** The open watches of the API. */
export class Watches implements Disposable {
  readonly #history: History;
  readonly #batches: EventBatches;
  readonly #clock: Clock;
  readonly #watches = new Set<Watch>();
  #following: Disposable | undefined;
  #isClosed = false;

  constructor(history: History, clock: Clock) {
    this.#history = history;
    this.#batches = new EventBatches(history);
    this.#clock = clock;
  }

  /** Begins a watch, which ends with its response. */
  open(request: WatchRequest): void {
    const { response } = request;
    const [history, batches, clock] = [this.#history, this.#batches, this.#clock];
    const watch = new Watch({ ...request, history, batches, clock });
    if (this.#isClosed) return watch.end();
    this.#watches.add(watch);
    this.#following ??= history.follow(() => this.#pump());
    response.once('close', () => this.#forget(watch));
  }

  /** Ends all watches cleanly. */
  dispose(): void {
    this.#isClosed = true;
    for (const watch of this.#watches) watch.end();
  }

  #pump(): void {
    for (const watch of this.#watches) watch.pump();
  }

  #forget(watch: Watch): void {
    watch.dispose();
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    this.#following?.dispose();
    this.#following = undefined;
  }
}
