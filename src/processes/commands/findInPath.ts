import { delimiter, isAbsolute, resolve } from 'node:path';
import which from 'which';

type Environment = Readonly<Record<string, string | undefined>>;

/** The absolute path of the first executable file of this name in the search path of an environment. */
export async function findInPath(
  name: string,
  environment: Environment,
): Promise<string | undefined> {
  return findIn(searchFolders(environment).filter(isAbsolute), name, environment);
}

/** The same as {@link findInPath}, at once. */
export function findInPathSync(name: string, environment: Environment): string | undefined {
  const folders = searchFolders(environment).filter(isAbsolute);
  if (folders.length === 0) return undefined;
  return which.sync(name, optionsFor(folders, environment)) ?? undefined;
}

/** The absolute path of the first executable file of this name in one of these absolute folders. */
export async function findIn(
  folders: readonly string[],
  name: string,
  environment: Environment,
): Promise<string | undefined> {
  // Without folders `which` would look in the current one.
  if (folders.length === 0) return undefined;
  return (await which(name, optionsFor(folders, environment))) ?? undefined;
}

/** The absolute path of a command that is given as an absolute path, with its ending on Windows. */
export async function findFile(
  path: string,
  environment: Environment,
): Promise<string | undefined> {
  return (await which(resolve(path), optionsFor([], environment))) ?? undefined;
}

/** The folders of a search path as they are written; none if there is no search path. */
export function searchFolders(environment: Environment): readonly string[] {
  const path = valueOf('PATH', environment);
  // Windows allows quotes around folders.
  return path?.split(delimiter).map((folder) => folder.replace(/^"(.*)"$/, '$1')) ?? [];
}

/** Names of variables differ by case, but not on Windows. */
export function valueOf(name: string, environment: Environment): string | undefined {
  if (process.platform !== 'win32') return environment[name];
  return Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1];
}

function optionsFor(folders: readonly string[], environment: Environment) {
  const pathExt = valueOf('PATHEXT', environment);
  return {
    path: folders.join(delimiter),
    ...(pathExt !== undefined && { pathExt }),
    nothrow: true,
  } as const;
}
