/** The value below which a share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export type Unit = 'ms' | 'MiB' | 'M lines/s';

/** What ours is to be held against. */
export type Target =
  | { readonly kind: 'below'; readonly value: number }
  | { readonly kind: 'at least'; readonly value: number };

/** One line of the results: ours against the least that would do. */
export interface Result {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  readonly bare: number;
  /** How many times as much ours is. */
  readonly ratio: number;
  readonly target?: Target;
}

/** A time in milliseconds, and what it must stay below. */
export function result(name: string, ours: number, bare: number, target?: number): Result {
  return resultIn('ms', name, ours, bare, target === undefined ? undefined : below(target));
}

export function resultIn(
  unit: Unit,
  name: string,
  ours: number,
  bare: number,
  target?: Target,
): Result {
  return { name, unit, ours, bare, ratio: ours / bare, ...(target !== undefined && { target }) };
}

export function below(value: number): Target {
  return { kind: 'below', value };
}

export function atLeast(value: number): Target {
  return { kind: 'at least', value };
}

function verdict({ kind, value }: Target, ours: number, unit: Unit): string {
  const isMet = kind === 'below' ? ours < value : ours >= value;
  return `${isMet ? 'met' : 'MISSED'} (${kind} ${Number(value.toFixed(2))} ${unit})`;
}

/** The results as a table to be read by people. */
export function tableOf(results: readonly Result[]): string {
  const rows = [
    ['', 'ours', 'bare', 'ratio', 'target'],
    ...results.map(({ name, unit, ours, bare, ratio, target }) => [
      name,
      `${ours.toFixed(2)} ${unit}`,
      `${bare.toFixed(2)} ${unit}`,
      ratio.toFixed(2),
      target === undefined ? '' : verdict(target, ours, unit),
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths?.[column] ?? 0) : cell.padStart(widths?.[column] ?? 0),
      )
      .join('  ');
  return rows.map(line).join('\n');
}
