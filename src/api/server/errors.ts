import { defineErrors } from '../../common/errorCatalogue.ts';

/** Errors of the API server. */
export const apiServerErrors = defineErrors({
  KubeconfigNotWritten: {
    message: 'The kubeconfig {path} could not be written: {reason}.',
    remedy: 'Check the permissions of its folder, or choose another file.',
  },
  ForeignKubeconfig: {
    message: 'The file {path} was not written by IDE Session Host, so it was not replaced.',
    remedy: 'Choose another file. To use several kubeconfigs together, list them in KUBECONFIG.',
  },
});
