import type { IdeSession } from '../../protocol/ideSession.ts';
import { isActive } from '../../sessions/sessions.ts';

/** Whether a session runs its program, or is about to. */
export function isUsing(session: IdeSession): boolean {
  return isActive(session) || isRequested(session);
}

/** The sessions of controllers and users are started at once. */
function isRequested({ metadata, spec, status }: IdeSession): boolean {
  if (status.state !== '' || metadata.deletionTimestamp !== undefined) return false;
  return (
    spec.desiredState === 'Running' || (spec.desiredState === '' && metadata.owner.kind !== 'api')
  );
}
