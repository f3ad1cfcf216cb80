import type { ChildProcess, StdioOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import spawn from 'cross-spawn';
import { systemClock } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { getMessage } from '../common/log.ts';
import { cliErrors } from './errors.ts';
import { getExitCode } from '../processes/program/exitCode.ts';
import { ExitSignal } from '../processes/program/exitSignal.ts';
import { startFailure } from '../processes/program/startFailure.ts';
import { createProcessTree } from '../processes/tree/createProcessTree.ts';

/** A command that runs with the variables of the endpoint in this terminal. */
export interface Command {
  /** Resolves to its exit code: 127 if it could not be started, 128 + n if signal n ended it. */
  readonly exitCode: Promise<number>;
  /** Sends SIGTERM to the command only. */
  terminate(): void;
  /** Kills the command with all processes that it started. */
  kill(): Promise<void>;
}

/** Inherits the standard streams. The end of an additional pipe tells when to read the signal that ended it. */
const stdio: StdioOptions =
  process.platform === 'linux' ? ['inherit', 'inherit', 'inherit', 'pipe'] : 'inherit';

export function runCommand(
  [name = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Command {
  const exit = deferred<number>();
  const fail = async (error: unknown): Promise<void> => {
    process.stderr.write(`${await whyNotStarted([name, ...args], error as Error)}\n`);
    exit.resolve(127);
  };
  let child: ChildProcess;
  try {
    child = spawn(name, args, {
      stdio,
      env: { ...process.env, ...environment },
    });
  } catch (error) {
    void fail(error);
    return { exitCode: exit.promise, terminate() {}, kill: () => Promise.resolve() };
  }
  child.once('error', (error) => void fail(error));
  const { pid } = child;
  const lifeline = child.stdio?.[3] as Readable | null | undefined;
  const exitSignal = new ExitSignal(pid ?? 0, lifeline ? [lifeline.resume()] : []);
  child.once('exit', (code, signal) => {
    lifeline?.destroy();
    exit.resolve(getExitCode(code, signal, exitSignal.number) ?? 1);
  });
  return {
    exitCode: exit.promise,
    terminate: () => child.kill('SIGTERM'),
    kill: async () =>
      pid === undefined ? undefined : createProcessTree(pid, { clock: systemClock }).kill(),
  };
}

async function whyNotStarted(
  [command = '', ...args]: readonly string[],
  error: NodeJS.ErrnoException,
): Promise<string> {
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
  const program = { command, args, environment, workingDirectory: '.' };
  const { code, message } = await startFailure(program, error);
  return code === 'InterpreterNotFound'
    ? message
    : cliErrors.CommandNotStarted({ command, reason: getMessage(error) }).message;
}
