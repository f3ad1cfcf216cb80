/** One way to launch a session; its other properties depend on `type`. */
export interface LaunchConfiguration {
  type: string;
  mode?: 'Debug' | 'NoDebug';
  [property: string]: unknown;
}

/** An environment variable for the program. */
interface EnvironmentVariable {
  name: string;
  value: string;
}

/** The body of `PUT /run_session`. */
export interface RunRequest {
  launch_configurations: LaunchConfiguration[];
  env?: EnvironmentVariable[];
  /** Absent or `null`: the profile's arguments are used. */
  args?: string[] | null;
}

/** The session id at the end of a `Location`, if it is a session's. */
export function idFromLocation(location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location, 'http://localhost')) {
    return undefined;
  }
  const { pathname } = new URL(location, 'http://localhost');
  const segment = /\/run_session\/([^/]+)$/.exec(pathname)?.[1];
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
