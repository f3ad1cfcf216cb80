/** The labels of a sample. Their values come from fixed sets, so that a metric has few samples. */
export type Labels = Readonly<Record<string, string>>;

/** A value of a metric. The suffix is part of a histogram's name, such as `_sum`. */
export interface Sample {
  readonly suffix?: '_bucket' | '_count' | '_sum';
  readonly labels: Labels;
  readonly value: number;
}

/** A metric as it is read by Prometheus. */
export interface Metric {
  /** In the base unit, which the name ends with. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Returns the present values. */
  samples(): readonly Sample[];
}

/** The name and the description of a metric. */
export type MetricText = Pick<Metric, 'help' | 'name'>;

/** Creates a gauge whose values are read when they are asked for. */
export function createGauge(text: MetricText, samples: () => readonly Sample[]): Metric {
  return { ...text, type: 'gauge', samples };
}

/** Creates a counter whose values are read when they are asked for. */
export function createCounter(text: MetricText, samples: () => readonly Sample[]): Metric {
  return { ...text, type: 'counter', samples };
}
