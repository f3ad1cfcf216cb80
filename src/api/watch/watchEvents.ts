import type { IdeSession } from '../../protocol/ideSession.ts';
import type { HistoryChange } from '../history/history.ts';
import type { Encode } from './watchView.ts';

/** Whether a session is selected. */
export type Matches = (session: IdeSession) => boolean;

/** An event of a watch that shows a session. */
export interface WatchEvent {
  readonly type: HistoryChange['type'];
  readonly session: IdeSession;
}

/** Returns the event of a change for a selection; `undefined` if it isn't selected before or after the change. */
export function toWatchEvent(change: HistoryChange, matches: Matches): WatchEvent | undefined {
  const { previous, session, type } = change;
  const isSelected = type !== 'DELETED' && matches(session);
  const wasSelected = previous !== undefined && matches(previous);
  if (isSelected) return { type: wasSelected ? 'MODIFIED' : 'ADDED', session };
  if (!wasSelected) return undefined;
  return { type: 'DELETED', session: type === 'DELETED' ? session : atVersion(change, previous) };
}

/** A session that isn't selected any more is shown with its previous labels, as API servers do. */
function atVersion({ version }: HistoryChange, previous: IdeSession): IdeSession {
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: version } };
}

/** Encodes an event as a line. */
export function encodeEvent({ session, type }: WatchEvent, encode: Encode): string {
  return encodeLine(type, encode(session));
}

/** Encodes a line of a watch with an object that is already encoded. */
export function encodeLine(type: string, object: string): string {
  return `{"type":"${type}","object":${object}}\n`;
}
