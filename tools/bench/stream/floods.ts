import { lateness, overall } from '../support/lateness.ts';
import { quantile, ratioAtLeast, type Result, resultIn } from '../support/results.ts';
import { type Load, type Passage, passThroughHost, passThroughRelay } from './throughput.ts';

const rounds = 3;
/** The minimum throughput of one session, as a share of the relay's. */
const share = 0.7;

const loads: readonly Load[] = [
  { programs: 1, lines: 10_000_000, width: 11 },
  { programs: 1, lines: 5_000_000, width: 60 },
  { programs: 10, lines: 5_000_000, width: 60 },
  { programs: 100, lines: 5_000_000, width: 60 },
];

/**
 * The throughput of floods to a controller that keeps up, with log files, compared with a plain
 * relay.
 */
export async function measureFloods(): Promise<Result[]> {
  const results: Result[] = [];
  for (const load of loads) {
    const ours: Passage[] = [];
    const bare: Passage[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await passThroughHost(load));
      bare.push(await passThroughRelay(load));
    }
    results.push(...getResults(load, ours, bare));
  }
  return results;
}

function getResults(load: Load, ours: readonly Passage[], bare: readonly Passage[]): Result[] {
  const { lines, programs, width } = load;
  const sessions = programs === 1 ? 'one session' : `${programs} sessions`;
  const name = `${sessions}, lines of ${width} characters`;
  const speed = (passages: readonly Passage[]): number => {
    const times = passages.map(({ took }) => took);
    return lines / quantile(times, 0.5) / 1000;
  };
  const measures = (passages: readonly Passage[]): Passage['measures'] =>
    overall(passages.map((passage) => passage.measures));
  const bound = programs === 1 ? ratioAtLeast(share) : undefined;
  return [
    resultIn('M lines/s', name, speed(ours), speed(bare), bound),
    ...lateness(measures(ours), measures(bare), name),
  ];
}
