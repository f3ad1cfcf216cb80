import { isDeepStrictEqual } from 'node:util';
import { hostLabel, type IdeSession, type SessionSpec } from '../../protocol/ideSession.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import type { SessionPatch } from '../../sessions/store.ts';
import type { StatusCause } from '../answers/status.ts';
import { isSameEnv, withoutEnvValues } from './envValues.ts';
import { restartedAt } from './annotations.ts';
import { getLabels, type Labels } from './labels.ts';
import { checkMetadata, forbidden, withoutOwnLabels } from './metadataRules.ts';
import { checkDesiredState } from './specRules.ts';
import { toObject } from './toObject.ts';
import type { WrittenMetadata, WrittenSession, WrittenSpec } from './written.ts';

/** What a client can change in a session. */
export interface SessionChange {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly finalizers: readonly string[];
  readonly desiredState: SessionSpec['desiredState'];
}

/** Returns the current values of what a client can change. */
function getChangeable({ metadata, spec }: IdeSession): SessionChange {
  const { annotations = {}, finalizers = [], labels = {} } = metadata;
  return { annotations, finalizers, labels, desiredState: spec.desiredState };
}

/** Returns the changeable part of an object that a client wrote. */
export function toChange({ metadata, spec }: WrittenSession): SessionChange {
  return {
    labels: withoutOwnLabels(metadata.labels ?? {}),
    annotations: withoutEnvValues(metadata.annotations ?? {}),
    finalizers: metadata.finalizers ?? [],
    desiredState: (spec.desiredState ?? '') as SessionSpec['desiredState'],
  };
}

/** Returns what a change stores; `undefined` if it leaves the session as it is. */
export function toPatch(session: IdeSession, change: SessionChange): SessionPatch | undefined {
  const { desiredState, ...metadata } = change;
  const { desiredState: present, ...presentMetadata } = getChangeable(session);
  const isStateChanged = desiredState !== present;
  if (!isStateChanged && isDeepStrictEqual(metadata, presentMetadata)) return undefined;
  return { metadata, ...(isStateChanged && { spec: { desiredState } }) };
}

/** Whether a change asks for a restart of the program. */
export function isRestart(session: IdeSession, { annotations }: SessionChange): boolean {
  const requested = annotations[restartedAt] ?? '';
  return requested !== '' && requested !== session.metadata.annotations?.[restartedAt];
}

/** Returns what is wrong with the change of a session into an object that a client wrote. */
export function checkChange(session: IdeSession, written: WrittenSession): readonly StatusCause[] {
  return [
    ...checkMetadata(written.metadata, () => getLabels(session)),
    ...checkTimes(session, written.metadata),
    ...checkNewFinalizers(session, written.metadata),
    ...checkDesiredState(written.spec),
    ...checkImmutableSpec(session, written.spec),
    ...checkRestart(session, written),
    ...checkHost(session, written.metadata),
  ];
}

function checkTimes(session: IdeSession, written: WrittenMetadata): readonly StatusCause[] {
  const { metadata } = toObject(session);
  const times = ['creationTimestamp', 'deletionTimestamp'] as const;
  return times.flatMap((time) =>
    (written[time] ?? metadata[time]) === metadata[time]
      ? []
      : [forbidden(`metadata.${time}`, 'the host sets this field')],
  );
}

/** An object that is being deleted can't get further finalizers. */
function checkNewFinalizers(
  { metadata }: IdeSession,
  written: WrittenMetadata,
): readonly StatusCause[] {
  if (metadata.deletionTimestamp === undefined) return [];
  const known = new Set(metadata.finalizers);
  if ((written.finalizers ?? []).every((finalizer) => known.has(finalizer))) return [];
  const problem = 'no new finalizers can be added if the object is being deleted';
  return [forbidden('metadata.finalizers', problem)];
}

function checkImmutableSpec(session: IdeSession, written: WrittenSpec): readonly StatusCause[] {
  const { spec } = toObject(session);
  const problem = 'cannot be changed after the session was created';
  const causes: StatusCause[] = [];
  if (written.launchConfigurations !== spec.launchConfigurations) {
    causes.push(forbidden('spec.launchConfigurations', problem));
  }
  if (!isDeepStrictEqual(written.args ?? undefined, spec.args)) {
    causes.push(forbidden('spec.args', problem));
  }
  if (!isSameEnv(session.spec.env, written.env)) causes.push(forbidden('spec.env', problem));
  if (spec.desiredState === 'Stopped' && written.desiredState !== 'Stopped') {
    causes.push(forbidden('spec.desiredState', 'cannot be changed once it is Stopped'));
  }
  return causes;
}

function checkRestart(session: IdeSession, written: WrittenSession): readonly StatusCause[] {
  const change = toChange(written);
  if (!isRestart(session, change)) return [];
  const { deletionTimestamp } = session.metadata;
  const { state } = session.status;
  const isEnding = state === 'Stopping' || deletionTimestamp !== undefined;
  if (!isTerminal(state) && !isEnding && change.desiredState !== 'Stopped') return [];
  const problem = 'a session that has ended or is being stopped cannot be restarted';
  return [forbidden(`metadata.annotations[${restartedAt}]`, problem)];
}

/** The host that runs a session can't be changed after its start. */
function checkHost(session: IdeSession, { labels }: WrittenMetadata): readonly StatusCause[] {
  const { metadata, status } = session;
  if (labels?.[hostLabel] === metadata.labels?.[hostLabel]) return [];
  if (metadata.owner.kind === 'api' && status.state === '') return [];
  const problem = 'the host can only be changed in sessions of API clients that have not started';
  return [forbidden(`metadata.labels[${hostLabel}]`, problem)];
}
