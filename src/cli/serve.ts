import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { createLaunchCheck } from '../blazor/launchCheck.ts';
import { systemClock } from '../common/clock.ts';
import { type Deferred, deferred } from '../common/deferred.ts';
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
import { serveCommand } from './serveCommand.ts';
import { reportSessions } from './sessionReport.ts';
import { createStderrLog } from './stderrLog.ts';

/** How long a program may take to end before it is killed, in milliseconds. */
const grace = 5_000;

/** What asks us to end; SIGHUP comes when the terminal is closed. */
const endSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Serves until it is told to end, or its command has ended and nothing uses the host; resolves to the exit code. */
export async function serve(options: ServeOptions): Promise<number> {
  const log = createStderrLog(options.verbose);
  const interrupted = deferred<NodeJS.Signals>();
  for (const signal of endSignals) process.on(signal, interrupted.resolve);
  void interrupted.promise.then((signal) => log.info(`${signal} received.`));
  const logFolder = await mkdtemp(join(tmpdir(), 'ide-session-host-'));
  // It is built beside the file that runs here.
  const watchdog = new WatchdogProcess(join(__dirname, 'watchdog.js'), log);
  try {
    const programs = { grace };
    const host = await openHost(options, { log, logFolder, watchdog, programs });
    const environment = host.environment('NoDebug');
    process.stdout.write(
      options.json ? `${JSON.stringify({ env: environment })}\n` : summary(host),
    );
    const report = reportSessions(host.sessions, host.launchTypes, log);
    const folderWatch = watchdog.watchFolder(logFolder);
    const exitCode = await serveUntilEnd(options, host, { log, interrupted, programs });
    folderWatch.dispose();
    report.dispose();
    return exitCode;
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
  readonly programs: Programs;
}

/** How programs are ended now. */
interface Programs {
  grace: number;
}

async function openHost(
  options: ServeOptions,
  { log, logFolder, programs, watchdog }: HostParts,
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
  const programOptions = { clock: systemClock, watchdog, grace: () => programs.grace };
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

async function serveUntilEnd(
  { command, linger }: ServeOptions,
  host: SessionHost,
  {
    interrupted,
    log,
    programs,
  }: Pick<HostParts, 'log' | 'programs'> & { readonly interrupted: Deferred<NodeJS.Signals> },
): Promise<number> {
  if (command.length > 0) {
    return serveCommand({
      commandLine: command,
      host,
      clock: systemClock,
      log,
      linger,
      isInTerminal: [0, 1, 2].some(isatty),
      interrupted: interrupted.promise,
      hurry: () => (programs.grace = 0),
    });
  }
  await interrupted.promise;
  log.info('Closing.');
  await host.close();
  return 0;
}
