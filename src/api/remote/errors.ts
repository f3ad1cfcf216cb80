import { defineErrors } from '../../common/errorCatalogue.ts';

/** The failures of sessions that are kept on an API server, shown in their status. */
export const remoteErrors = defineErrors({
  SessionHostLost: {
    message: 'The host that ran this session ({host}) is gone, and with it the program.',
    remedy: 'Create the session again to run it on another host.',
  },
  SessionInvalid: {
    message: 'This session can not be run: {problem}.',
    remedy: 'Create it again with a valid spec.',
  },
});
