/** The value at this percentile. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export type Unit =
  'ms' | 'MiB' | 'M lines/s' | 'requests' | 'sessions' | 'events' | 'frames' | '% of a core';

/** The extension's result, and the baseline of the same run. */
interface Figures {
  readonly ours: number;
  readonly baseline: number;
}

/** The target in words, and whether it is met. */
export interface Bound {
  readonly text: string;
  holds(figures: Figures): boolean;
}

/** One line of the results. */
export interface Result extends Figures {
  /** The measurement in words. */
  readonly name: string;
  readonly unit: Unit;
  /** The ratio of ours to the baseline. */
  readonly ratio: number;
  readonly bound?: { readonly text: string; readonly isMet: boolean };
}

/** The results of each part by name. */
export type Results = ReadonlyMap<string, readonly Result[]>;

/** A time in milliseconds. */
export function result(name: string, ours: number, baseline: number, bound?: Bound): Result {
  return resultIn('ms', name, ours, baseline, bound);
}

export function resultIn(
  unit: Unit,
  name: string,
  ours: number,
  baseline: number,
  bound?: Bound,
): Result {
  return {
    name,
    unit,
    ours,
    baseline,
    ratio: ours / baseline,
    ...(bound && { bound: { text: bound.text, isMet: bound.holds({ ours, baseline }) } }),
  };
}

/** Ours is at most this much, in the measured unit. */
export function atMost(value: number, unit: Unit): Bound {
  return { text: `at most ${value} ${unit}`, holds: ({ ours }) => ours <= value };
}

/** Ours is at most this many milliseconds after the baseline. */
export function atMostLater(milliseconds: number): Bound {
  return {
    text: `at most ${milliseconds} ms later`,
    holds: ({ ours, baseline }) => ours - baseline <= milliseconds,
  };
}

/** Ours is at most this much more than the baseline, in the measured unit. */
export function atMostMore(value: number, unit: Unit): Bound {
  return {
    text: `at most ${value} ${unit} more`,
    holds: ({ ours, baseline }) => ours - baseline <= value,
  };
}

export function ratioAtMost(value: number): Bound {
  return {
    text: `ratio at most ${value}`,
    holds: ({ ours, baseline }) => ours / baseline <= value,
  };
}

export function ratioAtLeast(value: number): Bound {
  return {
    text: `ratio at least ${value}`,
    holds: ({ ours, baseline }) => ours / baseline >= value,
  };
}
