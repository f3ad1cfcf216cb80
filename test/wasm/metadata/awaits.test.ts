import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awaitOffsets } from '../../../src/wasm/metadata/awaits.ts';
import { ByteWriter } from '../../../src/wasm/metadata/byteWriter.ts';
import { openPdb } from '../../../src/wasm/metadata/pdb.ts';
import { writeStreams } from '../../../src/wasm/metadata/streams.ts';
import { table, writeTables } from '../../../src/wasm/metadata/tables.ts';

const asyncStepping = 'c52afd5425e91a409c2af94f171072f8';
const row = 5;

/** Symbols in which the method of the row has two awaits. */
function symbols(): Buffer {
  const awaits = new ByteWriter().u32(0);
  for (const [yields, continues] of [
    [20, 30],
    [50, 60],
  ] as const) {
    awaits.u32(yields).u32(continues).compressed(row);
  }
  const bytes = awaits.written();
  const blobs = new ByteWriter().u8(0).compressed(bytes.length).bytes(bytes).align(4).written();
  const tables = new Map([[table.customDebugInformation, [[row * 32, 1, 1]]]]);
  return writeStreams(
    'PDB v1.0',
    new Map([
      ['#Pdb', Buffer.alloc(32)],
      ['#-', writeTables(tables, 0n)],
      ['#JTD', Buffer.alloc(0)],
      ['#GUID', Buffer.from(asyncStepping, 'hex')],
      ['#Blob', blobs],
    ]),
  );
}

test('symbols have where an async method is suspended, by its state', () => {
  const pdb = openPdb(symbols());
  assert.deepEqual(awaitOffsets(pdb, row), [20, 50]);
  assert.deepEqual(awaitOffsets(pdb, row + 1), []);
});
