import { readFile } from 'node:fs/promises';
import { pathKey } from './projectFile.ts';

/** How the project of an AppHost gives itself away. */
const sign = /\bAspire\.AppHost\.Sdk\b|<IsAspireHost>\s*true\s*</i;

/** Aspire AppHosts among project files, each once. Files that cannot be read are left out. */
export async function findAppHosts(paths: readonly string[]): Promise<readonly string[]> {
  const unique = [...new Map(paths.map((path) => [pathKey(path), path])).values()];
  const texts = await Promise.all(unique.map((path) => readFile(path, 'utf8').catch(() => '')));
  return unique.filter((_path, index) => sign.test(texts[index] ?? ''));
}
