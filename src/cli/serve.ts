import manifest from '../../package.json' with { type: 'json' };
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { createLaunchCheck } from '../host/launchCheck.ts';
import { systemClock } from '../common/clock.ts';
import { type Deferred, deferred } from '../common/deferred.ts';
import { DisposableStore } from '../common/disposable.ts';
import { type Log, getMessage } from '../common/log.ts';
import { readDefault } from '../common/settings.ts';
import { SessionHost } from '../host/sessionHost.ts';
import { defaultSettings } from '../host/settings.ts';
import { knownConfigurations } from './start/knownConfigurations.ts';
import { plainLaunchTypes } from './plainLaunchTypes.ts';
import { createPlainRunner } from '../processes/plainRunner.ts';
import type { Watchdog } from '../processes/watchdog/watchdog.ts';
import { makeWatchedFolder } from '../processes/watchdog/watchedFolder.ts';
import { WatchdogProcess } from '../processes/watchdog/watchdogProcess.ts';
import type { CreateReport } from '../api/door/hostReport.ts';
import { Emitter } from '../common/emitter.ts';
import type { HotReloadStatus } from '../wasm/hotReload/hotReloadPort.ts';
import { createApps, createHotReload } from './apps.ts';
import type { ServeOptions } from './invocation.ts';
import type { Kubeconfig } from '../api/server/kubeconfig.ts';
import { cliErrors } from './errors.ts';
import { serveApi } from './serveApi.ts';
import { serveCluster } from './serveCluster.ts';
import { serveCommand } from './serveCommand.ts';
import { reportSessions } from './sessionReport.ts';
import { openServeTrace, type ServeTrace } from './serveTrace.ts';
import { createStderrLog } from './stderrLog.ts';

/** How long a program may take to end before it is killed, in milliseconds. */
const grace = readDefault('stopGrace') * 1_000;

/** Signals that end the host, besides {@link hangUp}. */
const endSignals = ['SIGTERM', 'SIGINT'] as const;

/** Sent when the terminal is closed. */
const hangUp = 'SIGHUP';

/** How long the end may take after a signal, in milliseconds. */
const endTimeout = 9_500;

/**
 * Serves until a signal, or until the command has ended and the host is unused. Resolves to the exit code.
 * `programFolder` is the folder of the built programs.
 */
export async function serve(options: ServeOptions, programFolder: string): Promise<number> {
  const log = createStderrLog(options.verbose);
  const interrupted = deferred<NodeJS.Signals>();
  for (const signal of endSignals) process.on(signal, interrupted.resolve);
  process.on(hangUp, (signal) => {
    if (!options.keep) return interrupted.resolve(signal);
    log.info(`${signal} received. The host keeps running without its terminal.`);
  });
  const late = interrupted.promise.then((signal) => {
    log.info(`${signal} received.`);
    return pauseUntilLate();
  });
  const watchdog = new WatchdogProcess(join(programFolder, 'watchdog.js'), log, systemClock);
  try {
    return await Promise.race([
      serveInFolder(options, { log, interrupted, programFolder, watchdog }),
      late.then(() => endLate(log)),
    ]);
  } finally {
    watchdog.dispose();
  }
}

/** Does not keep the process alive. */
function pauseUntilLate(): Promise<void> {
  return new Promise((end) => setTimeout(end, endTimeout).unref());
}

function endLate(log: Log): number {
  log.warn('The host did not end in time. Its watchdog ends the remaining programs.');
  return 1;
}

interface ServeDependencies {
  readonly log: Log;
  readonly interrupted: Deferred<NodeJS.Signals>;
  readonly watchdog: Watchdog;
  /** The folder of the built programs. */
  readonly programFolder: string;
}

async function serveInFolder(
  options: ServeOptions,
  { interrupted, log, programFolder, watchdog }: ServeDependencies,
): Promise<number> {
  const folder = await makeWatchedFolder('ide-session-host-', watchdog);
  const resources = new DisposableStore();
  let trace: ServeTrace | undefined;
  try {
    trace = await openServeTrace(options.trace, log);
    const programs = { grace };
    const host = await openHost(options, {
      log,
      logFolder: folder.path,
      resources,
      watchdog,
      programs,
      programFolder,
      trace,
    });
    const kubeconfig = await serveApi(options, host, folder.path);
    try {
      await serveCluster(options, host);
      await keepPrepared(options, host);
      process.stdout.write(options.json ? toJson(host, kubeconfig) : summary(host, kubeconfig));
      const report = reportSessions(host.sessions, host.launchTypes, log);
      try {
        return await serveUntilEnd(options, host, { log, interrupted, programs });
      } finally {
        report.dispose();
      }
    } finally {
      await kubeconfig?.remove();
    }
  } finally {
    resources.dispose();
    await trace?.close();
    await folder.remove().catch((error: unknown) => {
      log.warn(`The session logs can't be removed: ${getMessage(error)}`);
    });
  }
}

