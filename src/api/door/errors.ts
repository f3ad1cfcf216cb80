import { defineErrors } from '../../common/errorCatalogue.ts';

/** Errors of the socket through which the command line reaches a host. */
export const doorErrors = defineErrors({
  UnsafeDoorFolder: {
    message:
      'The folder {path} {reason}. It contains the sockets of your session hosts, so only you may have access to it.',
    remedy: 'Delete it, or set XDG_RUNTIME_DIR to a folder that only you can enter.',
  },
  DoorPathTooLong: {
    message:
      'The path of the socket {path} is longer than the {limit} bytes that the system allows.',
    remedy: 'Set XDG_RUNTIME_DIR to a folder with a shorter path.',
  },
  DoorNotOpened: {
    message:
      'The command line cannot reach this host, because its socket could not be opened: {reason}.',
    remedy: 'Correct the folder, and restart the host.',
  },
});
