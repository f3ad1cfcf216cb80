import { protocolVersions } from './versions.ts';

/** The answer to `GET /info`, and the value of `DEBUG_SESSION_INFO`. */
export interface Info {
  readonly protocols_supported: readonly string[];
  readonly supported_launch_configurations: readonly string[];
}

/** Says what this endpoint speaks and which launch configuration types it runs. */
export function createInfo(launchConfigurationTypes: readonly string[]): Info {
  return {
    protocols_supported: [...protocolVersions],
    supported_launch_configurations: [...launchConfigurationTypes],
  };
}
