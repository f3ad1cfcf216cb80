import { basename, dirname, join } from 'node:path';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** A launch profile in the text of its file. */
export interface ProfilePlace {
  readonly name: string;
  /** The offset of its name, in UTF-16 code units. */
  readonly offset: number;
}

/** The commands that `dotnet run` runs. */
const runnable: readonly unknown[] = ['Project', 'Executable'];

/** Returns the launch profiles in a text that can be run, as far as it can be parsed. */
export function findProfiles(text: string): readonly ProfilePlace[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const profiles = root && findNodeAtLocation(root, ['profiles']);
  return (profiles?.children ?? []).flatMap(({ children }) => {
    const [key, profile] = children ?? [];
    return key !== undefined && isRunnable(profile)
      ? [{ name: String(key.value), offset: key.offset }]
      : [];
  });
}

/** Returns the folder or the file-based program that launch settings belong to; `undefined` for other files. */
export function getSettingsOwner(file: string): string | undefined {
  const folder = dirname(file);
  const ownFolder = /^(Properties|My Project)$/i;
  if (basename(file) === 'launchSettings.json') {
    return ownFolder.test(basename(folder)) ? dirname(folder) : undefined;
  }
  const [, program] = /^(.+)\.run\.json$/.exec(basename(file)) ?? [];
  return program === undefined ? undefined : join(folder, `${program}.cs`);
}

function isRunnable(profile: Node | undefined): boolean {
  const command = profile && findNodeAtLocation(profile, ['commandName']);
  return runnable.includes(command?.value);
}
