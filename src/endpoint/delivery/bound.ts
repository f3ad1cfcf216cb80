import type { SessionQueue } from './sessionQueue.ts';
import { type Droppable, inOrderOfLoss } from './leftOut.ts';

/** The share of the limit that is freed at a time when messages are dropped. */
const freedAtOnce = 1 / 8;

/**
 * Drops messages if `held` exceeds the limit, beginning with the queue that has most of them. Returns the
 * number of bytes freed. Looks at each queue once for each kind of message.
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
    for (const queue of largestFirst(queues.values(), kind)) {
      if (left <= aim) break;
      left -= queue.leaveOut(kind, left - aim);
    }
  }
  return held - left;
}

/** Returns the queues with messages of a kind. */
function largestFirst(queues: Iterable<SessionQueue>, kind: Droppable): readonly SessionQueue[] {
  const sized = [...queues].map((queue) => ({ queue, size: queue.droppable(kind) }));
  return sized
    .filter(({ size }) => size > 0)
    .toSorted((one, other) => other.size - one.size)
    .map(({ queue }) => queue);
}
