import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Invocation, SessionsCommand } from '../invocation.ts';
import { choiceOption, formatOption, hostOption, textOption, timeOption } from './optionValues.ts';
import { usageError } from './usageErrors.ts';

export interface SessionsInput {
  readonly invoke: (invocation: Invocation) => void;
  /** Everything after `--`; `undefined` if there is no `--`. */
  readonly rest: readonly string[] | undefined;
}

type Run = (command: SessionsCommand) => void;

/** Adds the commands about sessions. */
export function addSessions(program: Command, { invoke, rest }: SessionsInput): void {
  const sessions = program
    .command('sessions')
    .usage('COMMAND [options]')
    .summary('start, stop and watch sessions')
    .description('Starts, stops and watches the sessions of a host.')
    .helpCommand(false);
  const run: Run = (command) => invoke({ kind: 'sessions', command });
  addReading(sessions, run);
  addStart(sessions, run, rest);
  addChanging(sessions, run);
  addLogs(sessions, run);
}

function addReading(sessions: Command, run: Run): void {
  withCommonOptions(sessions.command('list'))
    .summary('list sessions')
    .description('Lists sessions: those of controllers, of the editor and your own.')
    .addOption(formatOption())
    .addOption(selectorOption())
    .option('-w, --watch', 'print sessions again when they change')
    .option('--all', 'list what can be started too')
    .action(
      ({ all = false, output: format = 'table', watch = false, ...options }, command: Command) => {
        if (all && (watch || options.selector !== undefined)) {
          throw usageError('--all can not be combined with --watch or --selector', command);
        }
        run({ name: 'list', options: { ...options, all, format, watch } });
      },
    );
  withCommonOptions(sessions.command('get'))
    .summary('show sessions by name')
    .description('Shows sessions by name.')
    .argument('<NAME...>', 'the names of the sessions')
    .addOption(formatOption())
    .option('-w, --watch', 'print the session again when it changes')
    .action(
      (
        names: string[],
        { output: format = 'table', watch = false, ...options },
        command: Command,
      ) => {
        if (watch && names.length > 1) {
          throw usageError('--watch takes one session only', command);
        }
        run({ name: 'get', options: { ...options, format, names, watch } });
      },
    );
  withCommonOptions(sessions.command('watch'))
    .summary('print changes of sessions as they happen')
    .description('Prints the present sessions, then each change of a session as it happens.')
    .argument('[NAME]', 'the session to watch; all if absent')
    .addOption(formatOption())
    .addOption(selectorOption())
    .action((name: string | undefined, { output: format = 'table', ...options }) =>
      run({ name: 'watch', options: { ...options, format, name } }),
    );
  withCommonOptions(sessions.command('describe'))
    .summary('show everything about sessions')
    .description('Shows everything about sessions, except values of variables.')
    .argument('<NAME...>', 'the names of the sessions')
    .action((names: string[], options) =>
      run({ name: 'describe', options: { ...options, names } }),
    );
}

const startNotes = `
TARGET is a .NET project, a script, a folder with one of them, a web address, or the name of a debug
configuration in launch.json. The session runs without a debugger, unless --debug is given.

The output is printed until the program ends, and its exit code is returned. Ctrl+C stops the session.
The program runs in the host, and its stdin is empty.`;

function addStart(sessions: Command, run: Run, rest: readonly string[] | undefined): void {
  withCommonOptions(sessions.command('start'))
    .summary('start a session, print its output and return its exit code')
    .description('Starts a session.')
    .usage('[options] TARGET [-- ARGS…]')
    .argument('[TARGET]', 'what to start')
    .addOption(fileOption())
    .addOption(textOption('--name <SESSION>', 'the name of the session'))
    .addOption(variableOption())
    .addOption(
      new Option(
        '--launch-profile <PROFILE>',
        'the launch profile of a .NET project (default: that of dotnet run, none if empty)',
      ),
    )
    .option('--debug', 'start it with a debugger, in an editor')
    .option('-d, --detach', 'return when the session is created')
    .addOption(formatOption())
    .addHelpText('after', startNotes)
    .action((target: string | undefined, { output: format, ...options }, command: Command) => {
      if ((target === undefined) === (options.file === undefined)) {
        throw usageError('Name either a target, or a file with -f', command);
      }
      if (options.file !== undefined && rest !== undefined) {
        throw usageError('Arguments of a file are in the file, not after --', command);
      }
      if (format !== undefined && !options.detach) {
        throw usageError('--output needs --detach', command);
      }
      const { debug = false, detach = false, env = [], ...others } = options;
      const values = { debug, detach, env, format: format ?? 'name', target, args: rest };
      run({ name: 'start', options: { ...others, ...values } });
    });
}

