import { preparedCondition, type SessionCondition } from '../../protocol/ideSession.ts';
import { toTransitionTime } from '../../sessions/conditions.ts';
import type { PresetReason } from '../../sessions/prebuilds/preset.ts';

/** How far a session is prepared. */
export type Preparation = Pick<SessionCondition, 'message' | 'reason' | 'status'>;

const fixed = {
  complete: { status: 'True', reason: 'Ready', message: 'The project is built.' },
  preparing: {
    status: 'Unknown',
    reason: 'Preparing',
    message: 'The project is being built ahead.',
  },
  limit: {
    status: 'False',
    reason: 'LimitReached',
    message: 'The project is not built ahead because too many others are.',
  },
  inUse: {
    status: 'False',
    reason: 'InUse',
    message: 'The project is not built ahead while a session runs it.',
  },
  building: {
    status: 'False',
    reason: 'Building',
    message: 'The project is not built ahead while another build runs.',
  },
  loaded: {
    status: 'False',
    reason: 'MachineLoaded',
    message: 'The project is not built ahead while the machine is busy or short of memory.',
  },
} as const satisfies Partial<Record<PresetReason['kind'], Preparation>>;

/** What the status of a session says that was claimed. */
export const claimed: Preparation = {
  status: 'True',
  reason: 'Claimed',
  message: 'The project was built before the session was requested.',
};

/** Returns what the status of a prepared session says. Takes the monotonic and the present time. */
export function toPreparation(reason: PresetReason, elapsed: number, now: Date): Preparation {
  const toTime = (until: number): string => {
    const time = now.getTime() + Math.max(0, until - elapsed);
    // The two clocks differ by parts of a millisecond, which could change the second.
    return toTransitionTime(new Date(1_000 * Math.round(time / 1_000)));
  };
  switch (reason.kind) {
    case 'backoff':
      return {
        status: 'False',
        reason: 'BackOff',
        message: `The project will be built ahead again at ${toTime(reason.until)}. ${reason.cause}`,
      };
    case 'outsideHours':
      return {
        status: 'False',
        reason: 'OutsideHours',
        message: `The project will be built ahead from ${toTime(reason.until)}, as its schedule says.`,
      };
    case 'changing':
      return {
        status: 'False',
        reason: 'FilesChanging',
        message: `The files of the project keep changing, so it will be built ahead at ${toTime(reason.until)}.`,
      };
    case 'paused':
      return {
        status: 'False',
        reason: 'Paused',
        message: `The project will not be built ahead until one of its files changes. ${reason.cause}`,
      };
    default:
      return fixed[reason.kind];
  }
}

/** Adds that the page of the project is loaded, if the project is built. */
export function withPage(preparation: Preparation): Preparation {
  if (preparation.reason !== fixed.complete.reason) return preparation;
  return { ...preparation, message: 'The project is built, and its page is loaded.' };
}

/** Returns the condition of a session, whose last one may have had the same status. */
export function toCondition(
  preparation: Preparation,
  last: SessionCondition | undefined,
  now: Date,
): SessionCondition {
  const isKept = last?.status === preparation.status;
  const lastTransitionTime = isKept ? last.lastTransitionTime : toTransitionTime(now);
  return { type: preparedCondition, ...preparation, lastTransitionTime };
}
