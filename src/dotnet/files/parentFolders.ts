import { dirname } from 'node:path';

/** Returns a folder and its parents, the nearest first. */
export function listWithParents(folder: string): string[] {
  const folders = [folder];
  for (let above = dirname(folder); above !== folders.at(-1); above = dirname(above)) {
    folders.push(above);
  }
  return folders;
}
