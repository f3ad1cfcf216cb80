import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isGenerated, partsOf } from './paths.ts';
import type { PdbDocument } from './portablePdb.ts';

/** A source file that symbols name, and where it is. */
export interface FoundSource extends PdbDocument {
  readonly isOnDisk: boolean;
  /** For a file that isn't on the disk: the one below the roots that it seems to be. */
  readonly counterpart: string | undefined;
}

/** Looks on this disk for the files that somebody wrote. */
export async function findSources(
  documents: readonly PdbDocument[],
  roots: readonly string[],
): Promise<readonly FoundSource[]> {
  const written = documents.filter(({ path }) => !isGenerated(path));
  return await Promise.all(
    written.map(async (document) => {
      const isOnDisk = await isFile(document.path);
      const counterpart = isOnDisk ? undefined : await counterpartOf(document.path, roots);
      return { ...document, isOnDisk, counterpart };
    }),
  );
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** The file whose path ends as this one's does, by as many parts as possible. */
async function counterpartOf(path: string, roots: readonly string[]): Promise<string | undefined> {
  const parts = partsOf(path);
  for (let from = 0; from < parts.length; from++) {
    for (const root of roots) {
      const candidate = join(root, ...parts.slice(from));
      if (await isFile(candidate)) return candidate;
    }
  }
  return undefined;
}
