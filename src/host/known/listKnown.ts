import type { KnownSession, KnownSessions } from '../../api/door/knownSessions.ts';
import { ownLabels } from '../../api/resource/kind.ts';
import { toMetadata } from '../../api/resource/toObject.ts';
import { type IdeSession, isUnclaimed } from '../../protocol/ideSession.ts';
import { isTerminal } from '../../sessions/stateTable.ts';

/** Returns what can be started, as far as it is known. Never waits. */
export type ListStartable = () => KnownSessions;

/** Adds the sessions of a host to what can be started. Running sessions come first. */
export function listKnown(
  sessions: readonly IdeSession[],
  startable: KnownSessions,
  now: Date,
): KnownSessions {
  const known = sessions
    .filter((session) => !isUnclaimed(session))
    .map((session) => toKnown(session, now));
  const running = known.filter(({ origin }) => origin === 'running');
  const ended = known.filter(({ origin }) => origin !== 'running');
  return { ...startable, items: [...running, ...ended, ...startable.items] };
}

function toKnown(session: IdeSession, now: Date): KnownSession {
  const { metadata, status } = session;
  const target = toMetadata(session).labels?.[ownLabels.project];
  const isRunning = !isTerminal(status.state);
  return {
    name: metadata.name,
    origin: isRunning ? 'running' : 'recent',
    ...(status.state !== '' && { state: status.state }),
    ...(target !== undefined && { target }),
    lastSeen: isRunning
      ? now.toISOString()
      : (status.finishTimestamp ?? metadata.creationTimestamp),
  };
}
