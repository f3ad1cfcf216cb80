import { parseTable, renderTable, type TablePlace, updateTable } from '../markdownTable.ts';
import type { Counts } from './testRun.ts';

/** The last run of a long test file. */
export interface LongRun extends Counts {
  /** The path from the project's folder. */
  readonly file: string;
  readonly started: Date;
  readonly milliseconds: number;
}

const header = ['file', 'last run', 'duration', 'result'];
const place: TablePlace = {
  begin: '<!-- Long tests, written by `npm run test:long -- --write`. -->',
  end: '<!-- End of the long tests. -->',
};

/**
 * A document with these runs in its table of long tests. The rows of other files are kept if the
 * file is among `existing`. Throws if the document has no place for the table.
 */
export function withLongRuns(
  document: string,
  runs: readonly LongRun[],
  existing: readonly string[],
): string {
  return updateTable(document, place, (table) => {
    const rows = new Map([...parseTable(table), ...runs.map(toRow)].map((row) => [row[0], row]));
    const sorted = existing.toSorted((one, other) => one.localeCompare(other));
    const own = sorted.map((file) => rows.get(quote(file)));
    return renderTable(
      header,
      own.filter((row) => row !== undefined),
    );
  });
}

function toRow({ failed, file, milliseconds, passed, started }: LongRun): readonly string[] {
  return [
    quote(file),
    started.toISOString().slice(0, 10),
    formatDuration(milliseconds),
    `${passed} passed, ${failed} failed`,
  ];
}

function quote(file: string): string {
  return `\`${file}\``;
}

function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
