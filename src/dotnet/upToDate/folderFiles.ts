import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of which any file may take part in a build. */
export interface SourceFolder {
  readonly path: string;
  /** What a project's SDK leaves out of the files below its folder; `packages` are those of JavaScript. */
  readonly leftOut: 'nothing' | 'outputs' | 'outputs and packages';
}

/** How many files there may be, over all folders. With more, a build costs less than to look at them. */
const mostFiles = 10_000;

/** What there is in folders, by paths. */
export interface FolderContents {
  readonly files: readonly string[];
  /** The folders themselves, with all below them that count. */
  readonly folders: readonly string[];
}

/** What there is in folders; `undefined` if it can't be listed, or is too much. */
export async function contentsOf(
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

  /** Tells whether all could be listed. */
  async add(folder: string, leftOut: SourceFolder['leftOut'], isTop: boolean): Promise<boolean> {
    const entries = await entriesOf(folder);
    const below: string[] = [];
    this.folders.push(folder);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) {
        // What it leads to may have more above it than can be followed.
        if (entry.isSymbolicLink() && (await isFolder(path))) return false;
        this.files.push(path);
      } else if (!isLeftOut(entry.name, leftOut, isTop)) below.push(path);
    }
    if (this.files.length > mostFiles) return false;
    for (const path of below) if (!(await this.add(path, leftOut, false))) return false;
    return true;
  }
}

/** A folder that is not there has no files. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isLeftOut(name: string, leftOut: SourceFolder['leftOut'], isTop: boolean): boolean {
  if (leftOut === 'nothing') return false;
  if (isTop && (name === 'bin' || name === 'obj')) return true;
  if (name === 'node_modules') return leftOut === 'outputs and packages';
  return isHidden(name);
}

/** Whether the SDK leaves out a folder of this name wherever it is. */
function isHidden(name: string): boolean {
  return name.startsWith('.') && name !== '.well-known';
}

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
