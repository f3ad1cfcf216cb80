import { randomUUID } from 'node:crypto';
import {
  type IdeSession,
  type SessionOwner,
  type SessionSpec,
  toTimestamp,
} from '../protocol/ideSession.ts';

/** What a client of the resource API chooses. */
export type ChosenMetadata = Partial<
  Pick<IdeSession['metadata'], 'annotations' | 'finalizers' | 'labels' | 'name'>
>;

/** The spec of a new session, which isn't started unless it says so. */
export type NewSpec = Omit<SessionSpec, 'desiredState'> &
  Partial<Pick<SessionSpec, 'desiredState'>>;

/** Returns a session that no store has yet. */
export function createDraft(
  owner: SessionOwner,
  spec: NewSpec,
  chosen: ChosenMetadata,
  now: Date,
): IdeSession {
  const uid = randomUUID();
  const creationTimestamp = toTimestamp(now);
  const metadata = { name: uid, uid, owner, creationTimestamp, resourceVersion: 0, generation: 1 };
  return {
    metadata: { ...metadata, ...chosen },
    spec: { ...spec, desiredState: spec.desiredState ?? '' },
    status: { state: '' },
  };
}
