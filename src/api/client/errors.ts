import { defineErrors } from '../../common/errorCatalogue.ts';

/** Errors of requests to a Kubernetes API server, and of the file that says how to reach it. */
export const clientErrors = defineErrors({
  KubeconfigUnreadable: {
    message: 'The kubeconfig file {path} could not be read: {reason}.',
    remedy: 'Correct the path, or make the file readable.',
  },
  KubeconfigInvalid: {
    message: 'The kubeconfig file {path} is invalid: {problem}.',
    remedy: 'Correct the file, or export it again.',
  },
  CredentialPluginNotAllowed: {
    message:
      'The cluster at {server} needs the credential plugin "{command}", which is not allowed.',
    remedy:
      'Allow it only if you trust the kubeconfig file, or use a token or a client certificate.',
  },
  CredentialPluginFailed: {
    message: 'The credential plugin "{command}" failed: {reason}.',
    remedy: 'Run it in a terminal, and sign in if it asks for that.',
  },
  ApiServerUnreachable: {
    message: 'The API server at {server} cannot be reached: {reason}.',
    remedy: 'Check that it is running and that the address is correct.',
  },
  ApiAnswerInvalid: {
    message: 'The API server at {server} sent an answer that cannot be read: {problem}.',
    remedy: 'Check that the address is that of a Kubernetes API server.',
  },
});
