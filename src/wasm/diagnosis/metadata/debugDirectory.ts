import { inflateRawSync } from 'node:zlib';
import { ByteReader } from './byteReader.ts';

/** The type of a debug directory's entry that holds a whole portable PDB. */
const embeddedPdb = 17;
/** MPDB, before an embedded PDB's length. */
const embeddedSignature = 0x4244504d;
/** How large an embedded PDB may be, in bytes. */
const maxBytes = 256 * 1024 * 1024;

interface Directory {
  readonly start: number;
  readonly size: number;
}

/**
 * The portable PDB that an assembly carries in itself, if it does (PE/COFF, debug directory).
 * Throws a RangeError for what is no assembly.
 */
export function readEmbeddedPdb(assembly: Buffer): Buffer | undefined {
  const directory = debugDirectory(assembly);
  if (directory === undefined) return undefined;
  const reader = new ByteReader(assembly, directory.start);
  for (let rest = directory.size; rest >= 28; rest -= 28) {
    reader.take(12);
    const [type, size, , start] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
    if (type === embeddedPdb) return inflated(new ByteReader(assembly, start).take(size));
  }
  return undefined;
}

function inflated(data: Buffer): Buffer {
  const reader = new ByteReader(data);
  if (reader.u32() !== embeddedSignature) throw new RangeError('The embedded PDB is none.');
  reader.u32();
  return inflateRawSync(data.subarray(8), { maxOutputLength: maxBytes });
}

/** Where the debug directory is in the file. */
function debugDirectory(assembly: Buffer): Directory | undefined {
  const header = assembly.readUInt32LE(0x3c);
  if (assembly.toString('latin1', header, header + 4) !== 'PE\0\0') {
    throw new RangeError('This is no assembly.');
  }
  const sections = assembly.readUInt16LE(header + 6);
  const optional = header + 24;
  const isWide = assembly.readUInt16LE(optional) === 0x20b;
  const entry = optional + (isWide ? 112 : 96) + 6 * 8;
  const address = assembly.readUInt32LE(entry);
  const size = assembly.readUInt32LE(entry + 4);
  const start = optional + assembly.readUInt16LE(header + 20);
  for (let section = start; section < start + sections * 40; section += 40) {
    const offset = address - assembly.readUInt32LE(section + 12);
    const rawSize = assembly.readUInt32LE(section + 16);
    if (offset < 0 || offset >= rawSize) continue;
    return { start: assembly.readUInt32LE(section + 20) + offset, size };
  }
  return undefined;
}
