import assert from 'node:assert/strict';
import { quantile } from '../../../../tools/bench/support/results.ts';

/** How much memory may grow, in MiB. */
const spare = 24;

/** Throws if memory has grown from the second quarter of the rounds, when all code has run once, to the last. */
export function assertFlat(memory: readonly number[]): void {
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  // A slow machine runs only one round.
  const first = Math.min(quarter, memory.length - 1);
  const begin = quantile(memory.slice(first, first + quarter), 0.5);
  const end = quantile(memory.slice(-quarter), 0.5);
  assert.ok(end <= begin + spare, `${begin.toFixed(0)} MiB became ${end.toFixed(0)} MiB`);
}
