import { ByteReader } from './byteReader.ts';
import { ByteWriter } from './byteWriter.ts';

/** Numbers of the tables that are read or written. */
export const table = {
  module: 0x00,
  typeReference: 0x01,
  typeDefinition: 0x02,
  methodDefinition: 0x06,
  memberReference: 0x0a,
  customAttribute: 0x0c,
  /** The log of changes in the symbols or metadata of a hot reload update. */
  encLog: 0x1e,
  /** What each row of an update stands for. */
  encMap: 0x1f,
  document: 0x30,
  methodDebugInformation: 0x31,
  localScope: 0x32,
  localVariable: 0x33,
  localConstant: 0x34,
  importScope: 0x35,
  customDebugInformation: 0x37,
} as const;

/** What stands in a column: a number, an offset into a heap, a row of a table, or of one of several. */
type Column = 2 | 4 | 'string' | 'guid' | 'blob' | { readonly row: number } | AnyRow;

/** A row of one of several tables; the lowest bits say of which. */
interface AnyRow {
  readonly tables: readonly number[];
  readonly bits: number;
}

/** The tables that custom attributes and debug information may belong to. */
const anyParent: AnyRow = {
  tables: [
    0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x00, 0x0e, 0x17, 0x14, 0x11, 0x1a, 0x1b, 0x20, 0x23,
    0x26, 0x27, 0x28, 0x2a, 0x2c, 0x2b, 0x30, 0x32, 0x33, 0x34, 0x35,
  ],
  bits: 5,
};
const anyType: AnyRow = { tables: [0x02, 0x01, 0x1b], bits: 2 };

const methodDefinition = { row: table.methodDefinition };

/**
 * The columns of an assembly's first tables (ECMA-335, II.22), of a portable PDB's own tables, and of those of
 * updates, in the order of the file (Portable PDB v1.0).
 */
const columns: ReadonlyMap<number, readonly Column[]> = new Map<number, readonly Column[]>([
  [table.module, [2, 'string', 'guid', 'guid', 'guid']],
  [table.typeReference, [{ tables: [0x00, 0x1a, 0x23, 0x01], bits: 2 }, 'string', 'string']],
  [
    table.typeDefinition,
    [4, 'string', 'string', anyType, { row: 0x04 }, { row: table.methodDefinition }],
  ],
  [0x03, [{ row: 0x04 }]],
  [0x04, [2, 'string', 'blob']],
  [0x05, [methodDefinition]],
  [table.methodDefinition, [4, 2, 2, 'string', 'blob', { row: 0x08 }]],
  [0x07, [{ row: 0x08 }]],
  [0x08, [2, 2, 'string']],
  [0x09, [{ row: table.typeDefinition }, anyType]],
  [table.memberReference, [{ tables: [0x02, 0x01, 0x1a, 0x06, 0x1b], bits: 3 }, 'string', 'blob']],
  [0x0b, [2, { tables: [0x04, 0x08, 0x17], bits: 2 }, 'blob']],
  [table.customAttribute, [anyParent, { tables: [0x06, 0x0a], bits: 3 }, 'blob']],
  [table.encLog, [4, 4]],
  [table.encMap, [4]],
  [table.document, ['blob', 'guid', 'blob', 'guid']],
  [table.methodDebugInformation, [{ row: table.document }, 'blob']],
  [table.localScope, [methodDefinition, { row: 0x35 }, { row: 0x33 }, { row: 0x34 }, 4, 4]],
  [table.localVariable, [2, 2, 'string']],
  [table.localConstant, ['string', 'blob']],
  [0x35, [{ row: 0x35 }, 'blob']],
  [0x36, [methodDefinition, methodDefinition]],
  [table.customDebugInformation, [anyParent, 'guid', 'blob']],
]);

/** The last table that an assembly may have. */
const lastOfAssembly = 0x2c;

const heapBits = { string: 1, guid: 2, blob: 4 } as const;

/** The width of references to rows: by the size of the table, or always 4 bytes, as in updates. */
export type RowWidths = 'by size' | 'wide';

interface Table {
  readonly rows: number;
  readonly start: number;
  readonly sizes: readonly (2 | 4)[];
}

