import { dirname } from 'node:path';
import { isProjectFile, findProjectFile } from './projectFile.ts';

/** Returns the project that a source file belongs to, or the project itself: the nearest one in a folder up to `root`. */
export async function findProjectOf(file: string, root: string): Promise<string | undefined> {
  return isProjectFile(file) ? file : findNearestProject(dirname(file), root);
}

/** Returns the project in the nearest folder up to `root`. */
export async function findNearestProject(
  folder: string,
  root: string,
): Promise<string | undefined> {
  const project = await findProjectFile(folder).catch(() => undefined);
  const parent = dirname(folder);
  const isLast = folder === root || parent === folder;
  return project !== undefined || isLast ? project : findNearestProject(parent, root);
}
