// What the symbols of a method say besides its lines and variables.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../src/wasm/metadata/byteWriter.ts';
import { readImports } from '../../../src/wasm/metadata/imports.ts';
import { readConstants } from '../../../src/wasm/metadata/localVariables.ts';
import { openPdb, type Pdb } from '../../../src/wasm/metadata/pdb.ts';
import { writeStreams } from '../../../src/wasm/metadata/streams.ts';
import { table, type TableRows, writeTables } from '../../../src/wasm/metadata/tables.ts';
import { readConstant } from '../../../src/wasm/debugProxy/evaluation/runtime/constants.ts';
import { toText } from '../../../src/wasm/debugProxy/evaluation/values/values.ts';

const method = 5;

/** Symbols with tables, whose blobs are at the offsets that `add` has returned. */
function symbols(names: Buffer, blobs: Blobs, tables: TableRows): Pdb {
  const streams = new Map([
    ['#Pdb', Buffer.alloc(32)],
    ['#-', writeTables(tables, 0n)],
    ['#JTD', Buffer.alloc(0)],
    ['#Strings', names],
    ['#Blob', blobs.heap],
  ]);
  return openPdb(writeStreams('PDB v1.0', streams));
}

class Blobs {
  heap = Buffer.alloc(1);

  add(bytes: Buffer): number {
    const offset = this.heap.length;
    const blob = new ByteWriter().compressed(bytes.length).bytes(bytes).written();
    this.heap = Buffer.concat([this.heap, blob]);
    return offset;
  }
}

test('the namespaces that a method imports come from its file, then from global usings', () => {
  const blobs = new Blobs();
  const shapes = blobs.add(Buffer.from('Suite.Shapes'));
  const system = blobs.add(Buffer.from('System'));
  const alias = blobs.add(Buffer.from('Io'));
  // An alias of a namespace, a namespace, and one of an assembly.
  const own = blobs.add(Buffer.of(7, alias, system, 1, shapes, 2, 1, system));
  const pdb = symbols(
    Buffer.alloc(1),
    blobs,
    new Map([
      [table.localScope, [[method, 2, 1, 1, 0, 20]]],
      [
        table.importScope,
        [
          [0, blobs.add(Buffer.of(1, system))],
          [1, own],
        ],
      ],
    ]),
  );
  assert.deepEqual(readImports(pdb, method), ['Suite.Shapes', 'System', 'System']);
  assert.deepEqual(readImports(pdb, 1), []);
});

test('constants of a method have their values, except enums', () => {
  const blobs = new Blobs();
  const ten = blobs.add(Buffer.of(0x08, 10, 0, 0, 0));
  const word = blobs.add(Buffer.concat([Buffer.of(0x0e), Buffer.from('tea', 'utf16le')]));
  const ofEnum = blobs.add(Buffer.of(0x08, 3, 0, 0, 0, 8));
  const none = blobs.add(Buffer.of(0x0e, 0xff));
  const nothing = blobs.add(Buffer.of(0x12, 8));
  const pdb = symbols(
    Buffer.from('\0limit\0'),
    blobs,
    new Map([
      [table.localScope, [[method, 0, 1, 1, 0, 20]]],
      [table.localConstant, [ten, word, ofEnum, none, nothing].map((signature) => [1, signature])],
    ]),
  );
  const constants = readConstants(pdb, method);
  assert.deepEqual(
    constants.map(({ signature }) => {
      const value = readConstant(signature);
      return value && toText(value);
    }),
    ['10', 'tea', undefined, '', ''],
  );
  assert.deepEqual(
    { ...constants[0], signature: 0 },
    { name: 'limit', start: 0, end: 20, signature: 0 },
  );
});
