import { atLeast, quantile, type Result, result, resultIn } from '../statistics.ts';
import { type Load, type Passage, passThroughHost, passThroughRelay } from './throughput.ts';

const rounds = 3;
/** How much of the relay's throughput one session must have at least. */
const share = 0.7;
/** How late the event loop may be at the 99th percentile, in milliseconds. */
const mostDelay = 20;

const loads: readonly Load[] = [
  { programs: 1, lines: 10_000_000, width: 11 },
  { programs: 1, lines: 5_000_000, width: 60 },
  { programs: 10, lines: 5_000_000, width: 60 },
  { programs: 100, lines: 5_000_000, width: 60 },
];

/** How fast floods come through to a controller that keeps up, log files written, next to a mere relay. */
export async function measureFloods(): Promise<Result[]> {
  const results: Result[] = [];
  for (const load of loads) {
    const ours: Passage[] = [];
    const bare: Passage[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await passThroughHost(load));
      bare.push(await passThroughRelay(load));
    }
    results.push(...resultsOf(load, ours, bare));
  }
  return results;
}

function resultsOf(load: Load, ours: readonly Passage[], bare: readonly Passage[]): Result[] {
  const name = `${load.programs} × lines of ${load.width}`;
  const speed = (passages: readonly Passage[]): number =>
    load.lines / median(passages.map(({ took }) => took)) / 1000;
  const late = (passages: readonly Passage[]): number =>
    median(passages.map(({ measures }) => measures.delayP99));
  const least = load.programs === 1 ? atLeast(share * speed(bare)) : undefined;
  return [
    resultIn('M lines/s', name, speed(ours), speed(bare), least),
    result(`${name}: event loop p99`, late(ours), late(bare), mostDelay),
  ];
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
