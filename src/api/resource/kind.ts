import { sessionGroup } from '../../protocol/ideSession.ts';

// The names of the IdeSession kind (microsoft/dcp, pull request 172).

export const group = sessionGroup;
export const version = 'v1';
export const apiVersion = `${group}/${version}`;
export const kind = 'IdeSession';
export const listKind = 'IdeSessionList';
export const plural = 'idesessions';

/** The path of all sessions. */
export const collectionPath = `/apis/${apiVersion}/${plural}`;

/** The labels that the host computes for every session. Clients can't change them. */
export const ownLabels = {
  /** Who asked for the session: `controller`, `user` or `api`. */
  origin: `${group}/origin`,
  /** The instance id of its controller. */
  controller: `${group}/controller`,
  launchType: `${group}/launch-type`,
  /** The base name of the project or program. */
  project: `${group}/project`,
} as const;
