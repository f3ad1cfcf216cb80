import { printable } from '../../common/printable.ts';
import type { SessionsOptions } from '../invocation.ts';
import { formatAge } from '../../common/age.ts';
import { getExpiry, getOutOfDate, getPreparation } from '../../protocol/ideSession.ts';
import { connectSessions } from './connectSessions.ts';
import { getState, type Session } from './session.ts';
import { startTimeLimit } from './timeLimit.ts';

/** Prints everything that is known about sessions, for people. */
export async function describeSessions(options: SessionsOptions<'describe'>): Promise<number> {
  const limit = startTimeLimit(options.timeout);
  try {
    const api = await connectSessions(options);
    const texts: string[] = [];
    for (const name of options.names) {
      texts.push(formatDescription(await api.get(name, limit.signal), new Date()));
    }
    process.stdout.write(texts.join('\n'));
    return 0;
  } finally {
    limit.dispose();
  }
}

/** Formats a session in lines of a name and a value. Values of variables are not known. */
export function formatDescription(session: Session, now: Date): string {
  const { metadata, spec, status = {} } = session;
  return [
    ...line('Name', metadata.name),
    ...line('State', getState(session) || 'not started'),
    ...line('Desired state', spec.desiredState),
    ...line('Message', status.message),
    ...line('Out of date', getOutOfDate(session)?.message),
    ...line('Prepared', getPreparation(session)?.message),
    ...line('Lifecycle', getExpiry(session)?.message),
    ...line('Pid', status.pid),
    ...line('Exit code', status.exitCode),
    ...line('Created', withAge(metadata.creationTimestamp, now)),
    ...line('Started', withAge(status.startupTimestamp, now)),
    ...line('Ended', withAge(status.finishTimestamp, now)),
    ...block('Labels', Object.entries(metadata.labels ?? {})),
    ...block('Annotations', Object.entries(metadata.annotations ?? {})),
    ...configurations(spec.launchConfigurations),
    ...line('Arguments', spec.args && JSON.stringify(spec.args)),
    ...line('Variables', spec.env?.map(({ name }) => name).join(', ')),
  ].join('');
}

const width = 16;

function line(name: string, value: string | number | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  return [`${`${name}:`.padEnd(width)}${printable(String(value))}\n`];
}

function block(name: string, entries: readonly (readonly [string, unknown])[]): readonly string[] {
  return entries.flatMap(([key, value], index) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [`${(index === 0 ? `${name}:` : '').padEnd(width)}${printable(`${key}: ${text}`)}\n`];
  });
}

/** Each launch configuration with its properties. */
function configurations(text: string): readonly string[] {
  try {
    const parsed = JSON.parse(text) as readonly Readonly<Record<string, unknown>>[];
    return parsed.flatMap((one) => block('Configuration', Object.entries(one)));
  } catch {
    return line('Configuration', text);
  }
}

function withAge(time: string | undefined, now: Date): string | undefined {
  return time === undefined ? undefined : `${time} (${formatAge(time, now)} ago)`;
}
