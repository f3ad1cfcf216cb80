import { CommanderError } from 'commander';
import type { Invocation } from './invocation.ts';
import { createProgram, versionCode } from './syntax/program.ts';

/** Called by completion scripts with the words of an unfinished command line. */
export const completeCommand = '__complete';

/** Parses the arguments after the program name. Throws a HumanError if they are invalid. */
export function parseArguments(args: readonly string[], currentFolder: () => string): Invocation {
  if (args[0] === completeCommand) return { kind: 'complete', words: args.slice(1) };
  const end = args.indexOf('--');
  const output = { invocation: undefined as Invocation | undefined, help: '' };
  const program = createProgram({
    currentFolder,
    rest: end === -1 ? undefined : args.slice(end + 1),
    invoke: (invocation) => (output.invocation = invocation),
    help: (text) => (output.help += text),
  });
  try {
    program.parse(end === -1 ? args : args.slice(0, end), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code === versionCode ? { kind: 'version' } : { kind: 'help', text: output.help };
  }
  // Without one of the commands the parser has thrown.
  return output.invocation ?? { kind: 'help', text: program.helpInformation() };
}
