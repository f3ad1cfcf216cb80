import type { Result, Results, Unit } from './results.ts';

const header = ['part', 'what', 'ours', 'baseline', 'ratio', 'bound', 'met or missed'];
const begin = '<!-- Results, written by `npm run bench -- --write`. -->';
const end = '<!-- End of the results. -->';

/** The cells of a row but for its part. */
type Cells = readonly string[];
type Rows = ReadonlyMap<string, readonly Cells[]>;

/** The results as a Markdown table. */
export function tableOf(results: Results): string {
  return render(rowsOf(results));
}

/**
 * A document with these results in its table, which stands between two comments. The rows of other
 * parts stay. Parts come in the order given. Throws where the comments are missing.
 */
export function withResults(document: string, results: Results, order: readonly string[]): string {
  const from = document.indexOf(begin) + begin.length;
  const to = document.indexOf(end);
  if (from < begin.length || to < from) {
    throw new Error(`The document has no place for results. Put ${begin} and ${end} into it.`);
  }
  const rows = new Map([...parse(document.slice(from, to)), ...rowsOf(results)]);
  const ordered = new Map(
    [...new Set([...order, ...rows.keys()])].flatMap((part) => {
      const own = rows.get(part);
      return own === undefined ? [] : [[part, own]];
    }),
  );
  return `${document.slice(0, from)}\n\n${render(ordered)}\n\n${document.slice(to)}`;
}

function rowsOf(results: Results): Rows {
  return new Map([...results].map(([part, all]) => [part, all.map(cellsOf)]));
}

function cellsOf({ name, unit, ours, baseline, ratio, bound }: Result): Cells {
  return [
    name,
    figure(ours, unit),
    figure(baseline, unit),
    // What a baseline of nothing, or less than nothing, is to be multiplied by says nothing.
    Number.isFinite(ratio) && ratio >= 0 ? ratio.toFixed(2) : '',
    bound?.text ?? '',
    bound === undefined ? '' : bound.isMet ? 'met' : 'missed',
  ];
}

/** Three digits, if there are as many before the point or two behind it. */
function figure(value: number, unit: Unit): string {
  if (unit === 'ms' && value >= 1000) return `${rounded(value / 1000)} s`;
  return `${rounded(value)} ${unit}`;
}

function rounded(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** The rows of a table as {@link render} makes it: a part stands in its first row only. */
function parse(table: string): Rows {
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  const rows = new Map<string, Cells[]>();
  let current = '';
  for (const line of lines.slice(2)) {
    const [part = '', ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    current = part.replaceAll('`', '') || current;
    rows.set(current, [...(rows.get(current) ?? []), cells]);
  }
  return rows;
}

/** As Prettier would have it. */
function render(rows: Rows): string {
  const all = [...rows].flatMap(([part, own]) =>
    own.map((cells, index) => [index === 0 ? `\`${part}\`` : '', ...cells]),
  );
  const widths = header.map((title, column) =>
    Math.max(title.length, ...all.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...all].map(line).join('\n');
}
