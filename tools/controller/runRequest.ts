/** One way to launch a session; the properties beside `type` depend on it. */
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
  /** Absent or `null`: the profile's arguments hold. */
  args?: string[] | null;
}

/** The session id that a `Location` ends in, if it is one of a session. */
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
