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

/** Restarts the programs of sessions, and starts those of sessions that have not started. */
export async function restartSessions(options: SessionsOptions<'restart'>): Promise<number> {
  const limit = startTimeLimit(options.timeout);
  try {
    const api = await connectSessions(options);
    for (const name of options.names) {
      print(`Session ${name} is being ${await requestRestart(api, name, limit.signal)}.`);
    }
    return 0;
  } finally {
    limit.dispose();
  }
}

/** Requests the restart of a session's program, or its first start. Resolves to which of them it was. */
export async function requestRestart(
  api: SessionApi,
  name: string,
  signal?: AbortSignal,
): Promise<'started' | 'restarted'> {
  const session = await api.get(name, signal);
  if (hasEnded(session)) throw cliErrors.SessionEnded({ name });
  if (getState(session) === '') {
    await api.patch(name, { spec: { desiredState: 'Running' } }, signal);
    return 'started';
  }
  const annotations = { [restartedAt]: new Date().toISOString() };
  await api.patch(name, { metadata: { annotations } }, signal);
  return 'restarted';
}

async function listActive(api: SessionApi, signal: AbortSignal): Promise<readonly string[]> {
  const { items } = await api.list({}, signal);
  return items
    .filter((session) => isWanted(session) && !hasEnded(session))
    .map(({ metadata }) => metadata.name);
}

/** Whether the session has started or is to start. */
function isWanted(session: Session): boolean {
  return getState(session) !== '' || session.spec.desiredState === 'Running';
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
