import { writeLabels } from './exposition.ts';
import type { Metric, Sample } from './metric.ts';

/** A value with its name. */
export type SummaryRow = readonly [name: string, value: string];

/** Returns the values of metrics that are not 0, without a common prefix: those of histograms as number and mean. */
export function summarize(metrics: readonly Metric[], prefix: string): readonly SummaryRow[] {
  return metrics.flatMap((metric) => {
    const name = metric.name.replace(prefix, '');
    const samples = metric.samples();
    return metric.type === 'histogram' ? toMeans(name, samples) : toValues(name, samples);
  });
}

function toValues(name: string, samples: readonly Sample[]): readonly SummaryRow[] {
  return samples
    .filter(({ value }) => value !== 0)
    .map(({ labels, value }) => [`${name}${writeLabels(labels)}`, String(value)]);
}

/** Each distribution has one sum and one count, with the same labels. All histograms are of seconds. */
function toMeans(name: string, samples: readonly Sample[]): readonly SummaryRow[] {
  const sums = samples.filter(({ suffix }) => suffix === '_sum');
  const counts = samples.filter(({ suffix }) => suffix === '_count');
  return counts.map(({ labels, value }, index) => {
    const mean = (sums[index]?.value ?? 0) / value;
    return [`${name}${writeLabels(labels)}`, `${value} (${mean.toFixed(2)} s)`];
  });
}
