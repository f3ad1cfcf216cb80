import { inflateRawSync } from 'node:zlib';
import { ByteReader } from './byteReader.ts';
import { dataDirectory, findDirectory } from './peFile.ts';

/** The types of a debug directory's entries that are read (PE/COFF in .NET, Debug Directory). */
const entryType = { codeView: 2, embeddedPdb: 17, checksum: 19 } as const;
/** MPDB, before an embedded PDB's length. */
const embeddedSignature = 0x4244504d;
/** RSDS, before the id of a PDB. */
const codeViewSignature = 0x53445352;
/** How large an embedded PDB may be, in bytes. */
const maxBytes = 256 * 1024 * 1024;

/** The PDB that was made with an assembly, as the assembly refers to it. */
export interface PdbReference {
  /** 16 bytes. */
  readonly guid: Buffer;
  readonly age: number;
  readonly path: string;
  readonly checksums: readonly { readonly algorithm: string; readonly bytes: Buffer }[];
}

/**
 * The portable PDB that an assembly carries in itself, if it does.
 * Throws a RangeError for what is no assembly.
 */
export function readEmbeddedPdb(assembly: Buffer): Buffer | undefined {
  const [data] = getEntries(assembly, entryType.embeddedPdb);
  return data && inflate(data);
}

/** The PDB that an assembly refers to, if it does. Throws a RangeError for what is no assembly. */
export function readPdbReference(assembly: Buffer): PdbReference | undefined {
  const [data] = getEntries(assembly, entryType.codeView);
  if (data === undefined) return undefined;
  const reader = new ByteReader(data);
  if (reader.u32() !== codeViewSignature) return undefined;
  const guid = reader.take(16);
  const age = reader.u32();
  const path = reader.text();
  const checksums = getEntries(assembly, entryType.checksum).map((entry) => {
    const checksum = new ByteReader(entry);
    const algorithm = checksum.text();
    return { algorithm, bytes: checksum.take(entry.length - checksum.position) };
  });
  return { guid, age, path, checksums };
}

/** The data of all entries of one type. */
function getEntries(assembly: Buffer, wanted: number): readonly Buffer[] {
  const directory = findDirectory(assembly, dataDirectory.debug);
  if (directory === undefined) return [];
  const reader = new ByteReader(assembly, directory.start);
  const found: Buffer[] = [];
  for (let rest = directory.size; rest >= 28; rest -= 28) {
    reader.take(12);
    const [type, size, , start] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
    if (type === wanted) found.push(new ByteReader(assembly, start).take(size));
  }
  return found;
}

function inflate(data: Buffer): Buffer {
  const reader = new ByteReader(data);
  if (reader.u32() !== embeddedSignature) throw new RangeError('The embedded PDB is none.');
  reader.u32();
  return inflateRawSync(data.subarray(8), { maxOutputLength: maxBytes });
}
