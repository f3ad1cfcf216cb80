import { delimiter, isAbsolute, resolve } from 'node:path';
import which from 'which';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the absolute path of the first executable with this name in PATH. */
export async function findInPath(
  name: string,
  environment: Environment,
): Promise<string | undefined> {
  return findIn(searchFolders(environment).filter(isAbsolute), name, environment);
}

/** The synchronous version of {@link findInPath}. */
export function findInPathSync(name: string, environment: Environment): string | undefined {
  const folders = searchFolders(environment).filter(isAbsolute);
  if (folders.length === 0) return undefined;
  return which.sync(name, optionsFor(folders, environment)) ?? undefined;
}

/** Returns the absolute path of the first executable with this name in absolute folders. */
export async function findIn(
  folders: readonly string[],
  name: string,
  environment: Environment,
): Promise<string | undefined> {
  // Without folders, `which` would search the current one.
  if (folders.length === 0) return undefined;
  return (await which(name, optionsFor(folders, environment))) ?? undefined;
}

/** Returns the absolute path of an absolute command, with its extension on Windows. */
export async function findFile(
  path: string,
  environment: Environment,
): Promise<string | undefined> {
  return (await which(resolve(path), optionsFor([], environment))) ?? undefined;
}

/** Returns the unresolved folders of PATH; empty if there is no PATH. */
export function searchFolders(environment: Environment): readonly string[] {
  const path = getValue('PATH', environment);
  // Windows allows quoted folders.
  return path?.split(delimiter).map((folder) => folder.replace(/^"(.*)"$/, '$1')) ?? [];
}

/** Returns the value of a variable. Names are case-insensitive on Windows. */
export function getValue(name: string, environment: Environment): string | undefined {
  if (process.platform !== 'win32') return environment[name];
  return Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1];
}

function optionsFor(folders: readonly string[], environment: Environment) {
  const pathExt = getValue('PATHEXT', environment);
  return {
    path: folders.join(delimiter),
    ...(pathExt !== undefined && { pathExt }),
    nothrow: true,
  } as const;
}
