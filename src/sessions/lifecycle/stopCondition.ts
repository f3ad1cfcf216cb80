import { expiredCondition, type SessionCondition } from '../../protocol/ideSession.ts';
import { toTransitionTime } from '../conditions.ts';
import type { PlannedStop } from './rules.ts';

interface Texts {
  readonly planned: (at: string, allowed: string) => string;
  readonly done: (allowed: string) => string;
}

const texts: Readonly<Record<PlannedStop['cause'], Texts>> = {
  Idle: {
    planned: (at, allowed) =>
      `The session will be stopped at ${at} if it stays idle, which it may be for ${allowed}.`,
    done: (allowed) => `The session was stopped because it was idle for ${allowed}.`,
  },
  TimeToLive: {
    planned: (at, allowed) => `The session will be stopped at ${at}, ${allowed} after its start.`,
    done: (allowed) => `The session was stopped ${allowed} after its start.`,
  },
};

/** Returns the condition of a session that a rule will stop at a time. */
export function toPlanned(
  { allowed, cause }: PlannedStop,
  at: Date,
  since: string,
): SessionCondition {
  return {
    type: expiredCondition,
    status: 'False',
    reason: cause,
    message: texts[cause].planned(toTransitionTime(at), inWords(allowed)),
    lastTransitionTime: since,
  };
}

/** Returns the condition of a session that a rule stops now. */
export function toDone({ allowed, cause }: PlannedStop, now: Date): SessionCondition {
  return {
    type: expiredCondition,
    status: 'True',
    reason: cause,
    message: texts[cause].done(inWords(allowed)),
    lastTransitionTime: toTransitionTime(now),
  };
}

const units = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Formats a time in the largest unit of which it is a multiple. */
function inWords(milliseconds: number): string {
  const [unit, size] = units.find(([, one]) => milliseconds % one === 0) ?? units[2];
  const format = new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(milliseconds / size);
}
