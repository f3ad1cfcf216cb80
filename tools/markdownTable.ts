/** The cells of a row. */
export type Cells = readonly string[];

/** A Markdown table, formatted like Prettier does. */
export function renderTable(header: Cells, rows: readonly Cells[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: Cells): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...rows].map(line).join('\n');
}

/** The rows of the Markdown table in a text, without its header. */
export function parseTable(text: string): Cells[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The comments that enclose a generated table. */
export interface TablePlace {
  readonly begin: string;
  readonly end: string;
}

/**
 * Replaces the table in a document with the result of `update`. Throws if the comments are missing.
 */
export function updateTable(
  document: string,
  { begin, end }: TablePlace,
  update: (table: string) => string,
): string {
  const from = document.indexOf(begin) + begin.length;
  const to = document.indexOf(end, from);
  if (from < begin.length || to < 0) {
    throw new Error(`The document has no place for results. Add ${begin} and ${end} to it.`);
  }
  const table = update(document.slice(from, to));
  return `${document.slice(0, from)}\n\n${table}\n\n${document.slice(to)}`;
}
