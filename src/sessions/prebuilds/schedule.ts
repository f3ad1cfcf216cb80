/** The days and hours at which a preset is prepared, by the clock of the machine. */
export interface Schedule {
  /** 0 is Sunday, as in Date. Not empty. */
  readonly days: ReadonlySet<number>;
  /** When the hours of each of these days begin, in minutes after midnight. */
  readonly from: number;
  /** When they end. On the next day if this is not later than their beginning. */
  readonly to: number;
}

/** Returns when the hours begin next; `undefined` during them. */
export function nextOpening({ days, from, to }: Schedule, now: Date): Date | undefined {
  const openings: Date[] = [];
  // The hours of yesterday may last until today.
  for (let day = -1; day <= 7; day++) {
    const start = toMinute(now, day, from);
    const end = toMinute(now, to > from ? day : day + 1, to);
    if (!days.has(start.getDay()) || end <= now) continue;
    if (start <= now) return undefined;
    openings.push(start);
  }
  return openings[0];
}

/** Days may have 23 or 25 hours, so this is left to Date. */
function toMinute(now: Date, day: number, minutes: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, 0, minutes);
}
