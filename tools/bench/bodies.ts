import { measureLargeWrites } from './api/largeWrites.ts';
import { withFixtures } from './support/fixtureContext.ts';
import { longestBodies, takeInTurns } from '../fixtures/endpoint/longestBodies.ts';
import { atMost, quantile, type Result, result } from './support/results.ts';

const rounds = 30;

/** How many times all large sessions are written in each way, after as many that are not measured. */
const writeRounds = 5;

/**
 * How long a request's body blocks the event loop: the longest turn for any allowed body of the protocol and
 * of the resource API, compared with `JSON.parse`.
 */
export async function measureBodies(): Promise<Result[]> {
  return [measureRequests(), await measureWrites()];
}

function measureRequests(): Result {
  const measured = [...longestBodies()].map(([what, bytes]) => ({
    what,
    ours: median(() => longestTurn(bytes)),
    baseline: median(() => getTime(() => void JSON.parse(bytes.toString()))),
  }));
  return toResult('a body of 4 MiB', measured);
}

async function measureWrites(): Promise<Result> {
  const turns = new Map<string, number[]>();
  const bodies = new Map<string, string>();
  for (let round = 0; round < 2 * writeRounds; round++) {
    for (const { body, longest, what } of await withFixtures(measureLargeWrites)) {
      bodies.set(what, body);
      if (round >= writeRounds) turns.set(what, [...(turns.get(what) ?? []), longest]);
    }
  }
  const measured = [...turns].map(([what, times]) => ({
    what,
    ours: quantile(times, 0.5),
    baseline: median(() => getTime(() => void JSON.parse(bodies.get(what) ?? ''))),
  }));
  return toResult('a session of 4 MiB in the resource API', measured);
}

interface Measured {
  readonly what: string;
  readonly ours: number;
  readonly baseline: number;
}

function toResult(subject: string, measured: readonly Measured[]): Result {
  const slowest = measured.toSorted((one, other) => other.ours - one.ours)[0];
  if (slowest === undefined) throw new Error('There are no bodies to measure.');
  const name = `the longest turn for ${subject} (${slowest.what}), next to \`JSON.parse\`, p50`;
  return result(name, slowest.ours, slowest.baseline, atMost(20, 'ms'));
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
