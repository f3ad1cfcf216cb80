import { defineErrors } from '../errorCatalogue.ts';

/** Errors of opening a server, and of files with its secrets. */
export const serverErrors = defineErrors({
  PortNotAvailable: {
    message: 'The host could not listen on port {port}: {reason}.',
    remedy: 'Stop the program that uses the port, or choose another port.',
  },
  PrivateFileUnreadable: {
    message: 'The file {path} could not be read: {reason}.',
    remedy: 'Check its permissions, or choose another file.',
  },
  UnsafePrivateFile: {
    message: 'The file {path} {reason}. It contains a secret, so only you may have access to it.',
    remedy: 'Delete it, or choose another file.',
  },
});
