import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** The target of a symbolic link to a folder. Both paths are absolute. */
export interface FolderLink {
  /** The path that the user opened. */
  readonly opened: string;
  /** The real path, which programs see as their working directory and compilers write to symbols. */
  readonly real: string;
}

/**
 * Resolves links in the folder of a file, as MSBuild and compilers see it on systems whose working
 * directories contain no links. A link to the file itself is kept, since its folder is that of the project.
 */
export async function resolveFolderLinks(path: string): Promise<string> {
  const absolute = resolve(path);
  if (process.platform === 'win32') return absolute;
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  return join(folder, basename(absolute));
}

/** Returns the link through which a file or folder was opened; `undefined` if there is none. */
export async function getFolderLink(path: string): Promise<FolderLink | undefined> {
  const absolute = resolve(path);
  const isFolder = (await stat(absolute).catch(() => undefined))?.isDirectory() === true;
  const opened = isFolder ? absolute : dirname(absolute);
  return findLinkBetween(opened, dirname(await resolveFolderLinks(join(opened, 'file'))));
}

/** Returns the outermost folder in which two paths of one folder differ. */
export function findLinkBetween(opened: string, real: string): FolderLink | undefined {
  if (opened === real) return undefined;
  const isShared = basename(opened) === basename(real) && opened !== dirname(opened);
  return isShared ? findLinkBetween(dirname(opened), dirname(real)) : { opened, real };
}

/** Maps a real path to the one that the user opened. Paths outside the link are unchanged. */
export function openedPath(path: string, link: FolderLink | undefined): string {
  if (link === undefined) return path;
  if (path === link.real) return link.opened;
  const folder = link.real.endsWith(sep) ? link.real : link.real + sep;
  return path.startsWith(folder) ? join(link.opened, path.slice(folder.length)) : path;
}
