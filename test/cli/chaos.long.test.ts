// Real sessions under random faults. CHAOS_SEED repeats a run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomSeed } from '../../tools/fixtures/randomSeed.ts';
import { runChaos } from '../../tools/chaos/run.ts';
import { seedsOfLongRuns } from '../../tools/chaos/seeds.ts';

const minutes = 20;
const first = randomSeed('CHAOS_SEED');

function* seedsForMinutes(): Generator<number> {
  yield* seedsOfLongRuns;
  const end = performance.now() + minutes * 60_000;
  for (let seed = first; performance.now() < end; seed++) yield seed;
}

test(
  `sessions end once and completely under random faults for ${minutes} minutes, with seeds from ${first} on`,
  { skip: process.platform !== 'linux' && 'It reads /proc', timeout: (minutes + 10) * 60_000 },
  async (context) => {
    const took = await runChaos(context, seedsForMinutes());
    assert.ok(took < 10_000, `The host took ${took} ms to end.`);
  },
);
