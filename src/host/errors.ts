import { defineErrors } from '../common/errorCatalogue.ts';
import { definePhrases } from '../common/phrases.ts';

/** What is wrong with a setting that is an object. */
export const settingPhrases = definePhrases({
  wrong: '{place} is wrong',
  unknown: 'unknown name',
});

/** Errors of a host. */
export const hostErrors = defineErrors({
  MalformedStateFile: {
    message: '{path} is not a state file of IDE Session Host.',
    remedy: 'Delete it, or choose another file.',
  },
  ClusterSettingInvalid: {
    message: 'The setting ideSessionHost.cluster is invalid: {place}.',
    remedy:
      'Set kubeconfig to the path of a file, and context and hostName to names, or remove them.',
  },
  PrebuildHoursInvalid: {
    message: 'The setting ideSessionHost.prebuildHours is invalid: {place}.',
    remedy:
      'Set days to a list of Mon, Tue, Wed, Thu, Fri, Sat and Sun, and from and to to times such as 08:30, or remove them.',
  },
  LaunchRefused: {
    message: 'The session cannot be started: {reason}.',
    remedy: 'Correct the launch configuration.',
  },
  HostClosing: {
    message: 'This window or host is closing, so no session is started.',
    remedy: 'Start it again in another one.',
  },
});
