import type { Command, CommanderError } from 'commander';
import type { HumanError } from '../../common/humanError.ts';
import { cliErrors } from '../errors.ts';

/** Lets a command and all below it throw a HumanError if they are used wrongly. Help is thrown as it is. */
export function throwUsageErrors(command: Command): void {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : toUsageError(error, command);
  });
  for (const inner of command.commands) throwUsageErrors(inner);
}

/** Creates the error for a wrong use of a command. */
export function usageError(problem: string, command: Command): HumanError {
  return cliErrors.WrongUsage({ problem, command: getPath(command) });
}

function toUsageError({ code, message }: CommanderError, command: Command): HumanError {
  if (code === 'commander.help') return usageError('No command was given', command);
  // The messages of our own value parsers are complete.
  const own = /is invalid(?: for argument '\w+')?\. (.*)$/s.exec(message)?.[1];
  const [first = '', hint] = (own ?? message.replace(/^error: /, '')).trim().split('\n');
  const problem = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, '');
  const hinted = hint ? `${problem} ${hint.toLowerCase()}` : problem;
  return usageError(hinted, command);
}

/** Returns the words that call a command. The help of the program covers `serve`. */
function getPath(command: Command): string {
  const { parent } = command;
  if (parent === null) return command.name();
  return command.name() === 'serve' ? getPath(parent) : `${getPath(parent)} ${command.name()}`;
}
