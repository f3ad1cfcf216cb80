import type { Labels, Metric, MetricText, Sample } from './metric.ts';

interface Count {
  readonly labels: Labels;
  value: number;
}

/** Counts events by their labels. */
export class Counter implements Metric {
  readonly type = 'counter';
  readonly name: string;
  readonly help: string;
  readonly #counts = new Map<string, Count>();

  constructor({ help, name }: MetricText) {
    this.name = name;
    this.help = help;
  }

  /** Counts an event. All events have the same labels, in the same order. */
  count(labels: Labels): void {
    const key = JSON.stringify(labels);
    const count = this.#counts.get(key);
    if (count === undefined) this.#counts.set(key, { labels, value: 1 });
    else count.value++;
  }

  samples(): readonly Sample[] {
    return [...this.#counts.values()];
  }
}
