/** A measured request, and the expected status. */
export interface Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  readonly status: number;
}

/** A session with this script runs until it is stopped. */
export const stayingScript = 'stays.js';

const version = 'api-version=2025-10-01';

export const getInfo: Request = { method: 'GET', path: '/info', status: 200 };

/** Requests a session with 40 variables. */
export function putSession(script_path: string): Request {
  return {
    method: 'PUT',
    path: `/run_session?${version}`,
    body: JSON.stringify({
      launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' }],
      env: Array.from({ length: 40 }, (_, index) => ({
        name: `SOME_VARIABLE_${index}`,
        value: `https://localhost:${5000 + index}/some/value`,
      })),
      args: ['--urls', 'http://localhost:5000'],
    }),
    status: 201,
  };
}

/** Stops the session at an address. The status is 200 only for a running one. */
export function deleteSession(location: string): Request {
  return { method: 'DELETE', path: `${new URL(location).pathname}?${version}`, status: 200 };
}
