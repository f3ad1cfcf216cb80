import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of the command line. */
export const cliErrors = defineErrors({
  WrongUsage: {
    message: '{problem}.',
    remedy: 'See ide-session-host --help.',
  },
  WorkspaceNotFound: {
    message: 'The workspace folder {path} does not exist.',
    remedy: 'Create it, or correct --workspace.',
  },
  CommandNotStarted: {
    message: '{command} could not be started: {reason}.',
    remedy: 'Correct the command after --.',
  },
  CurrentFolderNotFound: {
    message: 'The current folder was deleted.',
    remedy: 'Change to another folder and start again.',
  },
});
