import { constants, copyFile, link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { numberName } from './downloadName.ts';

/** The most names that are tried. */
const maxNames = 1_000;

/**
 * Moves a downloaded file to a folder and returns its path. Never overwrites a file: a number is added to a name
 * that is taken. Rejects with the error of the file system.
 */
export async function saveDownload(staged: string, folder: string, name: string): Promise<string> {
  for (let number = 0; ; number++) {
    const path = join(folder, numberName(name, number));
    try {
      await place(staged, path);
      await rm(staged, { force: true });
      return path;
    } catch (error) {
      if (!hasCode(error, 'EEXIST') || number >= maxNames) throw error;
    }
  }
}

async function place(staged: string, path: string): Promise<void> {
  try {
    await link(staged, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST') || hasCode(error, 'ENOENT')) throw error;
    // Another file system, or one without links.
    await copyFile(staged, path, constants.COPYFILE_EXCL);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === code;
}
