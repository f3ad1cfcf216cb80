import { Counter } from '../../common/metrics/counter.ts';
import { Histogram } from '../../common/metrics/histogram.ts';
import {
  createCounter,
  createGauge,
  type Metric,
  type Sample,
} from '../../common/metrics/metric.ts';
import { getPreparation, type IdeSession, isUnclaimed } from '../../protocol/ideSession.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { PrebuildObserver } from '../prebuilds/hostPrebuilds.ts';
import { durationBounds, toSeconds } from './buckets.ts';

/** How far a session can be prepared, by the status of its condition. */
const states = { True: 'ready', Unknown: 'preparing', False: 'waiting' } as const;

/** Returns what the processes of prepared sessions use, in bytes, and have used, in milliseconds. */
export type ReadPreparedUse = () => { readonly memory: number; readonly processorTime: number };

/** Counts the sessions that are prepared ahead. */
export class PrebuildMetrics implements PrebuildObserver {
  readonly #claims = new Counter({
    name: 'ide_session_host_prebuild_claims_total',
    help: 'Requests for projects that are kept prepared: claimed if a session was ready, otherwise missed.',
  });
  readonly #duration = new Histogram(
    {
      name: 'ide_session_host_preparation_seconds',
      help: 'How long it took to prepare sessions ahead, by the result.',
    },
    durationBounds,
  );
  readonly all: readonly Metric[];

  constructor(sessions: Sessions, readUse: ReadPreparedUse) {
    const present = createGauge(
      {
        name: 'ide_session_host_prepared_sessions',
        help: 'Sessions that are prepared ahead and not claimed yet, by state.',
      },
      () => countStates(sessions.list().filter(isUnclaimed)),
    );
    this.all = [present, this.#claims, this.#duration, ...ofUse(readUse)];
  }

  prepared({ duration, result }: Parameters<PrebuildObserver['prepared']>[0]): void {
    this.#duration.observe(toSeconds(duration), { result });
  }

  requested(result: 'claimed' | 'missed'): void {
    this.#claims.count({ result });
  }
}

function ofUse(readUse: ReadPreparedUse): readonly Metric[] {
  return [
    createGauge(
      {
        name: 'ide_session_host_prepared_memory_bytes',
        help: 'Memory of the processes that prepared sessions keep running.',
      },
      () => [{ labels: {}, value: readUse().memory }],
    ),
    createCounter(
      {
        name: 'ide_session_host_prepared_processor_seconds_total',
        help: 'Processor time of the processes that prepared sessions kept running.',
      },
      () => [{ labels: {}, value: toSeconds(readUse().processorTime) }],
    ),
  ];
}

function countStates(sessions: readonly IdeSession[]): readonly Sample[] {
  const present = sessions.map((session) => getPreparation(session)?.status);
  return Object.entries(states).map(([status, state]) => ({
    labels: { state },
    value: present.filter((one) => one === status).length,
  }));
}
