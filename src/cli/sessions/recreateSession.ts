import type { OutputStream } from '../../common/outputStream.ts';
import { recreatedCondition } from '../../protocol/ideSession.ts';
import { cliErrors } from '../errors.ts';
import type { SessionsOptions } from '../invocation.ts';
import { connectSessions, type SessionApi } from './connectSessions.ts';
import { FollowedLog } from './followedLog.ts';
import { untilSession } from './followSession.ts';
import { hasEnded, type Session } from './session.ts';
import { startTimeLimit } from './timeLimit.ts';

/** Replaces the program of a session once the next one is built. */
export async function recreateSession(options: SessionsOptions<'recreate'>): Promise<number> {
  const { follow, name, timeout } = options;
  const limit = startTimeLimit(timeout);
  try {
    const api = await connectSessions(options);
    if (follow) {
      const write = (stream: OutputStream, chunk: Buffer): void =>
        void process[stream].write(chunk);
      await followRecreation(api, name, write, limit.signal);
    } else {
      await api.post(name, 'recreate', limit.signal);
      process.stdout.write(`Session ${name} is being recreated.\n`);
    }
    return 0;
  } finally {
    limit.dispose();
  }
}

/**
 * Requests the recreation, and copies the log of the session until it is known how it went. Rejects with a
 * HumanError if the program was not replaced.
 */
export async function followRecreation(
  api: SessionApi,
  name: string,
  write: (stream: OutputStream, chunk: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const open = (stream: OutputStream): Promise<FollowedLog> =>
    FollowedLog.open({ api, name, stream, write: (chunk) => write(stream, chunk) }, signal);
  const logs = [await open('stdout'), await open('stderr')];
  try {
    await api.post(name, 'recreate', signal);
    const last = await untilSession(api, name, isDecided, signal);
    await Promise.all(logs.map((log) => log.catchUp(signal)));
    const result = getResult(last);
    if (result?.status === 'True') return;
    throw cliErrors.SessionNotRecreated({ name, reason: result?.message ?? 'It has ended.' });
  } finally {
    for (const log of logs) log.dispose();
  }
}

function isDecided(session: Session): boolean {
  return hasEnded(session) || ['True', 'False'].includes(getResult(session)?.status ?? '');
}

function getResult({ status }: Session) {
  return status?.conditions?.find(({ type }) => type === recreatedCondition);
}
