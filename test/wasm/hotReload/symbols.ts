import { ByteWriter } from '../../../src/wasm/metadata/byteWriter.ts';
import { documentPaths, openPdb } from '../../../src/wasm/metadata/pdb.ts';
import {
  parseSequencePoints,
  type SequencePoint,
  writeSequencePoints,
} from '../../../src/wasm/metadata/sequencePoints.ts';
import { blobAt, writeStreams } from '../../../src/wasm/metadata/streams.ts';
import { table, writeTables } from '../../../src/wasm/metadata/tables.ts';
import { listMethods } from '../../../src/wasm/hotReload/movedPdb.ts';

/** A method with one piece of code on each of these lines, or without any. */
export interface Method {
  /** Its row in the assembly. */
  readonly row: number;
  readonly path: string;
  readonly lines: readonly number[];
}

/** Returns the symbols of methods as an update has them. */
export function symbolsOf(methods: readonly Method[]): Buffer {
  const paths = [...new Set(methods.map(({ path }) => path))];
  const blobs = new ByteWriter().u8(0);
  const addBlob = (bytes: Buffer): number => {
    const offset = blobs.length;
    blobs.compressed(bytes.length).bytes(bytes);
    return offset;
  };
  const documents = paths.map((path) => {
    const parts = path.split('/').map((part) => addBlob(Buffer.from(part)));
    const name = new ByteWriter().bytes(Buffer.from('/'));
    for (const part of parts) name.compressed(part);
    return [addBlob(name.written()), 0, 0, 0];
  });
  const rows = methods.map(({ lines, path }) => {
    const document = paths.indexOf(path) + 1;
    const points = lines.map((line, index): SequencePoint => ({
      kind: 'point',
      document,
      line,
      column: 5,
      endLine: line,
      endColumn: 20,
      offsetDelta: index === 0 ? 0 : 4,
    }));
    if (points.length === 0) return [0, 0];
    return [document, addBlob(writeSequencePoints({ localSignature: 0, points }, document))];
  });
  const map = methods.map(({ row }) => [table.methodDebugInformation * 2 ** 24 + row]);
  const tables = new Map([
    [table.encMap, map],
    [table.document, documents],
    [table.methodDebugInformation, rows],
  ]);
  return writeStreams(
    'PDB v1.0',
    new Map([
      ['#Pdb', Buffer.alloc(32)],
      ['#-', writeTables(tables, 0n)],
      ['#JTD', Buffer.alloc(0)],
      ['#Blob', blobs.align(4).written()],
    ]),
  );
}

/** Reads the methods of symbols that have code. */
export function methodsIn(pdb: Buffer): readonly Method[] {
  const { blobs, tables } = openPdb(pdb);
  const paths = documentPaths(openPdb(pdb));
  const methods = listMethods(openPdb(pdb));
  return [...tables.rows(table.methodDebugInformation)].flatMap(
    ([document = 0, offset = 0], at) => {
      if (offset === 0) return [];
      const { points } = parseSequencePoints(blobAt(blobs, offset), document);
      const lines = points.flatMap((point) => (point.kind === 'point' ? [point.line] : []));
      return [{ row: methods[at] ?? 0, path: paths[document - 1] ?? '', lines }];
    },
  );
}
