// Real sessions under faults. CHAOS_SEED runs one round with this seed.

import { test } from 'node:test';
import { runChaos } from '../../tools/chaos/run.ts';
import { failedSeeds, seedOfEachRun } from '../../tools/chaos/seeds.ts';

const seed = process.env['CHAOS_SEED'];
const seeds = seed === undefined ? [...failedSeeds, seedOfEachRun] : [Number(seed)];

test(
  'sessions end once and completely under faults',
  { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 300_000 },
  async (context) => void (await runChaos(context, seeds)),
);
