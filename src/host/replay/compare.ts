import type { Output, Outputs } from './outputs.ts';

/** What is in only one of two lists of outputs: the lines after a common beginning, until a common end. */
interface Difference {
  readonly session: string;
  /** The line before, if there is one. */
  readonly after: Output | undefined;
  readonly recorded: readonly Output[];
  readonly replayed: readonly Output[];
}

/** Returns where sessions act differently in two runs. Times don't count. */
export function compareOutputs(recorded: Outputs, replayed: Outputs): readonly Difference[] {
  const sessions = new Set([...recorded.keys(), ...replayed.keys()]);
  return [...sessions].flatMap((session) => {
    const difference = compare(recorded.get(session) ?? [], replayed.get(session) ?? []);
    return difference === undefined ? [] : [{ session, ...difference }];
  });
}

function compare(
  one: readonly Output[],
  other: readonly Output[],
): Omit<Difference, 'session'> | undefined {
  const shorter = Math.min(one.length, other.length);
  const isSame = (index: number, otherIndex: number): boolean =>
    one[index]?.text === other[otherIndex]?.text;
  let start = 0;
  while (start < shorter && isSame(start, start)) start++;
  if (start === one.length && start === other.length) return undefined;
  let end = 0;
  while (end < shorter - start && isSame(one.length - end - 1, other.length - end - 1)) end++;
  return {
    after: one[start - 1],
    recorded: one.slice(start, one.length - end),
    replayed: other.slice(start, other.length - end),
  };
}

/** Formats differences like a patch: what was recorded with -, and what is done now with +. */
export function formatDifferences(differences: readonly Difference[]): string {
  return differences.map(formatDifference).join('\n');
}

function formatDifference({ after, recorded, replayed, session }: Difference): string {
  const lines = [
    session,
    ...(after ? [`    ${after.text}`] : []),
    ...recorded.map(({ text }) => `  - ${text}`),
    ...replayed.map(({ text }) => `  + ${text}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
