import { type Command, Option } from 'commander';
import { cliErrors } from '../errors.ts';
import type { LifecycleRules } from '../../sessions/lifecycle/rules.ts';
import { defaultLinger, type Invocation, type ServeOptions } from '../invocation.ts';
import { clusterOptions, getCluster, type GivenClusterOptions } from './clusterSyntax.ts';
import { getLifecycle, lifecycleOptions } from './lifecycleSyntax.ts';
import { numberUpTo, repeatedOption, textOption } from './optionValues.ts';
import { usageError } from './usageErrors.ts';

const week = 604_800;

type GivenOptions = Partial<Omit<ServeOptions, 'api' | 'command' | 'cluster' | 'lifecycle'>> &
  GivenApiOptions &
  GivenClusterOptions &
  LifecycleRules;

interface GivenApiOptions {
  readonly api?: boolean;
  readonly kubeconfig?: string;
}

/** The options of `serve`. They may also precede it. */
function options(): readonly Option[] {
  return [
    new Option('--json', 'print the variables as one line of JSON on stdout (includes the token)'),
    textOption('--workspace <DIR>', 'the base of relative paths (default: the current folder)'),
    new Option('--port <N>', 'the port to listen on (default: a free one)').argParser(
      numberUpTo(65_535, '--port', 'a number'),
    ),
    textOption(
      '--state <FILE>',
      'keep port, token, certificate and sessions in FILE, so that controllers reconnect after a restart or a crash of the host',
    ),
    new Option(
      '--linger <SECONDS>',
      'how long to keep running without controllers and sessions after COMMAND has ended (default: 60)',
    ).argParser(numberUpTo(week, '--linger', 'a number of seconds')),
    new Option('--api', 'serve the sessions to kubectl and other Kubernetes clients'),
    textOption(
      '--kubeconfig <FILE>',
      'where to write the kubeconfig of the API (default: a temporary file)',
    ),
    ...lifecycleOptions(),
    repeatedOption(
      '--prebuild <PROJECT>',
      'build PROJECT ahead after each change, so that its next session does not wait for the build; can be repeated',
    ),
    new Option(
      '--hot-reload',
      'apply saved changes of C# projects in their running programs (Debug builds)',
    ),
    new Option('--keep', 'keep running when the terminal is closed'),
    ...clusterOptions(),
    textOption(
      '--trace <FILE>',
      'record what happens and why to FILE, for the trace commands (contains no variables, arguments, paths or output)',
    ),
    new Option(
      '--verbose',
      'log details to stderr, such as the start, build and end of each session',
    ),
  ];
}

const notes = `
Controllers find the host through the DEBUG_SESSION_* variables. It runs their programs without a
debugger. COMMAND is run with the variables, and its exit code is returned. The host keeps running
while controllers that COMMAND has left in the background are connected.`;

export interface ServeInput {
  readonly currentFolder: () => string;
  /** Everything after `--`. */
  readonly command: readonly string[];
  readonly invoke: (invocation: Invocation) => void;
}

/** Adds `serve`. */
export function addServe(program: Command, { command, currentFolder, invoke }: ServeInput): void {
  const serve = program
    .command('serve')
    .summary('run a session endpoint without an editor')
    .description('Starts the session endpoint without an editor.')
    .usage('[options] [-- COMMAND ARGS…]')
    .addHelpText('after', notes);
  for (const option of options()) {
    serve.addOption(option);
    program.addOption(hide(option));
  }
  serve.addOption(new Option('--version').hideHelp());
  serve.action(() => {
    if (serve.opts()['version'] === true) return invoke({ kind: 'version' });
    if (command[0] === '') {
      throw cliErrors.WrongUsage({
        problem: 'The command after -- has no name',
        command: 'ide-session-host',
      });
    }
    const given: GivenOptions = {
      ...getGiven(program),
      ...getGiven(serve),
    };
    const {
      api = false,
      hotReload = false,
      json = false,
      keep = false,
      linger = defaultLinger,
      port = 0,
      verbose = false,
    } = given;
    const { kubeconfig, prebuild, state, trace } = given;
    const { workspace = currentFolder() } = given;
    if (kubeconfig !== undefined && !api) {
      throw usageError('--kubeconfig needs --api', serve);
    }
    const served = kubeconfig === undefined ? {} : { kubeconfig };
    const files = {
      ...(state !== undefined && { state }),
      ...(trace !== undefined && { trace }),
    };
    const cluster = getCluster(given, serve);
    const values = {
      json,
      workspace,
      port,
      ...(api && { api: served }),
      ...files,
      ...cluster,
      verbose,
      keep,
      hotReload,
      linger: linger * 1_000,
      lifecycle: getLifecycle(given),
      ...(prebuild !== undefined && { prebuild }),
    };
    invoke({ kind: 'serve', ...values, command });
  });
}

/** Returns an option of `serve` that precedes another command. */
export function findStrayOption(program: Command): string | undefined {
  const [name] = Object.keys(getGiven(program));
  return name === undefined ? undefined : `--${name}`;
}

function getGiven(command: Command): Readonly<Record<string, unknown>> {
  const given = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  return Object.fromEntries(given);
}

function hide({ description, flags, parseArg }: Option): Option {
  const option = new Option(flags, description).hideHelp();
  return parseArg ? option.argParser(parseArg) : option;
}
