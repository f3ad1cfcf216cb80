const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats how long ago a time was, in one or two units as kubectl does; empty for an invalid time. */
export function formatAge(time: string, now: Date): string {
  const age = Math.max(0, now.getTime() - Date.parse(time));
  if (Number.isNaN(age)) return '';
  if (age < 2 * minute) return `${Math.floor(age / second)}s`;
  if (age < 10 * minute) return inTwo(age, minute, 'm', second, 's');
  if (age < 3 * hour) return `${Math.floor(age / minute)}m`;
  if (age < 8 * hour) return inTwo(age, hour, 'h', minute, 'm');
  if (age < 2 * day) return `${Math.floor(age / hour)}h`;
  if (age < 8 * day) return inTwo(age, day, 'd', hour, 'h');
  return `${Math.floor(age / day)}d`;
}

function inTwo(age: number, large: number, name: string, small: number, smallName: string): string {
  const rest = Math.floor((age % large) / small);
  const first = `${Math.floor(age / large)}${name}`;
  return rest === 0 ? first : first + rest + smallName;
}
