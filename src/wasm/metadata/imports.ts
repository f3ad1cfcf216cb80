import { ByteReader } from './byteReader.ts';
import type { Pdb } from './pdb.ts';
import { blobAt } from './streams.ts';
import { table } from './tables.ts';

/** What an import is of, and what follows it (Portable PDB v1.0, imports blob). */
const kinds: Readonly<Record<number, readonly ('namespace' | 'other')[]>> = {
  1: ['namespace'],
  2: ['other', 'namespace'],
  3: ['other'],
  4: ['other', 'other'],
  5: ['other'],
  6: ['other', 'other'],
  7: ['other', 'other'],
  8: ['other', 'other', 'other'],
  9: ['other', 'other'],
};

/** The namespaces that the code of a method's row imports by `using`, from the innermost scope. */
export function readImports({ blobs, tables }: Pdb, method: number): readonly string[] {
  const scopes = [...tables.rows(table.importScope)];
  const own = [...tables.rows(table.localScope)].find(([row]) => row === method);
  const found: string[] = [];
  for (let row = own?.[1] ?? 0; row > 0;) {
    const [parent = 0, imports = 0] = scopes[row - 1] ?? [];
    found.push(...readNamespaces(blobAt(blobs, imports), blobs));
    row = parent < row ? parent : 0;
  }
  return found;
}

function readNamespaces(imports: Buffer, blobs: Buffer): readonly string[] {
  const reader = new ByteReader(imports);
  const found: string[] = [];
  while (!reader.isAtEnd) {
    for (const part of kinds[reader.compressed()] ?? []) {
      const value = reader.compressed();
      if (part === 'namespace') found.push(blobAt(blobs, value).toString('utf8'));
    }
  }
  return found;
}
