import { protocolVersions } from './versions.ts';

/** The answer to `GET /info`, and the value of `DEBUG_SESSION_INFO`. */
export interface Info {
  readonly protocols_supported: readonly string[];
  readonly supported_launch_configurations: readonly string[];
}

/** Creates the answer for this endpoint, with the launch configuration types that it can run. */
export function createInfo(launchConfigurationTypes: readonly string[]): Info {
  return {
    protocols_supported: [...protocolVersions],
    supported_launch_configurations: [...launchConfigurationTypes],
  };
}
