import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of the command line. */
export const cliErrors = defineErrors({
  WrongUsage: {
    message: '{problem}.',
    remedy: 'See {command} --help.',
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
  FileUnreadable: {
    message: '{file} could not be read: {reason}.',
    remedy: 'Correct the path.',
  },
  NoHost: {
    message: 'No session host is running.',
    remedy: 'Open a trusted folder in an editor with the extension, or run ide-session-host serve.',
  },
  HostNotFound: {
    message: 'No running session host has the pid or workspace folder {host}.',
    remedy: 'Choose one that ide-session-host hosts lists.',
  },
  SeveralHosts: {
    message: 'Several session hosts are running: {hosts}.',
    remedy: 'Choose one with --host PID, or change to a folder of its workspace.',
  },
  HostNotReached: {
    message: 'The session host {pid} could not be reached: {reason}.',
    remedy: 'Check that it is running with ide-session-host hosts, and try again.',
  },
  RequestRefused: {
    message: 'The session host has refused the request: {reason}.',
    remedy: 'Correct the request.',
  },
});
