import { ByteReader } from './byteReader.ts';
import type { Pdb } from './pdb.ts';
import { blobAt, guidAt } from './streams.ts';
import { table } from './tables.ts';

/** The kind of custom debug information that has where an async method is suspended, in the order of the file. */
const asyncSteppingKind = 'c52afd5425e91a409c2af94f171072f8';
/** The bits of the parent of custom debug information that say what it is; 0 for a method. */
const tagBits = 5;

/** The offsets of code at which an async method is suspended, by its state. Takes the row of `MoveNext`. */
export function awaitOffsets({ blobs, streams, tables }: Pdb, method: number): readonly number[] {
  const guids = streams.get('#GUID') ?? Buffer.alloc(0);
  for (const [parent = 0, kind = 0, value = 0] of tables.rows(table.customDebugInformation)) {
    if (parent !== method << tagBits || guidAt(guids, kind) !== asyncSteppingKind) continue;
    return readOffsets(new ByteReader(blobAt(blobs, value)));
  }
  return [];
}

function readOffsets(reader: ByteReader): readonly number[] {
  const offsets: number[] = [];
  // The handler of an async void method.
  reader.u32();
  while (!reader.isAtEnd) {
    offsets.push(reader.u32());
    // Where the method continues: the offset and the method.
    reader.u32();
    reader.compressed();
  }
  return offsets;
}
