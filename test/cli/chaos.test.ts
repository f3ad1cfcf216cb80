// Real sessions under random faults. CHAOS_SEED repeats a run.

import { test } from 'node:test';
import { runChaos } from './chaos/run.ts';

const seconds = 60;
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000_000);

test(
  `sessions end once and completely under random faults, with seeds from ${seed} on`,
  { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 300_000 },
  (context) => runChaos(context, seconds * 1_000, seed),
);
