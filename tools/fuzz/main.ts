// Searches for inputs that the parsers fail on: npm run fuzz [seconds]

import { keepFailure, readCorpus } from './corpus.ts';
import { searchFailure } from './search.ts';
import { timedTargets } from './targets.ts';

const seconds = Number(process.argv[2] ?? 60);
if (!(seconds > 0)) throw new Error('Usage: npm run fuzz [seconds]');

const limits = {
  seed: Date.now() & 0x7fff_ffff,
  numRuns: Number.MAX_SAFE_INTEGER,
  interruptAfterTimeLimit: (seconds * 1_000) / timedTargets.length,
};
console.log(`${seconds} s, seed ${limits.seed}`);
for (const target of timedTargets) {
  const { failure, runs } = searchFailure(target, readCorpus(target), limits);
  console.log(`${target.name}: ${runs} inputs, ${failure === undefined ? 'none' : 'one'} failed`);
  if (failure === undefined) continue;
  console.log(`${keepFailure(target, failure.input)}\n${failure.fault}`);
  process.exitCode = 1;
}
