import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { launchErrors } from '../errors.ts';
import type { ProfileEntry } from './launchProfile.ts';
import { parseLaunchSettings } from './launchSettings.ts';

/**
 * Reads the launch profiles of a project or a file-based program, in order. Empty if it has no launch
 * settings. Rejects with a HumanError if they can't be read.
 */
export async function readLaunchProfiles(projectFile: string): Promise<readonly ProfileEntry[]> {
  for (const file of getSettingsFiles(projectFile)) {
    const text = await readText(file);
    if (text !== undefined) return parseLaunchSettings(file, text);
  }
  return [];
}

/** The files that `dotnet run` looks for, in order. */
function getSettingsFiles(projectFile: string): readonly string[] {
  const folder = dirname(projectFile);
  const extension = extname(projectFile);
  const own = extension.toLowerCase() === '.vbproj' ? 'My Project' : 'Properties';
  return [
    join(folder, own, 'launchSettings.json'),
    join(folder, `${basename(projectFile, extension)}.run.json`),
  ];
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw launchErrors.LaunchSettingsUnreadable({ file, reason: code ?? 'unknown' });
  }
}
