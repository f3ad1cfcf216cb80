import { type Entry, type NotificationEntry, notificationEntry } from './entry.ts';

/** Messages that may be left out where there is no room for them: the minor ones before the errors. */
export type Dispensable = 'minor' | 'error';

export const inOrderOfLoss: readonly Dispensable[] = ['minor', 'error'];

/** What may be left out for lack of room; states never are, and output is on the disk. */
export function dispensable({ leftOut, notification }: NotificationEntry): Dispensable | undefined {
  if (leftOut !== undefined || !('message' in notification)) return undefined;
  return notification.level === 'error' ? 'error' : 'minor';
}

/**
 * Leaves out the oldest messages of a session, at least one and so many that about `wanted` bytes are
 * free. In their place comes one message that says how many they are; one that was there before
 * becomes part of it.
 */
export function leaveOut(
  name: string,
  entries: readonly Entry[],
  kind: Dispensable,
  wanted: number,
): readonly Entry[] {
  let freed = 0;
  let count = 0;
  let place: number | undefined;
  const kept = entries.filter((entry, index) => {
    if (entry.kind !== 'notification') return true;
    const goes = entry.leftOut !== undefined || (freed < wanted && dispensable(entry) === kind);
    if (!goes) return true;
    place ??= index;
    count += entry.leftOut ?? 1;
    if (entry.leftOut === undefined) freed += entry.size;
    return false;
  });
  return kept.toSpliced(place ?? 0, 0, note(name, count));
}

function note(session_id: string, leftOut: number): NotificationEntry {
  const what = leftOut === 1 ? '1 message' : `${leftOut} messages`;
  const message = `${what} of this session can't be delivered any more: the controller was behind, and more waited for it than the bound of its outbox allows.`;
  const notification = {
    notification_type: 'sessionMessage',
    session_id,
    level: 'info',
    message,
  } as const;
  return { ...notificationEntry(notification), leftOut };
}
