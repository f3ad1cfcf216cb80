import { restartedAt } from '../../api/resource/annotations.ts';
import { cliErrors } from '../errors.ts';
import type { SessionsOptions } from '../invocation.ts';
import { connectSessions, type SessionApi } from './connectSessions.ts';
import { untilEnded } from './followSession.ts';
import { getState, hasEnded, type Session } from './session.ts';
import { startTimeLimit } from './timeLimit.ts';

/** Stops sessions, and waits until they have ended. */
export async function stopSessions(options: SessionsOptions<'stop'>): Promise<number> {
  const { all, names, timeout, wait } = options;
  const limit = startTimeLimit(timeout);
  try {
    const api = await connectSessions(options);
    const chosen = all ? await listActive(api, limit.signal) : names;
    await Promise.all(
      chosen.map(async (name) => {
        await requestStop(api, name, limit.signal);
        if (!wait) return print(`Session ${name} is being stopped.`);
        print(describeEnd(await untilEnded(api, name, limit.signal)));
      }),
    );
    return 0;
  } finally {
    limit.dispose();
  }
}

/** Requests the end of a session. Does nothing if it has ended already. */
export async function requestStop(
  api: SessionApi,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  if (hasEnded(await api.get(name, signal))) return;
  await api.patch(name, { spec: { desiredState: 'Stopped' } }, signal);
}

/** Requests a restart of the programs of sessions. */
export async function restartSessions(options: SessionsOptions<'restart'>): Promise<number> {
  const limit = startTimeLimit(options.timeout);
  try {
    const api = await connectSessions(options);
    for (const name of options.names) {
      if (hasEnded(await api.get(name, limit.signal))) throw cliErrors.SessionEnded({ name });
      const annotations = { [restartedAt]: new Date().toISOString() };
      await api.patch(name, { metadata: { annotations } }, limit.signal);
      print(`Session ${name} is being restarted.`);
    }
    return 0;
  } finally {
    limit.dispose();
  }
}

async function listActive(api: SessionApi, signal: AbortSignal): Promise<readonly string[]> {
  const { items } = await api.list({}, signal);
  return items
    .filter((session) => getState(session) !== '' && !hasEnded(session))
    .map(({ metadata }) => metadata.name);
}

function describeEnd(session: Session): string {
  const { name } = session.metadata;
  if (getState(session) === '') return `Session ${name} was stopped before it started.`;
  const code = session.status?.exitCode;
  const how = code === undefined ? '' : ` with exit code ${code}`;
  return `Session ${name} has ended${how}.`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
