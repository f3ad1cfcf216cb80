import { stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { findFile, findIn, searchFolders, getValue } from './findInPath.ts';

/** Whether a command can be started. A `denied` one exists but is not executable. */
export type CommandAccess = 'executable' | 'denied' | 'folder' | 'missing';

type Command = Pick<ProgramPlan, 'command' | 'environment' | 'workingDirectory'>;

/** Looks up a command as the operating system does: by its path, or in the PATH of the program. */
export async function lookUpCommand(program: Command): Promise<CommandAccess> {
  return (await findCommand(program)).access;
}

/** Like {@link lookUpCommand}, with the absolute path, unless only the operating system knows the search path. */
export async function findCommand(
  program: Command,
): Promise<{ readonly access: CommandAccess; readonly path?: string }> {
  const { command, environment, workingDirectory } = program;
  if (isPath(command)) {
    const path = await findFile(resolve(workingDirectory, command), environment);
    return path === undefined
      ? refusal(program, [workingDirectory])
      : { access: 'executable', path };
  }
  // The operating system uses a default search path.
  if (getValue('PATH', environment) === undefined) return { access: 'executable' };
  const inPath = searchFolders(environment).map((folder) => resolve(workingDirectory, folder));
  // Windows searches the working directory first.
  const folders = process.platform === 'win32' ? [workingDirectory, ...inPath] : inPath;
  const path = await findIn(folders, command, environment);
  return path === undefined ? refusal(program, folders) : { access: 'executable', path };
}

function isPath(command: string): boolean {
  return isAbsolute(command) || (process.platform === 'win32' ? /[/\\]/ : /\//).test(command);
}

/** Returns why a command was not found. */
async function refusal(
  { command }: Command,
  folders: readonly string[],
): Promise<{ readonly access: CommandAccess }> {
  // On Windows only the extension makes a file executable.
  if (process.platform === 'win32') return { access: 'missing' };
  const accesses = await Promise.all(folders.map((folder) => getAccess(resolve(folder, command))));
  return { access: accesses.findLast((access) => access !== 'missing') ?? 'missing' };
}

async function getAccess(path: string): Promise<CommandAccess> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'denied';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'denied' : 'missing';
  }
}
