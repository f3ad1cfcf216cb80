import { longestBodies, takeBody } from '../endpoint/abuse/longestBodies.ts';
import { atMost, quantile, type Result, result } from './results.ts';

const rounds = 30;

/** How long a request's body keeps the event loop busy: the slowest of all that are allowed, next to `JSON.parse`. */
export function measureBodies(): Promise<Result[]> {
  const measured = [...longestBodies()].map(([what, bytes]) => ({
    what,
    ours: timeOf(() => takeBody(bytes)),
    baseline: timeOf(() => void JSON.parse(bytes.toString())),
  }));
  const slowest = measured.toSorted((one, other) => other.ours - one.ours)[0];
  if (slowest === undefined) throw new Error('There are no bodies to measure.');
  const name = `the slowest body of 1 MiB (${slowest.what}), next to \`JSON.parse\`, p50`;
  return Promise.resolve([result(name, slowest.ours, slowest.baseline, atMost(20, 'ms'))]);
}

/** How long something takes once its code is warm, in milliseconds. */
function timeOf(work: () => void): number {
  const times = Array.from({ length: 2 * rounds }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return quantile(times.slice(rounds), 0.5);
}
