import type { Lane } from './lane.ts';
import { inOrderOfLoss } from './leftOut.ts';

/** Which part of the bound is freed at a time when messages have to be left out. */
const freedAtOnce = 1 / 8;

/**
 * Leaves out messages if `held` bytes are more than the limit, of the lane that has most of them first;
 * returns how many bytes that frees.
 */
export function keepBound(lanes: ReadonlyMap<string, Lane>, held: number, limit: number): number {
  const aim = limit * (1 - freedAtOnce);
  let left = held;
  for (const kind of inOrderOfLoss) {
    if (left <= limit) break;
    while (left > aim) {
      const lane = largest(lanes.values(), (one) => one.dispensable(kind));
      if (lane === undefined) break;
      left -= lane.leaveOut(kind, left - aim);
    }
  }
  return held - left;
}

/** The item with the largest size above 0. */
function largest<T>(items: Iterable<T>, sizeOf: (item: T) => number): T | undefined {
  let found: T | undefined;
  let size = 0;
  for (const item of items) {
    if (sizeOf(item) <= size) continue;
    found = item;
    size = sizeOf(item);
  }
  return found;
}
