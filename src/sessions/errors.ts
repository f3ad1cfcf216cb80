import { defineErrors } from '../common/errorCatalogue.ts';

/** The failures of sessions that never reached a program. */
export const sessionErrors = defineErrors({
  RunNotStarted: {
    message: 'The session could not be started: {reason}.',
    remedy: 'Start it again. If it fails again, see the log of IDE Session Host.',
  },
});
