import type { SessionQueue } from './sessionQueue.ts';
import { inOrderOfLoss } from './leftOut.ts';

/** The share of the limit that is freed at a time when messages are dropped. */
const freedAtOnce = 1 / 8;

/**
 * Drops messages if `held` exceeds the limit, beginning with the queue that has most of them. Returns the
 * number of bytes freed.
 */
export function keepBound(
  queues: ReadonlyMap<string, SessionQueue>,
  held: number,
  limit: number,
): number {
  const aim = limit * (1 - freedAtOnce);
  let left = held;
  for (const kind of inOrderOfLoss) {
    if (left <= limit) break;
    while (left > aim) {
      const queue = largest(queues.values(), (one) => one.droppable(kind));
      if (queue === undefined) break;
      left -= queue.leaveOut(kind, left - aim);
    }
  }
  return held - left;
}

/** Returns the item with the largest size above 0. */
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
