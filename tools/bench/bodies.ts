import { longestBodies, takeInTurns } from '../fixtures/endpoint/longestBodies.ts';
import { atMost, quantile, type Result, result } from './results.ts';

const rounds = 30;

/**
 * How long a request's body blocks the event loop: the longest turn for any allowed body, compared
 * with `JSON.parse`.
 */
export function measureBodies(): Promise<Result[]> {
  const measured = [...longestBodies()].map(([what, bytes]) => ({
    what,
    ours: median(() => longestTurn(bytes)),
    baseline: median(() => getTime(() => void JSON.parse(bytes.toString()))),
  }));
  const slowest = measured.toSorted((one, other) => other.ours - one.ours)[0];
  if (slowest === undefined) throw new Error('There are no bodies to measure.');
  const name = `the longest turn for a body of 4 MiB (${slowest.what}), next to \`JSON.parse\`, p50`;
  return Promise.resolve([result(name, slowest.ours, slowest.baseline, atMost(20, 'ms'))]);
}

function longestTurn(bytes: Buffer): number {
  let longest = 0;
  let begun = performance.now();
  for (const _ of takeInTurns(bytes)) {
    longest = Math.max(longest, performance.now() - begun);
    begun = performance.now();
  }
  return longest;
}

/** The median after a warm-up. */
function median(measure: () => number): number {
  const times = Array.from({ length: 2 * rounds }, measure);
  return quantile(times.slice(rounds), 0.5);
}

/** How long something takes, in milliseconds. */
function getTime(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
