import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { addCompletion, addHostCommands, addReport } from './hostSyntax.ts';
import { addMcp } from './mcpSyntax.ts';
import { addServe, findStrayOption } from './serveSyntax.ts';
import { addValidate } from './validateSyntax.ts';
import { addTrace } from './traceSyntax.ts';
import { addSessions } from './sessionsSyntax.ts';
import { throwUsageErrors, usageError } from './usageErrors.ts';

export interface ProgramInput {
  readonly currentFolder: () => string;
  /** Everything after `--`; `undefined` if there is no `--`. */
  readonly rest: readonly string[] | undefined;
  readonly invoke: (invocation: Invocation) => void;
  /** Called with the text of a help. */
  readonly help: (text: string) => void;
}

/** The commands that take arguments after `--`. */
const takesRest: ReadonlySet<string> = new Set(['serve', 'start']);

/** The code of the error that ends a command line with `--version`. */
export const versionCode = 'commander.version';

/** Creates the commands with their options. The action of each one calls `invoke`. Wrong uses throw a HumanError. */
export function createProgram({ currentFolder, help, invoke, rest }: ProgramInput): Command {
  const program = new Command('ide-session-host')
    .description('Runs and controls sessions: programs that controllers, editors and you start.')
    .usage('COMMAND [options]')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .version('', '--version', 'print the version')
    .enablePositionalOptions()
    .configureOutput({ writeOut: help, writeErr() {}, outputError() {} });
  addServe(program, { currentFolder, command: rest ?? [], invoke });
  addSessions(program, { invoke, rest });
  addHostCommands(program, invoke);
  addValidate(program, invoke);
  addTrace(program, invoke);
  addReport(program, invoke);
  addMcp(program, invoke);
  addCompletion(program, invoke);
  program.hook('preAction', (_, action) => {
    const problem = findProblem(program, action, rest);
    if (problem !== undefined) throw usageError(problem, action);
  });
  throwUsageErrors(program);
  return program;
}

function findProblem(
  program: Command,
  action: Command,
  rest: readonly string[] | undefined,
): string | undefined {
  const name = action.name();
  const stray = name === 'serve' ? undefined : findStrayOption(program);
  if (stray !== undefined) return `The option ${stray} belongs to serve`;
  if (rest === undefined || takesRest.has(name)) return undefined;
  return `${name} takes nothing after --`;
}
