import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isGenerated, splitPath } from './paths.ts';
import type { PdbDocument } from './portablePdb.ts';

/** A source file in symbols, with its location. */
export interface FoundSource extends PdbDocument {
  readonly isOnDisk: boolean;
  /** For a missing file, the probable match below the roots. */
  readonly counterpart: string | undefined;
}

/** Finds non-generated source files on this machine. */
export async function findSources(
  documents: readonly PdbDocument[],
  roots: readonly string[],
): Promise<readonly FoundSource[]> {
  const written = documents.filter(({ path }) => !isGenerated(path));
  return await Promise.all(
    written.map(async (document) => {
      const isOnDisk = await isFile(document.path);
      const counterpart = isOnDisk ? undefined : await findCounterpart(document.path, roots);
      return { ...document, isOnDisk, counterpart };
    }),
  );
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Returns the file whose path has the longest common suffix with this one. */
async function findCounterpart(
  path: string,
  roots: readonly string[],
): Promise<string | undefined> {
  const parts = splitPath(path);
  for (let from = 0; from < parts.length; from++) {
    for (const root of roots) {
      const candidate = join(root, ...parts.slice(from));
      if (await isFile(candidate)) return candidate;
    }
  }
  return undefined;
}
