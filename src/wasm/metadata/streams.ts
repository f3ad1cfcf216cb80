import { ByteReader } from './byteReader.ts';
import { ByteWriter } from './byteWriter.ts';

/** The first four bytes of metadata: BSJB. */
const signature = 0x424a5342;

/** Whether the bytes begin as metadata does, which is all there is in a portable PDB. */
export function isMetadata(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === signature;
}

/** The streams of a metadata root, by name (ECMA-335, II.24.2). Throws a RangeError for broken ones. */
export function readStreams(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const reader = new ByteReader(bytes, 12);
  reader.take(reader.u32());
  reader.u16();
  const streams = new Map<string, Buffer>();
  for (let count = reader.u16(); count > 0; count--) {
    const offset = reader.u32();
    const size = reader.u32();
    const name = reader.text();
    reader.align(4);
    streams.set(name, new ByteReader(bytes, offset).take(size));
  }
  return streams;
}

/** Writes a metadata root with these streams, in this order. */
export function writeStreams(version: string, streams: ReadonlyMap<string, Buffer>): Buffer {
  const named = new ByteWriter()
    .bytes(Buffer.from(`${version}\0`))
    .align(4)
    .written();
  const names = [...streams.keys()].map((name) =>
    new ByteWriter()
      .bytes(Buffer.from(`${name}\0`))
      .align(4)
      .written(),
  );
  const head = new ByteWriter().u32(signature).u16(1).u16(1).u32(0);
  head.u32(named.length).bytes(named).u16(0).u16(streams.size);
  let offset = head.length + names.reduce((sum, name) => sum + 8 + name.length, 0);
  const content = new ByteWriter();
  for (const [index, stream] of [...streams.values()].entries()) {
    head
      .u32(offset)
      .u32(stream.length)
      .bytes(names[index] ?? Buffer.alloc(0));
    offset += stream.length;
    content.bytes(stream);
  }
  return head.bytes(content.written()).written();
}

/** The version that a metadata root has. */
export function readVersion(bytes: Buffer): string {
  const reader = new ByteReader(bytes, 12);
  return reader.take(reader.u32()).toString('utf8').replace(/\0.*$/s, '');
}

/** The bytes in the blob heap at an offset. */
export function blobAt(heap: Buffer, offset: number): Buffer {
  const reader = new ByteReader(heap, offset);
  return reader.take(reader.compressed());
}

/** The GUID of an index, which counts from 1, as bare hexadecimal digits in their order in the file. */
export function guidAt(heap: Buffer, index: number): string {
  return index === 0 ? '' : new ByteReader(heap, (index - 1) * 16).take(16).toString('hex');
}
