import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder whose files may be inputs of a build. */
export interface SourceFolder {
  readonly path: string;
  /** Which folders the SDK excludes. `packages` are those of JavaScript. */
  readonly leftOut: 'nothing' | 'outputs' | 'outputs and packages';
}

/** The maximum number of files in all folders. With more, a build is faster than checking them. */
const maxFiles = 10_000;

/** The paths of files and folders. */
export interface FolderContents {
  readonly files: readonly string[];
  /** The folders with all subfolders that are not excluded. */
  readonly folders: readonly string[];
}

/** Lists the contents of folders; `undefined` if they can't be listed or are too many. */
export async function readContents(
  folders: readonly SourceFolder[],
): Promise<FolderContents | undefined> {
  const listing = new Listing();
  for (const { leftOut, path } of folders) {
    if (!(await listing.add(path, leftOut, true))) return undefined;
  }
  return listing;
}

class Listing implements FolderContents {
  readonly files: string[] = [];
  readonly folders: string[] = [];

  /** Returns whether everything could be listed. */
  async add(folder: string, leftOut: SourceFolder['leftOut'], isTop: boolean): Promise<boolean> {
    const entries = await readEntries(folder);
    if (entries === undefined) return false;
    const below: string[] = [];
    this.folders.push(folder);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) {
        // The target may have parents with unknown inputs.
        if (entry.isSymbolicLink() && (await isFolder(path))) return false;
        this.files.push(path);
      } else if (!isLeftOut(entry.name, leftOut, isTop)) below.push(path);
    }
    if (this.files.length > maxFiles) return false;
    for (const path of below) if (!(await this.add(path, leftOut, false))) return false;
    return true;
  }
}

/** Returns `undefined` if a folder can't be listed. A missing one counts as empty. */
async function readEntries(folder: string): Promise<readonly Dirent[] | undefined> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined;
  }
}

function isLeftOut(name: string, leftOut: SourceFolder['leftOut'], isTop: boolean): boolean {
  if (leftOut === 'nothing') return false;
  if (isTop && (name === 'bin' || name === 'obj')) return true;
  if (name === 'node_modules') return leftOut === 'outputs and packages';
  return isHidden(name);
}

/** Whether the SDK excludes folders of this name everywhere. */
function isHidden(name: string): boolean {
  return name.startsWith('.') && name !== '.well-known';
}

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
