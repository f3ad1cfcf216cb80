import { constants } from 'node:os';
import spawn from 'cross-spawn';
import { deferred } from '../common/deferred.ts';

/** A command that runs with the endpoint's variables, in this program's terminal. */
export interface Command {
  /** Resolves to its exit code: 127 if it could not be started, 128 + n if signal n ended it. */
  readonly exitCode: Promise<number>;
  /** Passes a signal on. */
  signal(name: NodeJS.Signals): void;
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
  return { exitCode: exit.promise, signal: (signal) => child.kill(signal) };
}
