import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** A folder that a symbolic link leads to. Both paths are absolute. */
export interface FolderLink {
  /** As the user opened it. */
  readonly opened: string;
  /** Where it is: what programs see as their working directory, and so what compilers write into symbols. */
  readonly real: string;
}

/**
 * A file's path with the links in its folder resolved, as MSBuild and compilers see it on systems whose
 * working directories have no links. A link to the file itself stays, since its folder is the project's.
 */
export async function realFile(path: string): Promise<string> {
  const absolute = resolve(path);
  if (process.platform === 'win32') return absolute;
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  return join(folder, basename(absolute));
}

/** The link through which a file or folder was opened; `undefined` if there is none. */
export async function folderLinkOf(path: string): Promise<FolderLink | undefined> {
  const absolute = resolve(path);
  const isFolder = (await stat(absolute).catch(() => undefined))?.isDirectory() === true;
  const opened = isFolder ? absolute : dirname(absolute);
  return linkBetween(opened, dirname(await realFile(join(opened, 'file'))));
}

/** The outermost folder by which two paths of one folder differ. */
export function linkBetween(opened: string, real: string): FolderLink | undefined {
  if (opened === real) return undefined;
  const isShared = basename(opened) === basename(real) && opened !== dirname(opened);
  return isShared ? linkBetween(dirname(opened), dirname(real)) : { opened, real };
}

/** A path as the user opened it; unchanged if the link does not lead to it. */
export function openedPath(path: string, link: FolderLink | undefined): string {
  if (link === undefined) return path;
  if (path === link.real) return link.opened;
  const folder = link.real.endsWith(sep) ? link.real : link.real + sep;
  return path.startsWith(folder) ? join(link.opened, path.slice(folder.length)) : path;
}
