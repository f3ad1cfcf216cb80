import assert from 'node:assert/strict';
import { quantile } from '../../../bench/results.ts';

/** How much more memory may be used at the end than at the beginning, in MiB. */
const spare = 24;

/** Throws if memory has grown from the second quarter of the rounds, when all has been used once, to the last. */
export function assertFlat(memory: readonly number[]): void {
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  // A slow machine comes to one round only.
  const first = Math.min(quarter, memory.length - 1);
  const begin = quantile(memory.slice(first, first + quarter), 0.5);
  const end = quantile(memory.slice(-quarter), 0.5);
  assert.ok(end <= begin + spare, `${begin.toFixed(0)} MiB became ${end.toFixed(0)} MiB`);
}
