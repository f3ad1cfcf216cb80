import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { isKnownCode } from '../../common/errorCatalogue.ts';
import { Counter } from '../../common/metrics/counter.ts';
import { Histogram } from '../../common/metrics/histogram.ts';
import { createGauge, type Metric, type Sample } from '../../common/metrics/metric.ts';
import { builtInTypes } from '../../launch/table.ts';
import {
  type IdeSession,
  isRunElsewhere,
  isUnclaimed,
  sessionStates,
} from '../../protocol/ideSession.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { SessionChange } from '../../sessions/store.ts';
import { durationBounds, toSeconds } from './buckets.ts';

/** Counts the sessions that the host runs. Those of other hosts are left out. */
export class SessionMetrics implements Disposable {
  readonly #clock: Clock;
  readonly #resources = new DisposableStore();
  readonly #starts = new Counter({
    name: 'ide_session_host_session_starts_total',
    help: 'Sessions whose start was requested, by launch configuration type and mode.',
  });
  readonly #failures = new Counter({
    name: 'ide_session_host_session_failures_total',
    help: 'Failed sessions, by the code of the error.',
  });
  readonly #queueTime = new Histogram(
    {
      name: 'ide_session_host_session_queue_seconds',
      help: 'How long requested starts waited for other starts.',
    },
    durationBounds,
  );
  readonly #startTime = new Histogram(
    {
      name: 'ide_session_host_session_start_seconds',
      help: 'How long it took from the request to a running program.',
    },
    durationBounds,
  );
  /** When the sessions that are starting were requested to, in milliseconds. */
  readonly #starting = new Map<string, number>();
  readonly all: readonly Metric[];

  constructor(sessions: Sessions, clock: Clock) {
    this.#clock = clock;
    this.#resources.add(sessions.changes((change) => this.#onChange(change)));
    this.#resources.add(
      sessions.begun((name) => {
        const since = this.#starting.get(name);
        if (since !== undefined) this.#observe(this.#queueTime, since);
      }),
    );
    const present = createGauge(
      { name: 'ide_session_host_sessions', help: 'Present sessions, by state.' },
      () => countStates(sessions.list()),
    );
    this.all = [present, this.#starts, this.#failures, this.#queueTime, this.#startTime];
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #onChange(change: SessionChange): void {
    if (change.type !== 'modified' || isRunElsewhere(change.session)) return;
    const { previous, session } = change;
    const { name } = session.metadata;
    const { reason, state } = session.status;
    if (state === previous.status.state) return;
    const since = this.#starting.get(name);
    this.#starting.delete(name);
    if (state === 'Starting') {
      this.#starting.set(name, this.#clock.elapsed());
      this.#starts.count(toStartLabels(session));
    }
    if (state === 'Running' && since !== undefined) this.#observe(this.#startTime, since);
    if (state === 'Failed') this.#failures.count({ reason: toReason(reason) });
  }

  #observe(histogram: Histogram, since: number): void {
    histogram.observe(toSeconds(this.#clock.elapsed() - since));
  }
}

/** Users and extensions name types that they add, so all of these count as one. */
function toStartLabels({ spec }: IdeSession): { readonly type: string; readonly mode: string } {
  const { type } = spec.launchConfiguration;
  return {
    type: builtInTypes.has(type) ? type : 'other',
    mode: getMode(spec.launchConfiguration),
  };
}

function toReason(reason: string | undefined): string {
  return reason !== undefined && isKnownCode(reason) ? reason : 'other';
}

function countStates(sessions: readonly IdeSession[]): readonly Sample[] {
  const own = sessions.filter((session) => !isRunElsewhere(session) && !isUnclaimed(session));
  return sessionStates.map((state) => ({
    labels: { state: state === '' ? 'NotStarted' : state },
    value: own.filter(({ status }) => status.state === state).length,
  }));
}
