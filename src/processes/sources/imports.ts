import { readFile } from 'node:fs/promises';
import { isFile } from './manifests.ts';

/** Where the files may be that a text imports: the first existing one of each list counts. */
export type FindImports = (text: string, file: string) => readonly (readonly string[])[];

/** No more files are followed. */
const maxFiles = 500;
/** Longer texts are bundles, which import nothing more. */
const maxLength = 1_000_000;

/** Returns a script with all files that it imports, and those that these import. */
export async function followImports(
  script: string,
  findImports: FindImports,
): Promise<readonly string[]> {
  const found = new Set([script]);
  for (const file of found) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.length > maxLength) continue;
    for (const candidates of findImports(text, file)) {
      const imported = candidates.find(isFile);
      if (imported !== undefined && found.size < maxFiles) found.add(imported);
    }
  }
  return [...found];
}
