import { createHash } from 'node:crypto';
import { documentHashes, documentPaths, openPdb } from '../metadata/pdb.ts';
import { isMetadata } from '../metadata/streams.ts';

/** Names of hash algorithms by their GUIDs in symbols (Portable PDB v1.0). */
const algorithms: Readonly<Record<string, string>> = {
  ec1618ff5eaa104d87f76f4963833460: 'sha1',
  '0fd02988b8111342878b770e8597ac16': 'sha256',
};

/** Reads a file; `undefined` if there is none. */
type ReadFile = (path: string) => Promise<Buffer | undefined>;

/** Whether symbols tell what an assembly was compiled from. Those in the format of Windows don't. */
export function haveSources(symbols: Buffer): boolean {
  if (!isMetadata(symbols)) return false;
  try {
    documentHashes(openPdb(symbols));
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

/** Returns the paths of all sources that an assembly was compiled from. Throws a RangeError for broken symbols. */
export function builtDocuments(symbols: Buffer): readonly string[] {
  return documentPaths(openPdb(symbols));
}

/**
 * Returns those of the sources of an assembly that a compiler does not have, as far as it should: generated ones are
 * its own matter. Throws a RangeError for broken symbols.
 */
export function findRemovedSources(
  symbols: Buffer,
  compiled: ReadonlySet<string>,
  shouldHave: (path: string) => boolean,
): readonly string[] {
  return builtDocuments(symbols).filter((path) => !compiled.has(path) && shouldHave(path));
}

/**
 * Returns the sources whose content isn't the one that an assembly was compiled from. Those that its symbols don't
 * contain can't be compared. Throws a RangeError for broken symbols.
 */
export async function findChangedSources(
  symbols: Buffer,
  sources: readonly string[],
  read: ReadFile,
): Promise<readonly string[]> {
  const hashes = documentHashes(openPdb(symbols));
  const changed = await Promise.all(
    sources.map(async (path) => {
      const built = hashes.get(path);
      const algorithm = algorithms[built?.algorithm ?? ''];
      if (built === undefined || algorithm === undefined) return [];
      const content = await read(path);
      const hash = content && createHash(algorithm).update(content).digest('hex');
      return hash === built.hash ? [] : [path];
    }),
  );
  return changed.flat();
}
