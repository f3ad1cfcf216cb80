import { finished } from 'node:stream/promises';
import type { OutputStream } from '../../common/outputStream.ts';
import type { SessionsOptions } from '../invocation.ts';
import { connectSessions, type SessionApi } from './connectSessions.ts';
import { startTimeLimit } from './timeLimit.ts';

/** Parameters of the log, by the names that the API gives them. */
type LogQuery = Readonly<Record<string, string | number | boolean | undefined>>;

/** Prints the output of a session, and what follows if it is asked for. */
export async function printLogs(options: SessionsOptions<'logs'>): Promise<number> {
  const { follow, lineNumbers, name, source, tail, timeout, timestamps } = options;
  const limit = startTimeLimit(timeout);
  const query = {
    follow: follow || undefined,
    tail,
    timestamps: timestamps || undefined,
    line_numbers: lineNumbers || undefined,
  };
  try {
    const api = await connectSessions(options);
    const streams: readonly OutputStream[] = source === 'all' ? ['stdout', 'stderr'] : [source];
    await Promise.all(
      streams.map((stream) => printLog(api, { name, stream, query, signal: limit.signal })),
    );
    return 0;
  } finally {
    limit.dispose();
  }
}

interface PrintedLog {
  readonly name: string;
  readonly stream: OutputStream;
  readonly query: LogQuery;
  readonly signal: AbortSignal;
}

/** Copies one stream of a session to the same stream of this process. */
export async function printLog(
  api: SessionApi,
  { name, query, signal, stream }: PrintedLog,
): Promise<void> {
  const text = await api.readText(name, 'log', { ...query, source: stream }, signal);
  text.pipe(process[stream], { end: false });
  // The rest is read and dropped.
  process[stream].once('error', () => text.resume());
  try {
    await finished(text);
    await new Promise<void>((resolve) => process[stream].write('', () => resolve()));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  }
}
