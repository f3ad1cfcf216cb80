import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { lookUpCommand } from '../commands/commandLookup.ts';
import { runnerErrors } from '../errors.ts';

/** Checks that the files and folders of a program exist. Throws a HumanError that names what is missing. */
export async function checkProgram(
  program: Pick<ProgramPlan, 'workingDirectory' | 'script'>,
): Promise<void> {
  const { workingDirectory, script } = program;
  const [folder, file] = await Promise.all([
    stat(workingDirectory).catch(() => undefined),
    script === undefined ? undefined : stat(script).catch(() => undefined),
  ]);
  if (!folder?.isDirectory()) {
    throw runnerErrors.WorkingDirectoryNotFound({ path: workingDirectory });
  }
  if (script === undefined) return;
  if (file === undefined) {
    if (await hasNamesake(script)) return;
    throw runnerErrors.ProgramNotFound({ path: script });
  }
  // Devices and pipes could be read indefinitely.
  if (!file.isFile() && !file.isDirectory()) {
    throw runnerErrors.ProgramNotAFile({ path: script });
  }
}

/** Whether a file exists that differs only by its extension, which runtimes such as Node add. */
async function hasNamesake(script: string): Promise<boolean> {
  const name = `${basename(script)}.`;
  const names = await readdir(dirname(script)).catch(() => []);
  return names.some((one) => one.startsWith(name));
}

/** Checks that the command of a program can be started. Throws a HumanError with the reason. */
export async function checkCommand(
  program: Pick<ProgramPlan, 'command' | 'environment' | 'workingDirectory'>,
): Promise<void> {
  const { command } = program;
  const access = await lookUpCommand(program);
  if (access === 'missing') throw runnerErrors.RuntimeNotFound({ command });
  if (access === 'folder') throw runnerErrors.RuntimeIsFolder({ command });
  if (access === 'denied') throw runnerErrors.RuntimeNotExecutable({ command });
}
