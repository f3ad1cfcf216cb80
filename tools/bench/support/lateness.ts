import { atMost, quantile, type Result, result } from './results.ts';
import type { Measures } from './measuredProcess.ts';

/** The limit for the delay of the host's event loop at the 99th percentile, in milliseconds. */
const most = 20;

/** The event loop delay of the host and of the baseline. */
export function lateness(ours: Measures, baseline: Measures, during = ''): Result[] {
  const name = (what: string): string =>
    ['lateness of the event loop', what, ...(during === '' ? [] : [during])].join(', ');
  return [
    result(name('p99'), ours.delayP99, baseline.delayP99, atMost(most, 'ms')),
    result(name('longest'), ours.delayMax, baseline.delayMax),
  ];
}

/** The median of several rounds, and the longest of all. */
export function overall(rounds: readonly Measures[]): Measures {
  return {
    delayP99: quantile(
      rounds.map(({ delayP99 }) => delayP99),
      0.5,
    ),
    delayMax: Math.max(...rounds.map(({ delayMax }) => delayMax)),
    memory: Math.max(...rounds.map(({ memory }) => memory)),
  };
}
