import type { PageState } from '../../apps/prepared/preparedPages.ts';
import type { PageUse } from '../../apps/prepared/useWatch.ts';
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

const mebibyte = 1024 ** 2;

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

/** Adds how far the page of the project is, if the project is built. */
export function withPage(preparation: Preparation, page: PageState): Preparation {
  if (preparation.reason !== fixed.complete.reason) return preparation;
  return { ...preparation, message: describePage(page) };
}

function describePage(page: PageState): string {
  if (page.kind === 'closed') {
    const { limit, of, used } = page.excess;
    const { setting, show } = uses[of];
    return `The project is built. Its page was closed because it used ${show(used)}, and ideSessionHost.${setting} allows ${show(limit)}. It is loaded again when a file of the project has changed, or the project was debugged.`;
  }
  const loaded = 'The project is built, and its page is loaded';
  return page.use === undefined ? `${loaded}.` : `${loaded}. It uses ${describeUse(page.use)}.`;
}

/** Rounded, so that the status seldom changes. */
function describeUse({ memory, processorShare }: PageUse): string {
  const shownMemory = uses.memory.show(Number((memory / mebibyte).toPrecision(2)) * mebibyte);
  if (processorShare === undefined) return shownMemory;
  const percent = Math.round(processorShare * 100);
  const isLess = percent < 1;
  return `${shownMemory} and ${isLess ? 'less than ' : ''}${uses.processorShare.show(isLess ? 0.01 : percent / 100)}`;
}

/** The settings that limit what a page uses, and how it is shown. */
const uses: Readonly<
  Record<keyof PageUse, { readonly setting: string; readonly show: (used: number) => string }>
> = {
  memory: {
    setting: 'prebuildMemory',
    show: (bytes) => `${Math.ceil(bytes / mebibyte)} MB of memory`,
  },
  processorShare: {
    setting: 'prebuildProcessorShare',
    // Digits that are only there because numbers are binary don't count.
    show: (share) =>
      `${Math.ceil(Number((share * 1_000).toPrecision(12))) / 10} % of a processor core`,
  },
};

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
