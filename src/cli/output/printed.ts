import { stringify } from 'yaml';
import type { Format } from '../invocation.ts';
import { type Column, Table } from './table.ts';
import type { Output } from './terminal.ts';

/** How values of one kind are printed. */
export interface View<T> {
  readonly columns: readonly Column<T>[];
  /** The further columns of `wide`. */
  readonly wide: readonly Column<T>[];
  readonly name: (value: T) => string;
  /** Creates the value of a list for JSON and YAML. */
  readonly list: (values: readonly T[]) => unknown;
}

/** Formats a list. */
export function formatList<T>(
  values: readonly T[],
  format: Format,
  view: View<T>,
  output: Output,
): string {
  switch (format) {
    case 'json':
    case 'yaml':
      return formatValue(view.list(values), format);
    case 'name':
      return values.map((value) => `${view.name(value)}\n`).join('');
    case 'table':
    case 'wide': {
      const table = createTable(format, view, output);
      table.fit(values);
      return [table.titles(), ...values.map((value) => table.row(value))].join('');
    }
  }
}

export function createTable<T>(format: 'table' | 'wide', view: View<T>, output: Output): Table<T> {
  const columns = format === 'wide' ? [...view.columns, ...view.wide] : view.columns;
  return new Table(columns, output);
}

export function formatValue(value: unknown, format: 'json' | 'yaml'): string {
  return format === 'json' ? `${JSON.stringify(value, undefined, 2)}\n` : stringify(value);
}
