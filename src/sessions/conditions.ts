import {
  recreatedCondition,
  type SessionCondition,
  type SessionStatus,
} from '../protocol/ideSession.ts';
import type { Recreation } from './runner.ts';
import type { SessionStore } from './store.ts';

/** Sets the condition of a type in the status of a session, or removes it. Does nothing if the session is gone. */
export function setCondition(
  store: SessionStore,
  name: string,
  type: string,
  condition: SessionCondition | undefined,
): void {
  const session = store.get(name);
  if (session === undefined) return;
  const { conditions: present = [] } = session.status;
  if (condition === undefined && !present.some((one) => one.type === type)) return;
  store.update(name, { status: { conditions: replaceIn(present, type, condition) } });
}

function replaceIn(
  present: readonly SessionCondition[],
  type: string,
  condition: SessionCondition | undefined,
): SessionStatus['conditions'] {
  const others = present.filter((one) => one.type !== type);
  if (condition !== undefined) return [...others, condition];
  return others.length === 0 ? undefined : others;
}

/** Formats the time of a condition. */
export function toTransitionTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

type Result = Pick<SessionCondition, 'status' | 'reason' | 'message'>;

const results = {
  preparing: {
    status: 'Unknown',
    reason: 'Preparing',
    message: 'The program runs while the next one is built.',
  },
  launching: { status: 'Unknown', reason: 'Launching', message: 'The program is being replaced.' },
  done: { status: 'True', reason: 'ProgramReplaced', message: 'The program was replaced.' },
} as const satisfies Readonly<Record<Exclude<Recreation['kind'], 'failed'>, Result>>;

/** Returns the condition of a session whose program is being recreated. */
export function toRecreated(progress: Recreation, now: Date): SessionCondition {
  const lastTransitionTime = toTransitionTime(now);
  return { type: recreatedCondition, ...toResult(progress), lastTransitionTime };
}

function toResult(progress: Recreation): Result {
  if (progress.kind !== 'failed') return results[progress.kind];
  const { code, message } = progress.error;
  return { status: 'False', reason: code, message };
}
