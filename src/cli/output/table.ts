import { printable } from '../../common/printable.ts';
import { type Color, colorText, type Output } from './terminal.ts';

/** A column of a table of `T`. */
export interface Column<T> {
  readonly title: string;
  /** Empty if there is no value. */
  readonly value: (row: T) => string;
  readonly color?: (row: T) => Color | undefined;
  /** The usual width of values, for tables to which rows are added later. */
  readonly usual?: number;
}

const gap = '   ';

/** Formats rows below each other. Columns become wider when later rows need it. */
export class Table<T> {
  readonly #columns: readonly Column<T>[];
  readonly #output: Output;
  readonly #widths: number[];

  constructor(columns: readonly Column<T>[], output: Output) {
    this.#columns = columns;
    this.#output = output;
    this.#widths = columns.map(({ title }) => title.length);
  }

  /** Widens the columns for values that may follow. */
  expectMore(): void {
    for (const [index, { usual = 0 }] of this.#columns.entries()) this.#widen(index, usual);
  }

  /** The line of titles, after the widths are known. */
  titles(): string {
    const cells = this.#columns.map(({ title }) => title);
    return this.#line(cells, () => 'bold');
  }

  /** Widens the columns for rows. */
  fit(rows: readonly T[]): void {
    for (const row of rows) {
      for (const [index, column] of this.#columns.entries()) {
        this.#widen(index, width(cell(column, row)));
      }
    }
  }

  row(row: T): string {
    this.fit([row]);
    const cells = this.#columns.map((column) => cell(column, row));
    return this.#line(cells, (index) => this.#columns[index]?.color?.(row));
  }

  #widen(index: number, needed: number): void {
    this.#widths[index] = Math.max(this.#widths[index] ?? 0, needed);
  }

  #line(cells: readonly string[], color: (index: number) => Color | undefined): string {
    const last = cells.length - 1;
    const before = this.#widths.slice(0, last).reduce((sum, next) => sum + next + gap.length, 0);
    const { columns } = this.#output;
    const line = cells.map((text, index) => {
      const shown = index === last && columns !== undefined ? cut(text, columns - before) : text;
      const padding = index === last ? '' : ' '.repeat((this.#widths[index] ?? 0) - width(text));
      return colorText(shown, color(index), this.#output) + padding;
    });
    return `${line.join(gap).trimEnd()}\n`;
  }
}

function cell<T>({ value }: Column<T>, row: T): string {
  return printable(value(row)) || '-';
}

function width(text: string): number {
  return Array.from(text).length;
}

/** Shortens a text to what is left of a line, but never to less than a word. */
function cut(text: string, room: number): string {
  const letters = Array.from(text);
  if (room < 10 || letters.length <= room) return text;
  return `${letters.slice(0, room - 1).join('')}…`;
}
