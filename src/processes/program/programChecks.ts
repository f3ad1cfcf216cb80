import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { lookUpCommand } from '../commands/commandLookup.ts';
import { runnerErrors } from '../errors.ts';

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
    throw runnerErrors.WorkingDirectoryNotFound({ path: workingDirectory });
  }
  if (script === undefined) return;
  if (file === undefined) {
    if (await hasNamesake(script)) return;
    throw runnerErrors.ProgramNotFound({ path: script });
  }
  // From a device or a pipe a program could be read without end.
  if (!file.isFile() && !file.isDirectory()) {
    throw runnerErrors.ProgramNotAFile({ path: script });
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
): Promise<void> {
  const { command } = program;
  const access = await lookUpCommand(program);
  if (access === 'missing') throw runnerErrors.RuntimeNotFound({ command });
  if (access === 'folder') throw runnerErrors.RuntimeIsFolder({ command });
  if (access === 'denied') throw runnerErrors.RuntimeNotExecutable({ command });
}
