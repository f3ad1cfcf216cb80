import { ByteReader } from './byteReader.ts';
import { blobAt, guidAt, readStreams } from './streams.ts';
import { readRowCounts, table, Tables } from './tables.ts';

/** A portable PDB, or the part of one that a hot reload update adds. */
export interface Pdb {
  readonly streams: ReadonlyMap<string, Buffer>;
  readonly tables: Tables;
  readonly blobs: Buffer;
  /** The id, which is also in the assembly: 40 hexadecimal digits. */
  readonly id: string;
}

/** Opens a portable PDB. Throws a RangeError for broken ones. */
export function openPdb(bytes: Buffer): Pdb {
  const streams = readStreams(bytes);
  const stream = (name: string): Buffer => streams.get(name) ?? Buffer.alloc(0);
  const header = new ByteReader(stream('#Pdb'));
  const id = header.take(20).toString('hex');
  header.u32();
  const foreignRows = readRowCounts(header, header.u64());
  const widths = streams.has('#JTD') ? 'wide' : 'by size';
  const tables = new Tables(streams.get('#-') ?? stream('#~'), foreignRows, widths);
  return { streams, tables, blobs: stream('#Blob'), id };
}

/** Reads the paths of all documents, in the order of their rows. */
export function documentPaths({ blobs, tables }: Pdb): readonly string[] {
  return [...tables.rows(table.document)].map(([name = 0]) => documentName(blobs, name));
}

/** The hash of a source when it was compiled. */
interface DocumentHash {
  /** The GUID of the algorithm: 32 hexadecimal digits in the order of the file. */
  readonly algorithm: string;
  /** Hexadecimal digits. */
  readonly hash: string;
}

/** Reads the hashes of all documents by their paths. */
export function documentHashes({ blobs, streams, tables }: Pdb): ReadonlyMap<string, DocumentHash> {
  const guids = streams.get('#GUID') ?? Buffer.alloc(0);
  return new Map(
    [...tables.rows(table.document)].map(([name = 0, algorithm = 0, hash = 0]) => [
      documentName(blobs, name),
      { algorithm: guidAt(guids, algorithm), hash: blobAt(blobs, hash).toString('hex') },
    ]),
  );
}

/** Reads a document name, which is stored as a separator and the offsets of its parts. */
function documentName(blobs: Buffer, offset: number): string {
  const reader = new ByteReader(blobAt(blobs, offset));
  const separator = reader.take(1).toString('utf8').replace('\0', '');
  const parts: string[] = [];
  while (!reader.isAtEnd) parts.push(blobAt(blobs, reader.compressed()).toString('utf8'));
  return parts.join(separator);
}
