import { readFile } from 'node:fs/promises';
import { pathKey } from './projectFile.ts';

/** Identifies the project file of an AppHost. */
const sign = /\bAspire\.AppHost\.Sdk\b|<IsAspireHost>\s*true\s*</i;

/** Returns the distinct Aspire AppHosts among project files. Unreadable files are skipped. */
export async function findAppHosts(paths: readonly string[]): Promise<readonly string[]> {
  const unique = [...new Map(paths.map((path) => [pathKey(path), path])).values()];
  const texts = await Promise.all(unique.map((path) => readFile(path, 'utf8').catch(() => '')));
  return unique.filter((_path, index) => sign.test(texts[index] ?? ''));
}
