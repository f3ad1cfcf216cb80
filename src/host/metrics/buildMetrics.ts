import type { Disposable } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import { Histogram } from '../../common/metrics/histogram.ts';
import type { Metric } from '../../common/metrics/metric.ts';
import { durationBounds, toSeconds } from './buckets.ts';

/** How long a build waited for its turn, how long it ran, in milliseconds, and how it ended. */
export interface BuildTiming {
  readonly queueTime: number;
  readonly duration: number;
  readonly result: 'failed' | 'stopped' | 'succeeded' | 'upToDate';
}

/** Counts the builds of projects by their times. */
export class BuildMetrics implements Disposable {
  readonly #queueTime = new Histogram(
    {
      name: 'ide_session_host_build_queue_seconds',
      help: 'How long requested builds waited for other builds.',
    },
    durationBounds,
  );
  readonly #duration = new Histogram(
    {
      name: 'ide_session_host_build_seconds',
      help: 'How long builds took, by their result. Projects that are up to date are not built.',
    },
    durationBounds,
  );
  readonly #watch: Disposable;
  readonly all: readonly Metric[] = [this.#queueTime, this.#duration];

  constructor(builds: Event<BuildTiming>) {
    this.#watch = builds(({ duration, queueTime, result }) => {
      this.#queueTime.observe(toSeconds(queueTime));
      this.#duration.observe(toSeconds(duration), { result });
    });
  }

  dispose(): void {
    this.#watch.dispose();
  }
}
