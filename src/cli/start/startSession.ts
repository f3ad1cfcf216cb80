import { onAbort } from '../../common/abort.ts';
import { systemClock, withTimeout } from '../../common/clock.ts';
import { cliErrors } from '../errors.ts';
import type { SessionsOptions } from '../invocation.ts';
import { formatList, formatValue } from '../output/printed.ts';
import { createOutput } from '../output/terminal.ts';
import { requestStop } from '../sessions/changeSessions.ts';
import { connectSessions, type SessionApi } from '../sessions/connectSessions.ts';
import { untilEnded } from '../sessions/followSession.ts';
import type { Session } from '../sessions/session.ts';
import { printLog } from '../sessions/sessionLogs.ts';
import { createSessionView } from '../sessions/sessionView.ts';
import { startTimeLimit } from '../sessions/timeLimit.ts';
import { getExitCode } from './exitCode.ts';
import { readNamedConfiguration } from './launchJson.ts';
import { readSessionFile } from './sessionFile.ts';
import { toSessionObject } from './sessionRequest.ts';
import { readTarget } from './target.ts';

/** How long the last output may take after the end of a session, in milliseconds. */
const outputTimeout = 5_000;

/** Starts a session, copies its output until it ends and resolves to its exit code. Signals stop it. */
export async function startSession(options: SessionsOptions<'start'>): Promise<number> {
  const object = await toObject(options);
  const api = await connectSessions(options);
  if (options.detach) return printStarted(await api.create(object), options);
  return attend(api, object, options);
}

async function toObject(options: SessionsOptions<'start'>): Promise<unknown> {
  const { args, debug, env, file, launchProfile, name, target = '' } = options;
  if (file !== undefined) return readSessionFile(file, name);
  const targetOptions = {
    currentFolder: process.cwd(),
    mode: debug ? ('Debug' as const) : ('NoDebug' as const),
    launchProfile,
  };
  const request =
    (await readTarget(target, targetOptions)) ??
    (await readNamedConfiguration(target, targetOptions));
  if (request === undefined) throw cliErrors.TargetNotFound({ target });
  const variables = { env: [...request.env, ...env] };
  return toSessionObject({ ...request, ...variables, ...(args && { args }) }, name);
}

function printStarted(session: Session, { format }: SessionsOptions<'start'>): number {
  const output = createOutput(process.stdout, process.env);
  const isObject = format === 'json' || format === 'yaml';
  const view = createSessionView(() => new Date());
  output.write(
    isObject ? formatValue(session, format) : formatList([session], format, view, output),
  );
  return 0;
}

/** Signals that stop the session; a second one leaves it alone. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function attend(
  api: SessionApi,
  object: unknown,
  { timeout }: SessionsOptions<'start'>,
): Promise<number> {
  const limit = startTimeLimit(timeout);
  const leave = new AbortController();
  /** `undefined` until the host has created the session. */
  let name: string | undefined;
  let wasInterrupted = false;
  let isStopRequested = false;
  const stop = (): void => {
    isStopRequested = true;
    if (name !== undefined) void requestStop(api, name).catch(() => {});
  };
  const interrupt = (): void => {
    if (wasInterrupted) {
      leave.abort(name === undefined ? cliErrors.StartLeft() : cliErrors.SessionLeft({ name }));
    }
    wasInterrupted = true;
    stop();
  };
  // Registered before the request, since the session may start before its answer arrives.
  for (const signal of signals) process.on(signal, interrupt);
  // The reader of the output is gone, such as `head`.
  process.stdout.once('error', stop);
  const late = onAbort(limit.signal, stop);
  try {
    ({ name } = (await api.create(object, leave.signal)).metadata);
    if (isStopRequested) stop();
    const last = await untilPrinted(api, name, leave.signal);
    if (limit.signal.aborted) throw limit.signal.reason;
    return getExitCode(last, wasInterrupted);
  } finally {
    late.dispose();
    limit.dispose();
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/** Copies the output of a session until it has ended. */
async function untilPrinted(api: SessionApi, name: string, signal: AbortSignal): Promise<Session> {
  const query = { follow: true };
  const printed = Promise.all([
    printLog(api, { name, stream: 'stdout', query, signal }),
    printLog(api, { name, stream: 'stderr', query, signal }),
  ]);
  // Its failure is reported below, once the session has ended.
  printed.catch(() => {});
  const last = await untilEnded(api, name, signal);
  await withTimeout(systemClock, outputTimeout, printed, undefined);
  return last;
}