interface HostDependencies {
  readonly log: Log;
  readonly logFolder: string;
  readonly programFolder: string;
  readonly watchdog: Watchdog;
  readonly programs: Programs;
  /** Disposed of with the host. */
  readonly resources: DisposableStore;
  readonly trace: ServeTrace | undefined;
}

/** The current grace period of programs, in milliseconds. */
interface Programs {
  grace: number;
}

async function openHost(
  options: ServeOptions,
  { log, logFolder, programFolder, resources, programs, trace, watchdog }: HostDependencies,
): Promise<SessionHost> {
  const workspace = resolve(options.workspace);
  const folder = await stat(workspace).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw cliErrors.WorkspaceNotFound({ path: workspace });
  }
  const launchContext = {
    workspace,
    environment: process.env,
    platform: process.platform,
    hasFile: existsSync,
  };
  const programOptions = { clock: systemClock, watchdog, grace: () => programs.grace };
  const reloads = new Emitter<HotReloadStatus>();
  const hotReload = options.hotReload
    ? createHotReload(programFolder, (status) => reloads.fire(status))
    : undefined;
  const apps = createApps(launchContext, programOptions, log, resources, hotReload);
  const createReport: CreateReport = async (output) => {
    // Loaded when it is first used.
    const { createServeReport } = await import('./traces/serveReport.ts');
    return createServeReport({ options, apps, host, output, recorder: trace?.recorder });
  };
  const host = await SessionHost.open({
    runner: createPlainRunner(launchContext, programOptions, apps.launcher),
    runnerReports: { builds: apps.builds.timings, hotReloads: reloads.event },
    prebuildTools: apps.prebuildTools,
    launchTypes: plainLaunchTypes(launchContext),
    checkLaunch: createLaunchCheck({
      clock: systemClock,
      hasDebugger: () => false,
      hasOtherSearchPath: () => false,
    }),
    settings: { ...defaultSettings, lifecycle: options.lifecycle },
    clock: systemClock,
    log,
    logFolder,
    port: options.port,
    stateFile: options.state === undefined ? undefined : resolve(options.state),
    trace: trace?.recorder,
    door: {
      kind: 'headless',
      version: manifest.version,
      folders: () => [workspace],
      runMode: () => 'NoDebug',
      listStartable: knownConfigurations(workspace, { clock: systemClock, log, resources }),
      createReport,
    },
  });
  return host;
}

async function keepPrepared(
  { prebuild = [], workspace }: ServeOptions,
  host: SessionHost,
): Promise<void> {
  await host.keepPrepared(prebuild.map((path) => ({ path: resolve(workspace, path) })));
}

function toJson(host: SessionHost, kubeconfig: Kubeconfig | undefined): string {
  const shown = {
    env: host.environment('NoDebug'),
    ...(kubeconfig && { kubeconfig: kubeconfig.path }),
  };
  return `${JSON.stringify(shown)}\n`;
}

function summary({ endpoint, launchTypes }: SessionHost, kubeconfig?: Kubeconfig): string {
  const api = kubeconfig
    ? `
  The sessions are shown by: kubectl --kubeconfig ${kubeconfig.path} get idesessions`
    : '';
  return `IDE Session Host is listening on https://localhost:${endpoint.port}.
  Supported launch configuration types (without a debugger): ${launchTypes.list().join(', ')}.${api}
  Controllers need the variables that --json prints, or run one with -- COMMAND. Press Ctrl+C to stop.
`;
}

async function serveUntilEnd(
  { command, linger }: ServeOptions,
  host: SessionHost,
  {
    interrupted,
    log,
    programs,
  }: Pick<HostDependencies, 'log' | 'programs'> & {
    readonly interrupted: Deferred<NodeJS.Signals>;
  },
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
