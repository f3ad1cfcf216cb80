import manifest from '../../../package.json' with { type: 'json' };

/** The Kubernetes version that the API follows. Clients compare it with their own. */
const followed = { major: '1', minor: '32' };

/** The answer to `/version`. The host's own version is in the build metadata. */
export const serverVersion = {
  ...followed,
  gitVersion: `v${followed.major}.${followed.minor}.0+ide-session-host.${manifest.version}`,
  gitCommit: '',
  gitTreeState: '',
  buildDate: '',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
};
