import { documentPaths, openPdb } from '../metadata/pdb.ts';
import { readSequencePoints } from '../metadata/sequencePoints.ts';
import { blobAt, guidAt, isMetadata } from '../metadata/streams.ts';
import { table, type Tables } from '../metadata/tables.ts';

/** A source file that code was compiled from. */
export interface PdbDocument {
  /** The path that the compiler wrote. */
  readonly path: string;
  /** The one-based lines with code, in order. */
  readonly codeLines: readonly number[];
}

/** The content of a portable PDB. */
export interface PortablePdb {
  /** The id, which is also in the assembly: 40 hexadecimal digits. */
  readonly id: string;
  readonly documents: readonly PdbDocument[];
  /** Whether the code is optimized; unknown for compilers that don't record it. */
  readonly isOptimized: boolean | undefined;
}

/** The result of reading symbols. */
export type PdbReading =
  | { readonly kind: 'portable'; readonly pdb: PortablePdb }
  /** The format of Windows debuggers. */
  | { readonly kind: 'windows' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The signature of Windows PDBs. */
const windowsSignature = 'Microsoft C/C++ MSF';
/** The GUID of compilation options (Roslyn, PortableCustomDebugInfoKinds). */
const compilationOptions = '05ecfeb5d08c834a96da466284bb4bd8';
/** A larger number of lines means that the data is corrupt. */
const maxLines = 100_000;

/** Reads symbols in any format. */
export function readPdb(bytes: Buffer): PdbReading {
  if (bytes.toString('latin1', 0, windowsSignature.length) === windowsSignature) {
    return { kind: 'windows' };
  }
  if (!isMetadata(bytes)) return { kind: 'unreadable', reason: 'these are no symbols' };
  try {
    return { kind: 'portable', pdb: readPortablePdb(bytes) };
  } catch {
    return { kind: 'unreadable', reason: 'the symbols are cut off or broken' };
  }
}

function readPortablePdb(bytes: Buffer): PortablePdb {
  const pdb = openPdb(bytes);
  const { blobs, id, streams, tables } = pdb;
  const guids = streams.get('#GUID') ?? Buffer.alloc(0);
  const lines = codeLinesByDocument(tables, blobs);
  const documents = documentPaths(pdb).map((path, index) => ({
    path,
    codeLines: [...(lines.get(index + 1) ?? [])].toSorted((one, other) => one - other),
  }));
  return { id, documents, isOptimized: isOptimized(tables, blobs, guids) };
}

/** Returns the lines with code by document row. */
function codeLinesByDocument(tables: Tables, blobs: Buffer): ReadonlyMap<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  for (const [ownDocument = 0, offset = 0] of tables.rows(table.methodDebugInformation)) {
    if (offset === 0) continue;
    for (const { document, first, last } of readSequencePoints(
      blobAt(blobs, offset),
      ownDocument,
    )) {
      if (last - first > maxLines) throw new RangeError('A piece of code is too long.');
      const lines = found.get(document) ?? new Set();
      found.set(document, lines);
      for (let line = first; line <= last; line++) lines.add(line);
    }
  }
  return found;
}

/** Reads the recorded compiler options. The default, not optimized, is not recorded. */
function isOptimized(tables: Tables, blobs: Buffer, guids: Buffer): boolean | undefined {
  for (const [, kind = 0, value = 0] of tables.rows(table.customDebugInformation)) {
    if (guidAt(guids, kind) !== compilationOptions) continue;
    const texts = blobAt(blobs, value).toString('utf8').split('\0');
    const at = texts.findIndex((text, index) => index % 2 === 0 && text === 'optimization');
    return at >= 0 && (texts[at + 1] ?? '').startsWith('release');
  }
  return undefined;
}
