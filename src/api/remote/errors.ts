import { defineErrors } from '../../common/errorCatalogue.ts';

/** The failures of sessions that are kept on an API server, shown in their status. */
export const remoteErrors = defineErrors({
  SessionHostLost: {
    message:
      'The host that ran this session ({host}) is gone. Its program may have run partly or completely, or may still run.',
    remedy: 'Create the session again to run it on another host.',
  },
  SessionInvalid: {
    message: 'This session cannot be run: {problem}.',
    remedy: 'Create it again with a valid spec.',
  },
});
