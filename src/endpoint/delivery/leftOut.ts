import { type Entry, type NotificationEntry, notificationEntry } from './entry.ts';

/** Messages that may be dropped at the limit: minor ones before errors. */
export type Droppable = 'minor' | 'error';

export const inOrderOfLoss: readonly Droppable[] = ['minor', 'error'];

/** Returns whether and how an entry may be dropped. State notifications never are, and output is on disk. */
export function droppable({ leftOut, notification }: NotificationEntry): Droppable | undefined {
  if (leftOut !== undefined || !('message' in notification)) return undefined;
  return notification.level === 'error' ? 'error' : 'minor';
}

/**
 * Drops the oldest messages of a session, at least one, until about `wanted` bytes are free. They are
 * replaced by one message that says how many were dropped, including by an earlier such message.
 */
export function leaveOut(
  name: string,
  entries: readonly Entry[],
  kind: Droppable,
  wanted: number,
): readonly Entry[] {
  let freed = 0;
  let count = 0;
  let place: number | undefined;
  const kept = entries.filter((entry, index) => {
    if (entry.kind !== 'notification') return true;
    const goes = entry.leftOut !== undefined || (freed < wanted && droppable(entry) === kind);
    if (!goes) return true;
    place ??= index;
    count += entry.leftOut ?? 1;
    if (entry.leftOut === undefined) freed += entry.size;
    return false;
  });
  return kept.toSpliced(place ?? 0, 0, note(name, count));
}

/** Returns how many dropped messages entries stand for. */
export function countLeftOut(entries: readonly Entry[]): number {
  return entries.reduce(
    (sum, entry) => sum + ((entry.kind === 'notification' && entry.leftOut) || 0),
    0,
  );
}

function note(session_id: string, leftOut: number): NotificationEntry {
  const what = leftOut === 1 ? '1 message' : `${leftOut} messages`;
  const message = `Dropped ${what} of this session: the controller did not read fast enough, and the limit of its outbox was reached.`;
  const notification = {
    notification_type: 'sessionMessage',
    session_id,
    level: 'info',
    message,
  } as const;
  return { ...notificationEntry(notification), leftOut };
}
