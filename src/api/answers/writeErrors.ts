import type { IdeSession } from '../../protocol/ideSession.ts';
import { group, kind, plural } from '../resource/kind.ts';
import { invalid, type StatusCause, StatusError } from './status.ts';

/** The error for an object that is not accepted, with one cause for each field. */
export function invalidSession(name: string, causes: readonly StatusCause[]): StatusError {
  return invalid({ name, group, kind }, causes);
}

/** The error for the options of a request, such as `CreateOptions`, that are not accepted. */
export function invalidOptions(options: string, causes: readonly StatusCause[]): StatusError {
  return invalid({ group: 'meta.k8s.io', kind: options }, causes);
}

/** The error for a name that another session has. */
export function alreadyExists({ metadata }: IdeSession): StatusError {
  const { deletionTimestamp, name } = metadata;
  const state = deletionTimestamp === undefined ? '' : 'object is being deleted: ';
  const message = `${state}${plural}.${group} "${name}" already exists`;
  return new StatusError('AlreadyExists', message, { name, group, kind: plural });
}

/** The error for a session that isn't in the version, or isn't the object, that a client expects. */
export function conflict(name: string, problem: string): StatusError {
  const message = `Operation cannot be fulfilled on ${plural}.${group} "${name}": ${problem}`;
  return new StatusError('Conflict', message, { name, group, kind: plural });
}
