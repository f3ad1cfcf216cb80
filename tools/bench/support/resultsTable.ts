import {
  type Cells,
  parseTable,
  renderTable,
  type TablePlace,
  updateTable,
} from '../../markdownTable.ts';
import type { Result, Results, Unit } from './results.ts';

const header = ['part', 'what', 'ours', 'baseline', 'ratio', 'bound', 'met or missed'];
const place: TablePlace = {
  begin: '<!-- Results, written by `npm run bench -- --write`. -->',
  end: '<!-- End of the results. -->',
};

/** The rows of each part, without the cell that names it. */
type Rows = ReadonlyMap<string, readonly Cells[]>;

/** The results as a Markdown table. */
export function formatTable(results: Results): string {
  return render(parseRows(results));
}

/**
 * A document with these results in its table, which is between two comments. Rows of other parts
 * are kept. Parts are in the given order. Throws if the comments are missing.
 */
export function withResults(document: string, results: Results, order: readonly string[]): string {
  return updateTable(document, place, (table) => {
    const rows = new Map([...parse(table), ...parseRows(results)]);
    const ordered = new Map(
      [...new Set([...order, ...rows.keys()])].flatMap((part) => {
        const own = rows.get(part);
        return own === undefined ? [] : [[part, own]];
      }),
    );
    return render(ordered);
  });
}

function parseRows(results: Results): Rows {
  return new Map([...results].map(([part, all]) => [part, all.map(getCells)]));
}

function getCells({ name, unit, ours, baseline, ratio, bound }: Result): Cells {
  return [
    name,
    figure(ours, unit),
    figure(baseline, unit),
    // The ratio to a baseline of zero or less has no meaning.
    Number.isFinite(ratio) && ratio >= 0 ? ratio.toFixed(2) : '',
    bound?.text ?? '',
    bound === undefined ? '' : bound.isMet ? 'met' : 'missed',
  ];
}

/** Three significant digits, but at most two decimals; empty if it could not be measured. */
function figure(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return '';
  if (unit === 'ms' && value >= 1000) return `${rounded(value / 1000)} s`;
  return `${rounded(value)} ${unit}`;
}

function rounded(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** The rows of a table as {@link render} formats it: a part is only named in its first row. */
function parse(table: string): Rows {
  const rows = new Map<string, Cells[]>();
  let current = '';
  for (const [part = '', ...cells] of parseTable(table)) {
    current = part.replaceAll('`', '') || current;
    rows.set(current, [...(rows.get(current) ?? []), cells]);
  }
  return rows;
}

function render(rows: Rows): string {
  const all = [...rows].flatMap(([part, own]) =>
    own.map((cells, index) => [index === 0 ? `\`${part}\`` : '', ...cells]),
  );
  return renderTable(header, all);
}
