import type { IdeSession } from '../../protocol/ideSession.ts';
import { conflict } from '../answers/writeErrors.ts';

/** What a client expects of the session that it changes or deletes. */
export interface Preconditions {
  readonly uid?: string | null | undefined;
  readonly resourceVersion?: string | null | undefined;
}

/** Throws a StatusError if the session isn't what the client expects. Empty expectations are none. */
export function assertPreconditions({ metadata }: IdeSession, expected: Preconditions): void {
  const { name, resourceVersion, uid } = metadata;
  if (expected.uid && expected.uid !== uid) {
    throw conflict(
      name,
      `Precondition failed: UID in precondition: ${expected.uid}, UID in object meta: ${uid}`,
    );
  }
  if (expected.resourceVersion && expected.resourceVersion !== String(resourceVersion)) {
    throw conflict(
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
}
