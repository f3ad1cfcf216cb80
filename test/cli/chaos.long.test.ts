import { test } from 'node:test';
import { runChaos } from './chaos/run.ts';

const minutes = 20;
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000_000);

test(
  `sessions end once and completely under random faults for ${minutes} minutes, with seeds from ${seed} on`,
  { skip: process.platform !== 'linux' && 'It reads /proc', timeout: (minutes + 10) * 60_000 },
  (context) => runChaos(context, minutes * 60_000, seed),
);
