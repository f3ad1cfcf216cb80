import { open } from 'node:fs/promises';
import { HumanError } from '../common/humanError.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import { findCommand } from './commandLookup.ts';
import { runtimeIsFolder, runtimeNotExecutable, runtimeNotFound } from './programChecks.ts';
import { tooLarge } from './tooLarge.ts';

type Program = Pick<ProgramPlan, 'args' | 'command' | 'environment' | 'workingDirectory'>;

/** Says why a command could not be started. */
export async function startFailure(
  program: Program,
  error: NodeJS.ErrnoException,
): Promise<HumanError> {
  const { command } = program;
  switch (error.code) {
    case 'ENOENT':
      return (await interpreterMissing(program)) ?? runtimeNotFound(command);
    case 'EACCES':
      return notExecutable(program);
    case 'E2BIG':
    case 'ENAMETOOLONG':
      return tooLarge(program);
    default:
      return reasonOf(command, error);
  }
}

/** What is true of every program, by the system's error. */
const reasons: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  EMFILE: [
    'TooManyOpenFiles',
    'the host has as many files open as it may have. Stop other sessions, or raise the limit (ulimit -n) and restart the host.',
  ],
  ENFILE: [
    'TooManyOpenFiles',
    'the machine has as many files open as it may have. End other programs, or raise the limit (fs.file-max).',
  ],
  EAGAIN: [
    'TooManyProcesses',
    'there are as many processes as there may be. Stop other sessions, or raise the limit (ulimit -u).',
  ],
  ENOMEM: ['OutOfMemory', 'the machine is out of memory. End other programs and start it again.'],
  ENOEXEC: [
    'RuntimeNotExecutable',
    'it is no program for this machine. A script needs a first line like #!/bin/sh, which names its interpreter.',
  ],
};

function reasonOf(command: string, error: NodeJS.ErrnoException): HumanError {
  // The message may repeat a variable's value.
  const unknown = ['ProgramNotStarted', `${error.code ?? error.name}.`] as const;
  const [code, reason] = reasons[error.code ?? ''] ?? unknown;
  return new HumanError(code, `${command} could not be started: ${reason}`);
}

async function notExecutable(program: Program): Promise<HumanError> {
  const { access, path } = await findCommand(program, process.platform);
  if (access === 'folder') return runtimeIsFolder(program.command);
  const interpreter = path === undefined ? undefined : await interpreterOf(path);
  return runtimeNotExecutable(interpreter ?? program.command);
}

/** A file that is there can't be found by the system either if what is to run it is missing. */
async function interpreterMissing(program: Program): Promise<HumanError | undefined> {
  const { path } = await findCommand(program, process.platform);
  if (path === undefined || process.platform === 'win32') return undefined;
  const interpreter = await interpreterOf(path);
  const what =
    interpreter === undefined
      ? 'the loader that it was built for is missing'
      : `its first line names the interpreter ${interpreter}, which is missing`;
  return new HumanError(
    'InterpreterNotFound',
    `${program.command} could not be started: ${what}. Install that, or correct the file.`,
  );
}

/** What the first line of a script names, as an absolute path or relative to where it is run. */
async function interpreterOf(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    return /^#![ \t]*([^ \t\r\n]+\r?)/.exec(text)?.[1]?.replace('\r', String.raw`\r`);
  } finally {
    await file.close();
  }
}
