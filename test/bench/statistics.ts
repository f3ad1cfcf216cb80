/** The value below which a share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** One line of the results: ours against the least that would do. */
export interface Result {
  readonly name: string;
  readonly unit: 'ms';
  readonly ours: number;
  readonly bare: number;
  /** How many times as long ours takes. */
  readonly ratio: number;
  /** What ours must stay below. */
  readonly target?: number;
}

export function result(name: string, ours: number, bare: number, target?: number): Result {
  const ratio = ours / bare;
  return { name, unit: 'ms', ours, bare, ratio, ...(target !== undefined && { target }) };
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
      target === undefined
        ? ''
        : `${ours < target ? 'met' : 'MISSED'} (${Number(target.toFixed(2))} ${unit})`,
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