/** The tables of a portable PDB (its stream `#~`, or `#-` in updates). */
export class Tables {
  readonly #bytes: Buffer;
  readonly #tables: ReadonlyMap<number, Table>;
  /** The tables whose rows are sorted, one bit for each. */
  readonly sorted: bigint;

  /** Takes the row counts of the assembly's tables, which the PDB refers to, by table number. */
  constructor(bytes: Buffer, foreignRows: ReadonlyMap<number, number>, widths: RowWidths) {
    const reader = new ByteReader(bytes, 6);
    const heapSizes = reader.u8();
    reader.u8();
    const present = reader.u64();
    this.sorted = reader.u64();
    const rows = new Map([...foreignRows, ...readRowCounts(reader, present)]);
    if ((heapSizes & 0x40) !== 0) reader.u32();
    const isWide = (column: Column): boolean =>
      (widths === 'wide' && typeof column === 'object') || getWidth(column, rows, heapSizes) === 4;
    this.#bytes = bytes;
    this.#tables = layOut(reader.position, present, rows, isWide);
  }

  /** The numbers of the tables. */
  get numbers(): readonly number[] {
    return [...this.#tables.keys()];
  }

  /** All rows of a table, each with its columns' values. */
  *rows(number: number): Generator<readonly number[]> {
    const found = this.#tables.get(number);
    if (found === undefined) return;
    const reader = new ByteReader(this.#bytes, found.start);
    for (let row = 0; row < found.rows; row++) {
      yield found.sizes.map((size) => (size === 2 ? reader.u16() : reader.u32()));
    }
  }
}

/** The row counts that follow a set of present tables, by table number. */
export function readRowCounts(reader: ByteReader, present: bigint): Map<number, number> {
  const numbers = Array.from({ length: 64 }, (_, number) => number);
  return new Map(
    numbers
      .filter((number) => (present & (1n << BigInt(number))) !== 0n)
      .map((number) => [number, reader.u32()]),
  );
}

function getWidth(column: Column, rows: ReadonlyMap<number, number>, heapSizes: number): 2 | 4 {
  if (typeof column === 'number') return column;
  if (typeof column === 'string') return (heapSizes & heapBits[column]) === 0 ? 2 : 4;
  const { tables, bits } = 'row' in column ? { tables: [column.row], bits: 0 } : column;
  const most = Math.max(...tables.map((number) => rows.get(number) ?? 0));
  return most < 2 ** (16 - bits) ? 2 : 4;
}

function layOut(
  start: number,
  present: bigint,
  rows: ReadonlyMap<number, number>,
  isWide: (column: Column) => boolean,
): ReadonlyMap<number, Table> {
  const tables = new Map<number, Table>();
  let position = start;
  for (let number = 0; number < 64; number++) {
    if ((present & (1n << BigInt(number))) === 0n) continue;
    const found = columns.get(number);
    // What follows in an assembly is not read.
    if (found === undefined && number <= lastOfAssembly) break;
    if (found === undefined) throw new RangeError(`Table ${number} is none of a portable PDB.`);
    const sizes = found.map((column) => (isWide(column) ? 4 : 2));
    const count = rows.get(number) ?? 0;
    tables.set(number, { rows: count, start: position, sizes });
    position += count * sizes.reduce<number>((sum, size) => sum + size, 0);
  }
  return tables;
}

/** The rows of tables, by table number. */
export type TableRows = ReadonlyMap<number, readonly (readonly number[])[]>;

/** Writes tables with wide references, as in an update. */
export function writeTables(rows: TableRows, sorted: bigint): Buffer {
  const numbers = [...rows.keys()].toSorted((one, other) => one - other);
  const present = numbers.reduce((bits, number) => bits | (1n << BigInt(number)), 0n);
  // The version, wide heaps, and a number that is always 1.
  const writer = new ByteWriter().u32(0).u8(2).u8(0).u8(0x07).u8(1).u64(present).u64(sorted);
  for (const number of numbers) writer.u32(rows.get(number)?.length ?? 0);
  for (const number of numbers) {
    const kinds = columns.get(number) ?? [];
    for (const row of rows.get(number) ?? []) {
      for (const [index, value] of row.entries()) {
        if (kinds[index] === 2) writer.u16(value);
        else writer.u32(value);
      }
    }
  }
  return writer.align(4).written();
}
