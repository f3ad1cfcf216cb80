import { open } from 'node:fs/promises';
import type { HumanError } from '../../common/humanError.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { findCommand } from '../commands/commandLookup.ts';
import { runnerErrors } from '../errors.ts';
import { tooLarge } from './tooLarge.ts';

type Program = Pick<ProgramPlan, 'args' | 'command' | 'environment' | 'workingDirectory'>;

/** Returns the error of a command that could not be started. */
export async function startFailure(
  program: Program,
  error: NodeJS.ErrnoException,
): Promise<HumanError> {
  const { command } = program;
  switch (error.code) {
    case 'ENOENT':
      return (await interpreterMissing(program)) ?? runnerErrors.RuntimeNotFound({ command });
    case 'EACCES':
      return notExecutable(program);
    case 'E2BIG':
    case 'ENAMETOOLONG':
      return tooLarge(program);
    default:
      return getReason(command, error);
  }
}

/** Errors by system error code. */
const failures: Readonly<Record<string, (values: { command: string }) => HumanError>> = {
  EMFILE: runnerErrors.TooManyOpenFiles,
  ENFILE: runnerErrors.TooManyFilesOnMachine,
  EAGAIN: runnerErrors.TooManyProcesses,
  ENOMEM: runnerErrors.OutOfMemory,
  ENOEXEC: runnerErrors.RuntimeFormatUnknown,
};

function getReason(command: string, error: NodeJS.ErrnoException): HumanError {
  const known = failures[error.code ?? ''];
  // The message may contain the value of a variable.
  const reason = `${command} failed with ${error.code ?? error.name}`;
  return known?.({ command }) ?? runnerErrors.ProgramNotStarted({ reason });
}

async function notExecutable(program: Program): Promise<HumanError> {
  const { access, path } = await findCommand(program);
  if (access === 'folder') return runnerErrors.RuntimeIsFolder(program);
  const interpreter = path === undefined ? undefined : await readInterpreter(path);
  return runnerErrors.RuntimeNotExecutable({ command: interpreter ?? program.command });
}

/** The system reports ENOENT for an existing script if its interpreter is missing. */
async function interpreterMissing(program: Program): Promise<HumanError | undefined> {
  const { path } = await findCommand(program);
  if (path === undefined || process.platform === 'win32') return undefined;
  const interpreter = await readInterpreter(path);
  return runnerErrors.InterpreterNotFound({
    command: program.command,
    interpreter:
      interpreter === undefined
        ? 'the loader that it was built for'
        : `the interpreter ${interpreter}, which its first line names,`,
  });
}

/** Returns the interpreter in the first line of a script, absolute or relative to the working directory. */
async function readInterpreter(path: string): Promise<string | undefined> {
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
