import { test } from 'node:test';
import { randomSeed } from '../../../tools/fixtures/randomSeed.ts';
import { assertReplayed } from './randomRun.ts';

const runs = 1_000;
// Others each time, so that runs add up.
const first = randomSeed('REPLAY_SEED');

test(`${runs} random runs have the same outputs when what came in is replayed, REPLAY_SEED=${first}`, async () => {
  for (let seed = first; seed < first + runs; seed++) await assertReplayed(seed);
});
