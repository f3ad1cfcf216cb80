import { constants } from 'node:os';
import spawn from 'cross-spawn';
import { deferred } from '../common/deferred.ts';
import { processTree } from '../runners/processTree.ts';

/** A command that runs with the endpoint's variables, in this program's terminal. */
export interface Command {
  /** Resolves to its exit code: 127 if it could not be started, 128 + n if signal n ended it. */
  readonly exitCode: Promise<number>;
  /** Asks it to end; what it started is left to it. */
  terminate(): void;
  /** Ends it and all that it started. */
  kill(): Promise<void>;
}

export function runCommand(
  [name = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Command {
  const exit = deferred<number>();
  const child = spawn(name, args, {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  child.once('error', (error) => {
    process.stderr.write(`${name} could not be started: ${error.message}\n`);
    exit.resolve(127);
  });
  child.once('exit', (code, signal) => {
    exit.resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
  const { pid } = child;
  return {
    exitCode: exit.promise,
    terminate: () => child.kill('SIGTERM'),
    kill: async () => (pid === undefined ? undefined : processTree(pid).kill()),
  };
}