function addChanging(sessions: Command, run: Run): void {
  withCommonOptions(sessions.command('stop'))
    .summary('stop sessions')
    .description('Stops sessions, and waits until they have ended.')
    .argument('[NAME...]', 'the names of the sessions')
    .option('--all', 'stop all sessions')
    .option('--no-wait', 'do not wait until they have ended')
    .action((names: string[], { all = false, ...options }, command: Command) => {
      if (all === names.length > 0) {
        throw usageError('Name the sessions to stop, or use --all', command);
      }
      run({ name: 'stop', options: { ...options, all, names } });
    });
  withCommonOptions(sessions.command('restart'))
    .summary('restart the programs of sessions')
    .description(
      'Restarts the programs of sessions. The sessions keep their names. Sessions that have not started are started.',
    )
    .argument('<NAME...>', 'the names of the sessions')
    .action((names: string[], options) => run({ name: 'restart', options: { ...options, names } }));
  withCommonOptions(sessions.command('recreate'))
    .summary('build a session again and replace its program')
    .description(
      'Builds what a session runs, and then replaces its program. If the build fails, the program runs on.',
    )
    .argument('<NAME>', 'the name of the session')
    .option('-f, --follow', 'print the log until the program is replaced')
    .action((name: string, { follow = false, ...options }) =>
      run({ name: 'recreate', options: { ...options, follow, name } }),
    );
}

function addLogs(sessions: Command, run: Run): void {
  withCommonOptions(sessions.command('logs'))
    .summary('print the output of a session')
    .description('Prints the output of a session.')
    .argument('<NAME>', 'the name of the session')
    .option('-f, --follow', 'print what follows until the session ends')
    .addOption(choiceOption('--source <SOURCE>', 'which output', ['stdout', 'stderr', 'all']))
    .addOption(new Option('--tail <N>', 'only the last lines').argParser(parseCount))
    .option('--timestamps', 'print the time before each line')
    .option('--line-numbers', 'print the number before each line')
    .action((name: string, options) => {
      const { follow = false, lineNumbers = false, source = 'all', timestamps = false } = options;
      const values = { follow, lineNumbers, name, source, timestamps };
      run({ name: 'logs', options: { ...options, ...values } });
    });
}

function withCommonOptions(command: Command): Command {
  return command
    .addOption(hostOption())
    .addOption(timeOption('--timeout <TIME>', 'fail if the command takes longer'));
}

function selectorOption(): Option {
  return textOption('-l, --selector <LABELS>', 'only sessions with these labels, such as a=b,c!=d');
}

function fileOption(): Option {
  return new Option(
    '-f, --file <FILE>',
    'a file in YAML or JSON with an IdeSession or a launch configuration; - for stdin',
  );
}

type Variable = { readonly name: string; readonly value: string };

function variableOption(): Option {
  return new Option(
    '-e, --env <NAME=VALUE>',
    'a variable of the program; can be repeated',
  ).argParser((text: string, before: readonly Variable[] | undefined) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new InvalidArgumentError('--env takes NAME=VALUE');
    }
    return [...(before ?? []), { name, value }];
  });
}

function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count > 0 && count <= 1_000_000_000) return count;
  throw new InvalidArgumentError(`--tail takes a number of lines from 1, not '${text}'`);
}
