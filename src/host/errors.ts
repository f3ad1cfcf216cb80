import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of a host. */
export const hostErrors = defineErrors({
  MalformedStateFile: {
    message: '{path} is not a state file of IDE Session Host.',
    remedy: 'Delete it, or choose another file.',
  },
});
