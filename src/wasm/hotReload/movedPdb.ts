import { ByteWriter } from '../metadata/byteWriter.ts';
import { openPdb, type Pdb } from '../metadata/pdb.ts';
import { readVersion, writeStreams } from '../metadata/streams.ts';
import { table, type TableRows, writeTables } from '../metadata/tables.ts';

/**
 * Returns a copy of a PDB, or of the part that an update adds, in which methods have other sequence points, by
 * the rows of their debug information. The copy has the form of an update: it says which method each row
 * belongs to.
 */
export function movePdb(bytes: Buffer, pointsByRow: ReadonlyMap<number, Buffer>): Buffer {
  const pdb = openPdb(bytes);
  const heap = new ByteWriter().bytes(pdb.blobs);
  const offsets = new Map<number, number>();
  for (const [row, points] of pointsByRow) {
    offsets.set(row, heap.length);
    heap.compressed(points.length).bytes(points);
  }
  const streams = new Map([
    ['#-', writeTables(moveRows(pdb, offsets), pdb.tables.sorted)],
    ['#JTD', Buffer.alloc(0)],
    ...[...pdb.streams].filter(([name]) => !['#~', '#-', '#JTD', '#Blob'].includes(name)),
    ['#Blob', heap.align(4).written()],
  ]);
  return writeStreams(readVersion(bytes), streams);
}

function moveRows({ tables }: Pdb, offsets: ReadonlyMap<number, number>): TableRows {
  const rows = new Map(tables.numbers.map((number) => [number, [...tables.rows(number)]]));
  const methods = rows.get(table.methodDebugInformation) ?? [];
  const moved = methods.map(([document = 0, points = 0], index) => [
    document,
    offsets.get(index + 1) ?? points,
  ]);
  rows.set(table.methodDebugInformation, moved);
  if (!rows.has(table.encMap)) {
    rows.set(
      table.encMap,
      moved.map((_, index) => [toToken(table.methodDebugInformation, index + 1)]),
    );
  }
  return rows;
}

/** The methods that the rows of a PDB's debug information belong to, in order. */
export function listMethods({ tables }: Pdb): readonly number[] {
  const mapped = [...tables.rows(table.encMap)].map(([token = 0]) => token);
  if (!tables.numbers.includes(table.encMap)) {
    return [...tables.rows(table.methodDebugInformation)].map((_, index) => index + 1);
  }
  const isMethod = (token: number): boolean => token >>> 24 === table.methodDebugInformation;
  return mapped.filter(isMethod).map((token) => token & 0xffffff);
}

function toToken(tableNumber: number, row: number): number {
  return tableNumber * 2 ** 24 + row;
}

/** The operation of an entry in the log of changes that doesn't add a member. */
const plainChange = 0;

/** Metadata is valid only with a module. Neither its name nor its ids are read. */
const oneModule: TableRows = new Map([[table.module, [[0, 0, 0, 0, 0]]]]);

/** The version of metadata that every runtime accepts. */
const metadataVersion = 'v4.0.30319';

/** Returns metadata of an update that changes these methods, by their rows, and nothing else. */
export function changedMethods(methods: readonly number[]): Buffer {
  const log = methods.map((row) => [toToken(table.methodDefinition, row), plainChange]);
  const streams = new Map([
    ['#-', writeTables(new Map([...oneModule, [table.encLog, log]]), 0n)],
    ['#Strings', Buffer.alloc(0)],
    ['#US', Buffer.alloc(0)],
    ['#GUID', Buffer.alloc(0)],
    ['#Blob', Buffer.alloc(0)],
    ['#JTD', Buffer.alloc(0)],
  ]);
  return writeStreams(metadataVersion, streams);
}
