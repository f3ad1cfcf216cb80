import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { HumanError } from '../common/humanError.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import { lookUpCommand } from './commandLookup.ts';

/** Looks whether what a program needs is there. Throws a HumanError that names what is missing. */
export async function checkProgram(
  program: Pick<ProgramPlan, 'workingDirectory' | 'script'>,
): Promise<void> {
  const { workingDirectory, script } = program;
  const [folder, file] = await Promise.all([
    stat(workingDirectory).catch(() => undefined),
    script === undefined ? undefined : stat(script).catch(() => undefined),
  ]);
  if (!folder?.isDirectory()) {
    throw new HumanError(
      'WorkingDirectoryNotFound',
      `There is no folder ${workingDirectory} to run in. Make it, or correct working_directory in the launch configuration.`,
    );
  }
  if (script === undefined) return;
  if (file === undefined) {
    if (await hasNamesake(script)) return;
    throw new HumanError(
      'ProgramNotFound',
      `There is no program ${script}. Build it, or correct its path in the launch configuration.`,
    );
  }
  // From a device or a pipe a program could be read without end.
  if (!file.isFile() && !file.isDirectory()) {
    throw new HumanError(
      'ProgramNotAFile',
      `${script} is neither a file nor a folder. Correct its path in the launch configuration.`,
    );
  }
}

/** Whether there is a file that differs by an ending only, which runtimes like Node add themselves. */
async function hasNamesake(script: string): Promise<boolean> {
  const name = `${basename(script)}.`;
  const names = await readdir(dirname(script)).catch(() => []);
  return names.some((one) => one.startsWith(name));
}

/** Looks whether a program's command can be started. Throws a HumanError that says why not. */
export async function checkCommand(
  program: Pick<ProgramPlan, 'command' | 'environment' | 'workingDirectory'>,
  platform: NodeJS.Platform,
): Promise<void> {
  const access = await lookUpCommand(program, platform);
  if (access === 'missing') throw runtimeNotFound(program.command);
  if (access === 'folder') throw runtimeIsFolder(program.command);
  if (access === 'denied') throw runtimeNotExecutable(program.command);
}

export function runtimeNotFound(command: string): HumanError {
  return new HumanError(
    'RuntimeNotFound',
    `${command} is not installed or not in PATH. Install it, or name its path in the launch configuration.`,
  );
}

export function runtimeNotExecutable(command: string): HumanError {
  return new HumanError(
    'RuntimeNotExecutable',
    `${command} may not be executed. Give it the permission, or name another one in the launch configuration.`,
  );
}

export function runtimeIsFolder(command: string): HumanError {
  return new HumanError(
    'RuntimeIsFolder',
    `${command} is a folder, not a program. Name a program in the launch configuration.`,
  );
}
