import { constants } from 'node:fs';
import { access as checkAccess, stat } from 'node:fs/promises';
import { delimiter, extname, isAbsolute, resolve } from 'node:path';
import type { ProgramPlan } from '../../launch/launchPlan.ts';

/** Whether a command can be started: a `denied` one exists, but is no executable file. */
export type CommandAccess = 'executable' | 'denied' | 'folder' | 'missing';

type Command = Pick<ProgramPlan, 'command' | 'environment' | 'workingDirectory'>;

/** Looks up a program's command as the operating system does: by its path, or in the program's own PATH. */
export async function lookUpCommand(
  program: Command,
  platform: NodeJS.Platform,
): Promise<CommandAccess> {
  return (await findCommand(program, platform)).access;
}

/** The same with the absolute path of what was found, unless only the operating system knows where to look. */
export async function findCommand(
  program: Command,
  platform: NodeJS.Platform,
): Promise<{ readonly access: CommandAccess; readonly path?: string }> {
  const folders = searchFolders(program, platform);
  // The operating system has a search path of its own then.
  if (folders === undefined) return { access: 'executable' };
  const { command } = program;
  const endings = platform === 'win32' ? windowsEndings(program) : [''];
  let result: CommandAccess = 'missing';
  for (const folder of folders) {
    for (const ending of endings) {
      const path = resolve(folder, command + ending);
      const access = await accessOf(path);
      if (access === 'executable') return { access, path };
      if (access !== 'missing') result = access;
    }
  }
  return { access: result };
}

/** The folders to look in, or `undefined` if there is no PATH. */
function searchFolders(
  { command, environment, workingDirectory }: Command,
  platform: NodeJS.Platform,
): readonly string[] | undefined {
  const isPath = isAbsolute(command) || (platform === 'win32' ? /[/\\]/ : /\//).test(command);
  if (isPath) return [workingDirectory];
  const path = variable(environment, 'PATH', platform);
  if (path === undefined) return undefined;
  const folders = path.split(delimiter).map((folder) => resolve(workingDirectory, folder));
  return platform === 'win32' ? [workingDirectory, ...folders] : folders;
}

function windowsEndings({ command, environment }: Command): readonly string[] {
  const endings = (variable(environment, 'PATHEXT', 'win32') || '.EXE;.CMD;.BAT;.COM').split(';');
  return extname(command) === '' ? endings : ['', ...endings];
}

function variable(
  environment: Readonly<Record<string, string>>,
  name: string,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return environment[name];
  return Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1];
}

async function accessOf(path: string): Promise<CommandAccess> {
  try {
    const [file] = await Promise.all([stat(path), checkAccess(path, constants.X_OK)]);
    if (file.isDirectory()) return 'folder';
    return file.isFile() ? 'executable' : 'denied';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'denied' : 'missing';
  }
}
