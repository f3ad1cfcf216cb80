import type { Labels, Metric } from './metric.ts';

/** The content type of {@link writeMetrics}: the text format that every Prometheus reads. */
export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/** Writes metrics in the text format of Prometheus. */
export function writeMetrics(metrics: readonly Metric[]): string {
  return metrics.map(writeMetric).join('');
}

function writeMetric(metric: Metric): string {
  const { help, name, type } = metric;
  const lines = metric.samples().map(({ labels, suffix = '', value }) => {
    return `${name}${suffix}${writeLabels(labels)} ${value}\n`;
  });
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** Writes labels as Prometheus does; `''` if there are none. */
export function writeLabels(labels: Labels): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
