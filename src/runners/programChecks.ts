import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { HumanError } from '../common/humanError.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import { lookUpCommand } from './commandLookup.ts';
import { tooLarge } from './tooLarge.ts';

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
  if (access === 'denied') throw runtimeNotExecutable(program.command);
}

function runtimeNotFound(command: string): HumanError {
  return new HumanError(
    'RuntimeNotFound',
    `${command} is not installed or not in PATH. Install it, or name its path in the launch configuration.`,
  );
}

function runtimeNotExecutable(command: string): HumanError {
  return new HumanError(
    'RuntimeNotExecutable',
    `${command} may not be executed. Give it the permission, or name another one in the launch configuration.`,
  );
}

/** Says why a command could not be started. */
export function startFailure(program: ProgramPlan, error: NodeJS.ErrnoException): HumanError {
  const { command } = program;
  switch (error.code) {
    case 'ENOENT':
      return runtimeNotFound(command);
    case 'EACCES':
      return runtimeNotExecutable(command);
    case 'E2BIG':
    case 'ENAMETOOLONG':
      return tooLarge(program);
    case 'EMFILE':
      return new HumanError(
        'TooManyOpenFiles',
        `${command} could not be started: the host has as many files open as it may have. Stop other sessions, or raise the limit (ulimit -n) and restart the host.`,
      );
    case 'ENFILE':
      return new HumanError(
        'TooManyOpenFiles',
        `${command} could not be started: the machine has as many files open as it may have. End other programs, or raise the limit (fs.file-max).`,
      );
    case 'EAGAIN':
      return new HumanError(
        'TooManyProcesses',
        `${command} could not be started: there are as many processes as there may be. Stop other sessions, or raise the limit (ulimit -u).`,
      );
    case 'ENOMEM':
      return new HumanError(
        'OutOfMemory',
        `${command} could not be started: the machine is out of memory. End other programs and start it again.`,
      );
    default:
      // The message may repeat a variable's value.
      return new HumanError(
        'ProgramNotStarted',
        `${command} could not be started: ${error.code ?? error.name}.`,
      );
  }
}
