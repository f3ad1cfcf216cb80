import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import { writeMetrics } from '../../common/metrics/exposition.ts';
import type { Metric } from '../../common/metrics/metric.ts';
import { summarize, type SummaryRow } from '../../common/metrics/summary.ts';
import type { Delivery } from '../../endpoint/delivery/delivery.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { BuildMetrics, type BuildTiming } from './buildMetrics.ts';
import { createDeliveryMetrics } from './deliveryMetrics.ts';
import { HotReloadMetrics, type HotReloadResult } from './hotReloadMetrics.ts';
import { PrebuildMetrics, type ReadPreparedUse } from './prebuildMetrics.ts';
import { SessionMetrics } from './sessionMetrics.ts';

/** What runners report for the metrics. */
export interface RunnerReports {
  /** The ends of the builds of projects; absent if none are built. */
  readonly builds?: Event<BuildTiming> | undefined;
  /** What comes of hot reloads; absent if there are none. */
  readonly hotReloads?: Event<HotReloadResult> | undefined;
}

export interface HostMetricsOptions {
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  readonly runnerReports?: RunnerReports | undefined;
  /** Absent if prepared sessions keep no processes running. */
  readonly readPreparedUse?: ReadPreparedUse | undefined;
  readonly clock: Clock;
}

const nothing = { memory: 0, processorTime: 0 };

/** The metrics of a host since its start. They name no sessions, projects or files. */
export class HostMetrics implements Disposable {
  readonly #resources = new DisposableStore();
  readonly #all: readonly Metric[];
  /** Is told about prepared sessions. */
  readonly prebuilds: PrebuildMetrics;

  constructor(options: HostMetricsOptions) {
    const { clock, delivery, readPreparedUse, runnerReports, sessions } = options;
    const { builds, hotReloads } = runnerReports ?? {};
    const ofSessions = this.#resources.add(new SessionMetrics(sessions, clock));
    const ofBuilds = builds && this.#resources.add(new BuildMetrics(builds));
    const ofReloads = this.#resources.add(new HotReloadMetrics(hotReloads));
    this.prebuilds = new PrebuildMetrics(sessions, readPreparedUse ?? (() => nothing));
    this.#all = [
      ...ofSessions.all,
      ...(ofBuilds?.all ?? []),
      ...this.prebuilds.all,
      ...ofReloads.all,
      ...createDeliveryMetrics(delivery),
    ];
  }

  /** Writes the present values in the text format of Prometheus. */
  write(): string {
    return writeMetrics(this.#all);
  }

  /** Returns the present values for users. */
  summarize(): readonly SummaryRow[] {
    return summarize(this.#all, 'ide_session_host_');
  }

  dispose(): void {
    this.#resources.dispose();
  }
}
