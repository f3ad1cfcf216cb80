import { ApiError } from '../../api/client/apiError.ts';
import type { SessionApi } from './connectSessions.ts';
import { hasEnded, type Session } from './session.ts';

/**
 * Yields a session as it is now, and after each change. Returns its last state when it has been deleted, and
 * throws the reason of `signal` when that is aborted.
 */
async function* followSession(
  api: SessionApi,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Session, void> {
  const fieldSelector = `metadata.name=${name}`;
  for (;;) {
    const session = await api.get(name, signal);
    yield session;
    const { resourceVersion = '' } = session.metadata;
    try {
      const events = await api.watch({ fieldSelector, resourceVersion, signal });
      for await (const event of events) {
        if (event.type === 'BOOKMARK') continue;
        yield event.object;
        if (event.type === 'DELETED') return;
      }
    } catch (error) {
      if (!(error instanceof ApiError && error.isExpired)) throw error;
    }
  }
}

/** Resolves to the last state of a session when it has ended, as {@link untilSession} does. */
export function untilEnded(api: SessionApi, name: string, signal: AbortSignal): Promise<Session> {
  return untilSession(api, name, hasEnded, signal);
}

/**
 * Resolves to a session when it satisfies a condition or has been deleted, in its last state. Rejects with an
 * ApiError if it doesn't exist, and with the reason of `signal` when that is aborted.
 */
export async function untilSession(
  api: SessionApi,
  name: string,
  condition: (session: Session) => boolean,
  signal: AbortSignal,
): Promise<Session> {
  let last: Session | undefined;
  try {
    for await (const session of followSession(api, name, signal)) {
      last = session;
      if (condition(session)) break;
    }
  } catch (error) {
    // It was deleted between two requests.
    if (last === undefined || !(error instanceof ApiError && error.isNotFound)) throw error;
  }
  if (last === undefined) throw new Error(`Session ${name} was never seen.`);
  return last;
}
