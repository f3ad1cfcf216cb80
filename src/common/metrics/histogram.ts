import type { Labels, Metric, MetricText, Sample } from './metric.ts';

interface Distribution {
  readonly labels: Labels;
  /** How many values each bucket has that no smaller one has; the last has those above all bounds. */
  readonly counts: number[];
  sum: number;
}

/** Counts values by their size, in buckets. */
export class Histogram implements Metric {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #bounds: readonly number[];
  readonly #distributions = new Map<string, Distribution>();

  /** A bucket has the values up to its bound. The bounds ascend. */
  constructor({ help, name }: MetricText, bounds: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#bounds = bounds;
  }

  /** Adds a value. All values have the same labels, in the same order. */
  observe(value: number, labels: Labels = {}): void {
    const { counts } = this.#change(labels, value);
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const index = found === -1 ? this.#bounds.length : found;
    counts[index] = (counts[index] ?? 0) + 1;
  }

  samples(): readonly Sample[] {
    return [...this.#distributions.values()].flatMap((one) => this.#listSamples(one));
  }

  #change(labels: Labels, value: number): Distribution {
    const key = JSON.stringify(labels);
    const distribution = this.#distributions.get(key) ?? { labels, counts: [], sum: 0 };
    this.#distributions.set(key, distribution);
    distribution.sum += value;
    return distribution;
  }

  /** In the text, a bucket includes all smaller ones. */
  #listSamples({ counts, labels, sum }: Distribution): readonly Sample[] {
    let count = 0;
    const buckets = [...this.#bounds, Infinity].map((bound, index): Sample => {
      count += counts[index] ?? 0;
      const le = bound === Infinity ? '+Inf' : String(bound);
      return { suffix: '_bucket', labels: { ...labels, le }, value: count };
    });
    return [
      ...buckets,
      { suffix: '_sum', labels, value: sum },
      { suffix: '_count', labels, value: count },
    ];
  }
}
