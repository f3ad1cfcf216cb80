import type { Disposable } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import { Counter } from '../../common/metrics/counter.ts';
import { Histogram } from '../../common/metrics/histogram.ts';
import type { Metric } from '../../common/metrics/metric.ts';
import { durationBounds, toSeconds } from './buckets.ts';

/** What came of a hot reload; `milliseconds` from the save until the changes ran. */
export interface HotReloadResult {
  readonly kind: string;
  readonly milliseconds?: number;
}

/** The results that are counted, by kind. Other kinds don't end a hot reload. */
const results = new Map(
  Object.entries({
    applied: 'applied',
    'applied partly': 'partly',
    errors: 'errors',
    restart: 'restart',
    rebuild: 'restart',
    refused: 'refused',
  }),
);

/** Counts hot reloads of pages and programs by their results. */
export class HotReloadMetrics implements Disposable {
  readonly #count = new Counter({
    name: 'ide_session_host_hot_reloads_total',
    help: 'Hot reloads of pages and programs, by their result.',
  });
  readonly #duration = new Histogram(
    {
      name: 'ide_session_host_hot_reload_seconds',
      help: 'How long it took from saved changes until they ran.',
    },
    durationBounds,
  );
  readonly #watch: Disposable | undefined;
  readonly all: readonly Metric[] = [this.#count, this.#duration];

  /** Counts nothing without hot reload. */
  constructor(reloads: Event<HotReloadResult> | undefined) {
    this.#watch = reloads?.(({ kind, milliseconds }) => {
      const result = results.get(kind);
      if (result === undefined) return;
      this.#count.count({ result });
      if (milliseconds !== undefined) this.#duration.observe(toSeconds(milliseconds));
    });
  }

  dispose(): void {
    this.#watch?.dispose();
  }
}
