import { parseArgs } from 'node:util';
import { getMessage } from '../common/log.ts';
import { cliErrors } from './errors.ts';

export const usage = `Usage: ide-session-host serve [options] [-- COMMAND ARGS…]

Starts the session endpoint without an editor. Controllers find it through the DEBUG_SESSION_*
variables. It runs their programs without a debugger.

Options:
  --json           print the variables as one line of JSON on stdout (includes the token)
  --workspace DIR  the base of relative paths (default: the current folder)
  --port N         the port to listen on (default: a free one)
  --state FILE     keep port, token, certificate and sessions in FILE, so that controllers
  reconnect after a restart or a crash of the host
  --linger SECONDS how long to keep running without controllers and sessions after COMMAND has
  ended (default: 60)
  --verbose        log details to stderr, such as the start, build and end of each session
  --help           print this help
  --version        print the version

COMMAND is run with the variables, and its exit code is returned. The host keeps running while
controllers that COMMAND has left in the background are connected.
`;

/** The parsed command line. */
export type Invocation =
  { readonly kind: 'help' | 'version' } | ({ readonly kind: 'serve' } & ServeOptions);

export interface ServeOptions {
  readonly json: boolean;
  readonly workspace: string;
  readonly port: number;
  /** The state file, if the state is to be persisted. */
  readonly state?: string;
  readonly verbose: boolean;
  /** In milliseconds. */
  readonly linger: number;
  readonly command: readonly string[];
}

/** Parses the arguments after the program name. Throws a HumanError if they are invalid. */
export function parseArguments(args: readonly string[], currentFolder: () => string): Invocation {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const command = end === -1 ? [] : args.slice(end + 1);
  const { values, positionals } = parse(own);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (positionals.length !== 1 || positionals[0] !== 'serve') {
    throw cliErrors.WrongUsage({
      problem: `The only command is serve, not '${positionals.join(' ')}'`,
    });
  }
  if (command[0] === '')
    throw cliErrors.WrongUsage({ problem: 'The command after -- has no name' });
  return {
    kind: 'serve',
    json: values.json,
    workspace: values.workspace ?? currentFolder(),
    port: parsePort(values.port),
    ...(values.state !== undefined && { state: values.state }),
    verbose: values.verbose,
    linger: parseLinger(values.linger),
    command,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        workspace: { type: 'string' },
        port: { type: 'string', default: '0' },
        state: { type: 'string' },
        linger: { type: 'string', default: '60' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw cliErrors.WrongUsage({ problem: getMessage(error) });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw cliErrors.WrongUsage({ problem: `--port takes a number from 0 to 65535, not '${text}'` });
}

/** At most a week, which is within the range of timers. */
function parseLinger(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= 604_800) return seconds * 1_000;
  throw cliErrors.WrongUsage({
    problem: `--linger takes a number of seconds from 0 to 604800, not '${text}'`,
  });
}
