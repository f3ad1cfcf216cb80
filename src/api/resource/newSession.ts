import { randomInt } from 'node:crypto';
import type { LaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import type { SessionSpec } from '../../protocol/ideSession.ts';
import type { StatusCause } from '../answers/status.ts';
import { parseLaunch } from './launchRequest.ts';
import { computeLabels, type Labels } from './labels.ts';
import { checkMetadata, invalid, required } from './metadataRules.ts';
import { checkName, generateName } from './names.ts';
import { type SessionChange, toChange } from './sessionChange.ts';
import { checkDesiredState } from './specRules.ts';
import type { WrittenMetadata, WrittenSession } from './written.ts';

/** A session that a client wants to create. */
export interface NewSession {
  /** Returns its name; a new one each time if the name is generated. */
  readonly chooseName: () => string;
  readonly metadata: Pick<SessionChange, 'annotations' | 'finalizers' | 'labels'>;
  readonly spec: LaunchRequest & Pick<SessionSpec, 'desiredState' | 'launchConfigurations'>;
  /** For checking whether it can be launched. */
  readonly plan: LaunchPlan;
}

/** A session that can be created, or what is wrong with it. */
type ParsedNewSession =
  | { readonly kind: 'new'; readonly session: NewSession }
  | { readonly kind: 'invalid'; readonly causes: readonly StatusCause[] };

/** The owner of sessions that are created through the API. */
export const owner = { kind: 'api' } as const;

/** Checks a session that a client wants to create. `limit` bounds its launch configurations, in bytes. */
export function parseNewSession(
  written: WrittenSession,
  launchTypes: LaunchTypes,
  limit: number,
): ParsedNewSession {
  const { metadata, spec } = written;
  const chooseName = nameChooser(metadata);
  const launch = parseLaunch(spec, launchTypes, limit);
  const causes = [
    ...checkNames(metadata, chooseName),
    ...(launch.kind === 'invalid' ? launch.causes : []),
    // Few clients set the labels of the host.
    ...(launch.kind === 'launch' ? checkMetadata(metadata, () => getComputed(launch.request)) : []),
    ...checkDesiredState(spec),
  ];
  if (launch.kind === 'invalid' || causes.length > 0) return { kind: 'invalid', causes };
  const { desiredState, ...chosen } = toChange(written);
  const launchConfigurations = spec.launchConfigurations ?? '';
  return {
    kind: 'new',
    session: {
      chooseName,
      metadata: chosen,
      spec: { ...launch.request, desiredState, launchConfigurations },
      plan: launch.plan,
    },
  };
}

/** Returns the labels of the host. */
function getComputed({ launchConfiguration }: LaunchRequest): Labels {
  return computeLabels(owner, launchConfiguration);
}

function nameChooser({ generateName: prefix, name }: WrittenMetadata): () => string {
  if (name) return () => name;
  return () => (prefix ? generateName(prefix, randomInt) : '');
}

function checkNames(
  { generateName: prefix, name }: WrittenMetadata,
  chooseName: () => string,
): readonly StatusCause[] {
  if (!name && !prefix) return [required('metadata.name', 'name or generateName is required')];
  const problem = checkName(chooseName());
  if (problem === undefined) return [];
  return [invalid(name ? 'metadata.name' : 'metadata.generateName', problem)];
}
