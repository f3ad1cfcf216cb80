import { startSession } from '../start/startSession.ts';
import type { SessionsCommand } from '../invocation.ts';
import { restartSessions, stopSessions } from './changeSessions.ts';
import { toCliError } from './connectSessions.ts';
import { describeSessions } from './describeSession.ts';
import { getSessions, listSessions, watchEvents } from './printSessions.ts';
import { recreateSession } from './recreateSession.ts';
import { printLogs } from './sessionLogs.ts';

/** Runs a command about sessions. Resolves to its exit code. Rejects with a HumanError if it fails. */
export async function runSessionsCommand(command: SessionsCommand): Promise<number> {
  // The reader of a pipe may exit early, as `head` does. `start` stops its session in that case.
  if (command.name !== 'start') process.stdout.once('error', () => process.exit(0));
  try {
    return await dispatch(command);
  } catch (error) {
    throw toCliError(error);
  }
}

function dispatch({ name, options }: SessionsCommand): Promise<number> {
  switch (name) {
    case 'list':
      return listSessions(options);
    case 'get':
      return getSessions(options);
    case 'watch':
      return watchEvents(options);
    case 'start':
      return startSession(options);
    case 'stop':
      return stopSessions(options);
    case 'restart':
      return restartSessions(options);
    case 'recreate':
      return recreateSession(options);
    case 'logs':
      return printLogs(options);
    case 'describe':
      return describeSessions(options);
  }
}
