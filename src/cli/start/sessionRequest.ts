import { apiVersion, kind } from '../../api/resource/kind.ts';

/** What `sessions start` asks for. */
export interface SessionRequest {
  readonly launchConfiguration: Readonly<Record<string, unknown>>;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly args?: readonly string[];
  /** What it is called by the user, such as a path. */
  readonly title: string;
}

/** The longest beginning of a name that a host completes. */
const longestBeginning = 40;

/** Creates the object that starts a session at once, with a name or with one that the host completes. */
export function toSessionObject(request: SessionRequest, name: string | undefined): unknown {
  const { args, env, launchConfiguration, title } = request;
  return {
    apiVersion,
    kind,
    metadata: name === undefined ? { generateName: `${toBeginning(title)}-` } : { name },
    spec: {
      launchConfigurations: JSON.stringify([launchConfiguration]),
      desiredState: 'Running',
      ...(env.length > 0 && { env }),
      ...(args && { args }),
    },
  };
}

/** Converts a title to the beginning of a DNS-1123 name. */
function toBeginning(title: string): string {
  const last = title.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const name = last
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longestBeginning)
    .replaceAll(/^-+|-+$/g, '');
  return name || 'session';
}
