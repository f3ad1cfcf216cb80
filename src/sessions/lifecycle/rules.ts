/** When the host stops sessions by itself, and how many it runs. Absent rules are off. Times in milliseconds. */
export interface LifecycleRules {
  /** How long a session may be idle. */
  readonly idleStop?: number | undefined;
  /** How long a session may run from its start. */
  readonly timeToLive?: number | undefined;
  /** How many sessions may run at the same time. */
  readonly maxSessions?: number | undefined;
}

/** The times of a session on a monotonic clock, in milliseconds. */
export interface LifecycleFacts {
  readonly startedAt: number;
  /** When the session was used last; `undefined` while it is in use. */
  readonly idleSince: number | undefined;
}

/** When a rule stops a session, in milliseconds of the monotonic clock. */
export interface PlannedStop {
  readonly cause: 'Idle' | 'TimeToLive';
  readonly at: number;
  /** The time that the rule allows. */
  readonly allowed: number;
}

/** Returns the first stop that the rules plan for a session; `undefined` if there is none. */
export function planStop(rules: LifecycleRules, facts: LifecycleFacts): PlannedStop | undefined {
  const stops = [
    toStop('TimeToLive', facts.startedAt, rules.timeToLive),
    toStop('Idle', facts.idleSince, rules.idleStop),
  ].flat();
  return stops.toSorted((one, other) => one.at - other.at)[0];
}

function toStop(
  cause: PlannedStop['cause'],
  since: number | undefined,
  allowed: number | undefined,
): readonly PlannedStop[] {
  if (since === undefined || allowed === undefined) return [];
  return [{ cause, at: since + allowed, allowed }];
}
