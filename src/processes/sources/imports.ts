import { readFile } from 'node:fs/promises';
import { isFile } from './manifests.ts';

/** Where the files may be that a text imports: the first existing one of each list counts. */
export type FindImports = (text: string, file: string) => readonly (readonly string[])[];

/** No more files are followed. */
const maxFiles = 500;

/** Returns a script with all files that it imports, and those that these import. */
export async function followImports(
  script: string,
  findImports: FindImports,
): Promise<readonly string[]> {
  const found = new Set([script]);
  for (const file of found) {
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const candidates of findImports(text, file)) {
      const imported = await firstFile(candidates);
      if (imported !== undefined && found.size < maxFiles) found.add(imported);
    }
  }
  return [...found];
}

async function firstFile(candidates: readonly string[]): Promise<string | undefined> {
  for (const path of candidates) if (await isFile(path)) return path;
  return undefined;
}
