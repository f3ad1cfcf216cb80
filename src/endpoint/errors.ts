import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of opening the endpoint and of the state file. */
export const endpointErrors = defineErrors({
  PortNotAvailable: {
    message: 'The endpoint could not listen on port {port}: {reason}.',
    remedy: 'Stop the program that uses the port, or choose another port.',
  },
  MalformedStateFile: {
    message: '{path} is not a state file of IDE Session Host.',
    remedy: 'Delete it, or choose another file.',
  },
  StateFileUnreadable: {
    message: 'The state file could not be read: {reason}.',
    remedy: 'Check its permissions, or choose another file.',
  },
  UnsafeStateFile: {
    message:
      'The state file {path} {reason}. It contains a private key, so only you may have access to it.',
    remedy: 'Delete it, or choose another file.',
  },
});
