import type { IdeSession } from '../../protocol/ideSession.ts';
import { isActive } from '../../sessions/sessions.ts';

/** Whether a session runs its program, or is about to: the sessions of controllers and users are started at once. */
export function isUsing(session: IdeSession): boolean {
  const isRequested = session.status.state === '' && session.metadata.owner.kind !== 'api';
  return isActive(session) || isRequested;
}
