import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLaunchCheck } from '../blazor/launchCheck.ts';
import { systemClock, within } from '../common/clock.ts';
import { deferred } from '../common/deferred.ts';
import { HumanError } from '../common/humanError.ts';
import { type Log, messageOf } from '../common/log.ts';
import { SessionHost } from '../endpoint/sessionHost.ts';
import { defaultSettings } from '../endpoint/settings.ts';
import type { LaunchContext } from '../launch/launchPlan.ts';
import { LaunchTypes } from '../launch/launchTypes.ts';
import { CommandSearch } from '../runners/commandSearch.ts';
import { createPlainRunner } from '../runners/plainRunner.ts';
import type { Watchdog } from '../runners/watchdog/watchdog.ts';
import { WatchdogProcess } from '../runners/watchdog/watchdogProcess.ts';
import { createRunApp } from './apps.ts';
import type { ServeOptions } from './arguments.ts';
import { type Command, runCommand } from './command.ts';
import { reportSessions } from './sessionReport.ts';
import { createStderrLog } from './stderrLog.ts';

/** How long a program may take to end before it is killed, in milliseconds. */
const grace = 5_000;
/** How long the command may take to end before it is killed, in milliseconds. */
const commandGrace = 5_000;

/** What asks us to end; SIGHUP comes when the terminal is closed. */
const endSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Serves until it is told to end or its command has ended; resolves to the exit code. */
export async function serve(options: ServeOptions): Promise<number> {
  const log = createStderrLog(options.verbose);
  const interrupted = deferred<NodeJS.Signals>();
  for (const signal of endSignals) process.on(signal, interrupted.resolve);
  const logFolder = await mkdtemp(join(tmpdir(), 'ide-session-host-'));
  // It is built beside the file that runs here.
  const watchdog = new WatchdogProcess(join(__dirname, 'watchdog.js'), log);
  try {
    const host = await openHost(options, { log, logFolder, watchdog });
    const environment = host.environment('NoDebug');
    process.stdout.write(
      options.json ? `${JSON.stringify({ env: environment })}\n` : summary(host),
    );
    const report = reportSessions(host.sessions, host.launchTypes, log);
    const folderWatch = watchdog.watchFolder(logFolder);
    const end = await waitForEnd(options.command, environment, interrupted.promise, log);
    log.info('Closing.');
    await Promise.all([host.close(), end.command && endCommand(end.command)]);
    folderWatch.dispose();
    report.dispose();
    return end.exitCode;
  } finally {
    watchdog.dispose();
    await rm(logFolder, { recursive: true, force: true }).catch((error: unknown) => {
      log.warn(`The session logs can't be removed: ${messageOf(error)}`);
    });
  }
}

interface HostParts {
  readonly log: Log;
  readonly logFolder: string;
  readonly watchdog: Watchdog;
}

async function openHost(
  options: ServeOptions,
  { log, logFolder, watchdog }: HostParts,
): Promise<SessionHost> {
  const workspace = resolve(options.workspace);
  const folder = await stat(workspace).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new HumanError(
      'WorkspaceNotFound',
      `There is no folder ${workspace}. Correct --workspace.`,
    );
  }
  const launchContext = { workspace, environment: process.env, platform: process.platform };
  const programOptions = { clock: systemClock, watchdog, grace: () => grace };
  return SessionHost.open({
    runner: createPlainRunner(
      launchContext,
      programOptions,
      createRunApp(launchContext, programOptions, log),
    ),
    launchTypes: plainLaunchTypes(launchContext),
    checkLaunch: createLaunchCheck({
      clock: systemClock,
      platform: process.platform,
      hasDebugger: () => false,
      hasOtherSearchPath: () => false,
    }),
    settings: defaultSettings,
    clock: systemClock,
    log,
    logFolder,
    port: options.port,
    stateFile: options.state === undefined ? undefined : resolve(options.state),
  });
}

/** What runs here by the commands in PATH, since there is no debugger without an editor. */
function plainLaunchTypes(context: LaunchContext): LaunchTypes {
  const search = new CommandSearch(context, systemClock);
  return new LaunchTypes(context, {
    platform: context.platform,
    hasCommand: (name) => search.has(name),
    hasDebugger: () => false,
    isDebuggerNeeded: () => false,
  });
}

function summary({ endpoint, launchTypes }: SessionHost): string {
  return `IDE Session Host listens on https://localhost:${endpoint.port}.
It runs launch configurations of these types, without a debugger: ${launchTypes.list().join(', ')}.
A controller needs the variables that --json prints; -- COMMAND runs one with them. Ctrl+C ends it.
`;
}

/** The exit code to end with, and the command if it runs yet. */
interface End {
  readonly exitCode: number;
  readonly command?: Command;
}

async function waitForEnd(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string>>,
  interrupted: Promise<NodeJS.Signals>,
  log: Log,
): Promise<End> {
  const signalled = interrupted.then((signal) => log.info(`${signal} received.`));
  if (commandLine.length === 0) {
    await signalled;
    return { exitCode: 0 };
  }
  const command = runCommand(commandLine, environment);
  const exitCode = await Promise.race([signalled, command.exitCode]);
  return typeof exitCode === 'number' ? { exitCode } : { exitCode: 0, command };
}

async function endCommand(command: Command): Promise<void> {
  command.terminate();
  const ended = await within(systemClock, commandGrace, command.exitCode, undefined);
  if (ended === undefined) await command.kill();
}
