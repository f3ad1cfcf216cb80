import { defineErrors } from '../common/errorCatalogue.ts';

/** The failures of sessions that never reached a program, or lost it with their host. */
export const sessionErrors = defineErrors({
  RunNotStarted: {
    message: 'The session could not be started: {reason}.',
    remedy: 'Start it again. If it fails again, see the log of IDE Session Host.',
  },
  TooManySessions: {
    message:
      'The session was not started, because no more than {maximum} may run at the same time.',
    remedy: 'Stop another session, or raise ideSessionHost.maxSessions or --max-sessions.',
  },
  ProgramNotReplaced: {
    message: 'The program was not replaced and runs on.',
    remedy: '{reason}',
  },
  RecreationInterrupted: {
    message: 'The session ended before its program was replaced.',
    remedy: 'Start the session again.',
  },
  SessionHostCrashed: {
    message: 'The session host ended unexpectedly, and with it the program of this session.',
    remedy: 'Start the session again.',
  },
});
