import type { IdeSession, SessionSpec } from '../../protocol/ideSession.ts';
import type { IdeSessionObject, ObjectMetadata } from './ideSessionObject.ts';
import { apiVersion, kind } from './kind.ts';
import { getLabels } from './labels.ts';

/** Converts a session to the form in which clients of the API see it, without values of variables. */
export function toObject(session: IdeSession): IdeSessionObject {
  return {
    kind,
    apiVersion,
    metadata: toMetadata(session),
    spec: toSpec(session.spec),
    status: session.status,
  };
}

/** Converts the metadata of a session. */
export function toMetadata(session: IdeSession): ObjectMetadata {
  const { metadata } = session;
  const { annotations = {}, deletionTimestamp, finalizers = [], generation, name, uid } = metadata;
  return {
    name,
    uid,
    resourceVersion: String(metadata.resourceVersion),
    generation,
    creationTimestamp: toSeconds(metadata.creationTimestamp),
    ...(deletionTimestamp !== undefined && {
      deletionTimestamp: toSeconds(deletionTimestamp),
      deletionGracePeriodSeconds: 0,
    }),
    labels: getLabels(session),
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ...(finalizers.length > 0 && { finalizers }),
  };
}

/** Converts a spec, without values of variables. */
export function toSpec(spec: SessionSpec): IdeSessionObject['spec'] {
  const { args, desiredState, env, launchConfiguration } = spec;
  return {
    launchConfigurations: spec.launchConfigurations ?? JSON.stringify([launchConfiguration]),
    ...(args && { args }),
    ...(env.length > 0 && { env: env.map(({ name }) => ({ name })) }),
    desiredState,
  };
}

function toSeconds(timestamp: string): string {
  return timestamp.replace(/\.\d+Z$/, 'Z');
}
