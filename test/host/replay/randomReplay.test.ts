import { test } from 'node:test';
import { assertReplayed } from './randomRun.ts';

const runs = 100;

test(`${runs} random runs have the same outputs when what came in is replayed`, async () => {
  for (let seed = 1; seed <= runs; seed++) await assertReplayed(seed);
});
