import { isDeepStrictEqual } from 'node:util';

/** An endpoint's capabilities. */
export interface Info {
  protocols_supported: string[];
  supported_launch_configurations?: string[];
}

/** The versions that a controller knows, oldest first. */
const knownVersions = ['2024-03-03', '2024-04-23', '2025-10-01'] as const;

/** The first version that requires pongs. */
export const versionWithPongs: string = knownVersions[1];

/** The first version with `sessionMessage` and `supported_launch_configurations`. */
export const versionWithMessages: string = knownVersions[2];

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string' && entry !== '');
}

/** The newest common version, if there is one. */
export function commonVersion({ protocols_supported }: Info): string | undefined {
  return knownVersions.filter((version) => protocols_supported.includes(version)).at(-1);
}

function faultsInTypes(types: unknown, versions: unknown[]): string[] {
  if (types === undefined) {
    return versions.includes(versionWithMessages)
      ? ['supported_launch_configurations is missing']
      : [];
  }
  return isTextList(types) ? [] : ['supported_launch_configurations is not a list of texts'];
}

function faultsInAnnouncement(announced: string, answer: unknown): string[] {
  try {
    const isSame = isDeepStrictEqual(JSON.parse(announced), answer);
    return isSame ? [] : ['DEBUG_SESSION_INFO says otherwise'];
  } catch {
    return ['DEBUG_SESSION_INFO is not JSON'];
  }
}

/** What is wrong with the response to `GET /info`, compared with the environment. */
export function faultsInInfo(
  answer: Record<string, unknown>,
  announced: string | undefined,
): string[] {
  const faults = announced === undefined ? [] : faultsInAnnouncement(announced, answer);
  const versions = answer['protocols_supported'];
  const types = answer['supported_launch_configurations'];
  if (!isTextList(versions)) {
    return [...faults, 'protocols_supported is not a list of texts'];
  }
  if (commonVersion({ protocols_supported: versions }) === undefined) {
    faults.push('protocols_supported holds no known version');
  }
  return [...faults, ...faultsInTypes(types, versions)];
}
