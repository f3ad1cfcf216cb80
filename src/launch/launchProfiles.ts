import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { HumanError } from '../common/humanError.ts';
import type { LaunchProfile } from './launchProfile.ts';
import { parseLaunchSettings } from './launchSettings.ts';

/** Which launch profile is wanted. */
export type ProfileChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'default' };

/**
 * Reads the launch profiles of a project in their order; none where it has no launch settings.
 * Throws a HumanError for settings that can't be read.
 */
export async function readLaunchProfiles(projectFile: string): Promise<readonly LaunchProfile[]> {
  for (const file of settingsFilesOf(projectFile)) {
    const text = await textOf(file);
    if (text !== undefined) return parseLaunchSettings(file, text);
  }
  return [];
}

/** The files that `dotnet run` looks for, in its order. */
function settingsFilesOf(projectFile: string): readonly string[] {
  const folder = dirname(projectFile);
  return [
    join(folder, 'Properties', 'launchSettings.json'),
    join(folder, `${basename(projectFile, extname(projectFile))}.run.json`),
  ];
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new HumanError(
      'LaunchSettingsUnreadable',
      `The launch settings in ${file} can't be read: ${code}. Make them a file that you may read, or start without a launch profile.`,
    );
  }
}

/** The profile that is wanted, if the project has it. */
export function chooseProfile(
  profiles: readonly LaunchProfile[],
  choice: ProfileChoice,
): LaunchProfile | undefined {
  switch (choice.kind) {
    case 'none':
      return undefined;
    case 'named':
      return (
        profiles.find(({ name }) => name === choice.name) ??
        profiles.find(({ name }) => isSameName(name, choice.name))
      );
    case 'default':
      return profiles.find(({ commandName }) => commandName === 'Project');
  }
}

/** Names are compared as `dotnet run` does, without regard to case or language. */
function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
