const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Formats how long ago a time was, in seconds during the first minute; empty for an invalid time. */
export function formatElapsed(start: string, now: Date): string {
  const elapsed = toElapsed(start, now);
  if (elapsed === undefined) return '';
  if (elapsed < minute) return `${Math.floor(elapsed / second)}s`;
  if (elapsed < hour) return `${Math.floor(elapsed / minute)}m`;
  return `${Math.floor(elapsed / hour)}h ${Math.floor((elapsed % hour) / minute)}m`;
}

/** Returns after how many milliseconds {@link formatElapsed} returns another text. */
export function untilNextText(start: string, now: Date): number {
  const elapsed = toElapsed(start, now);
  if (elapsed === undefined) return Infinity;
  const unit = elapsed < minute ? second : minute;
  return unit - (elapsed % unit);
}

/** The clock of the host may be behind. */
function toElapsed(start: string, now: Date): number | undefined {
  const began = Date.parse(start);
  return Number.isNaN(began) ? undefined : Math.max(0, now.getTime() - began);
}
