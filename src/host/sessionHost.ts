import type { Door } from '../api/door/door.ts';
import { type Clock, withTimeout } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { SummaryRow } from '../common/metrics/summary.ts';
import type { LaunchCheck } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import { createInfo } from '../protocol/info.ts';
import { type Notification, sessionTerminated } from '../protocol/notifications.ts';
import type { Runner } from '../sessions/runner.ts';
import { Sessions } from '../sessions/sessions.ts';
import { Delivery } from '../endpoint/delivery/delivery.ts';
import { isConnected } from '../processes/tree/connections.ts';
import { createCrashNotifications } from '../endpoint/delivery/notificationsOf.ts';
import { Endpoint } from '../endpoint/endpoint.ts';
import { type PendingSession, readHostState } from './state/hostState.ts';
import { createIdentity } from '../common/server/identity.ts';
import { HostApi } from './hostApi.ts';
import type { HostCluster, HostClusterDependencies } from './hostCluster.ts';
import { type HostDoorOptions, openHostDoor } from './hostDoor.ts';
import { openResumed, readResumption, type Resumption } from './state/resumption.ts';
import { hostErrors } from './errors.ts';
import {
  createObservers,
  followChanges,
  openOutside,
  recordSettings,
  tracePorts,
} from './hostTrace.ts';
import { HostMetrics, type RunnerReports } from './metrics/hostMetrics.ts';
import type { HostPrebuilds } from './prebuilds/hostPrebuilds.ts';
import type { ProjectToKeep } from './prebuilds/keptProject.ts';
import type { PrebuildTools } from './prebuilds/prebuildTools.ts';
import type { HostSettings } from './settings.ts';
import { startLaunch, type WantedLaunch } from './startLaunch.ts';
import { StateKeeper } from './state/stateKeeper.ts';
import type { TraceRecorder } from '../trace/traceRecorder.ts';

export interface SessionHostOptions {
  readonly runner: Runner;
  /** Absent if the runner neither builds projects nor reloads them. */
  readonly runnerReports?: RunnerReports;
  /** What prepares projects ahead; absent if none can be prepared. */
  readonly prebuildTools?: PrebuildTools;
  readonly launchTypes: LaunchTypes;
  /** Rejects launches that are known to fail. */
  readonly checkLaunch: LaunchCheck;
  /** Returns the base of relative paths in a controller's requests; `undefined` for the default. */
  readonly getWorkspace?: (instanceId: string) => string | undefined;
  readonly settings: HostSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly logFolder: string;
  readonly port: number;
  /** A file that lets controllers reconnect to the next host if this one crashes. */
  readonly stateFile?: string | undefined;
  /** Records what happens; nothing is recorded if absent. */
  readonly trace?: TraceRecorder | undefined;
  /** Lets the command line reach the host; it can't if absent. */
  readonly door?: HostDoorOptions;
}

/** How long controllers may take to confirm the last notifications, in milliseconds. */
const flushTimeout = 1_000;
/** How long stopped builds of prepared projects may take to end and to be cleaned up after, in milliseconds. */
const buildStopTimeout = 2_000;

/** Sessions, delivery and endpoint of a host, with or without an editor. */
export class SessionHost {
  readonly sessions: Sessions;
  readonly endpoint: Endpoint;
  readonly launchTypes: LaunchTypes;
  /** The resource API, which the command line uses. Its server is opened on request. */
  readonly api: HostApi;
  readonly #delivery: Delivery;
  readonly #metrics: HostMetrics;
  readonly #options: SessionHostOptions;
  readonly #keeper: StateKeeper | undefined;
  #door: Door | undefined;
  #cluster: HostCluster | undefined;
  #prebuilds: HostPrebuilds | undefined;

  static async open(untraced: SessionHostOptions): Promise<SessionHost> {
    const options = tracePorts(untraced);
    const { clock, log, settings, trace } = options;
    const observers = createObservers(trace);
    const sessions = new Sessions({ ...options, ...settings, ...observers.sessions, isConnected });
    recordSettings(trace, settings);
    followChanges(trace, sessions);
    const delivery = new Delivery({ ...settings, sessions, clock, log, ...observers.delivery });
    const pages = options.prebuildTools?.pages;
    const readPreparedUse = pages && (() => pages.used);
    const metrics = new HostMetrics({ ...options, sessions, delivery, readPreparedUse });
    const api = new HostApi({
      ...options,
      ...settings,
      ...observers.api,
      sessions,
      metrics: () => metrics.write(),
    });
    const dependencies = {
      ...options,
      ...settings,
      ...observers.endpoint,
      sessions,
      delivery,
      metrics,
      api,
    };
    try {
      const endpoint = await openOutside(trace, () => openEndpoint(dependencies));
      const host = new SessionHost(dependencies, endpoint);
      if (options.door) host.#door = await openHostDoor(host, options.door, { clock, log });
      return host;
    } catch (error) {
      metrics.dispose();
      delivery.dispose();
      sessions.dispose();
      throw error;
    }
  }

  private constructor(dependencies: HostDependencies, { endpoint, keeper }: Opened) {
    this.#options = dependencies;
    this.sessions = dependencies.sessions;
    this.#delivery = dependencies.delivery;
    this.#metrics = dependencies.metrics;
    this.endpoint = endpoint;
    this.#keeper = keeper;
    this.launchTypes = dependencies.launchTypes;
    this.api = dependencies.api;
    this.api.keepIdentity(keeper);
  }

  /** Which controllers are connected. */
  get controllers(): Delivery['controllers'] {
    return this.#delivery.controllers;
  }

  /** Returns the variables that tell a controller this endpoint. They contain the token. */
  environment(runMode: 'Debug' | 'NoDebug'): Record<string, string> {
    return {
      DEBUG_SESSION_PORT: `localhost:${this.endpoint.port}`,
      DEBUG_SESSION_TOKEN: this.endpoint.token.reveal(),
      DEBUG_SESSION_SERVER_CERTIFICATE: this.endpoint.certificate,
      DEBUG_SESSION_INFO: JSON.stringify(createInfo(this.launchTypes.list())),
      DEBUG_SESSION_RUN_MODE: runMode,
    };
  }

  /** Returns the present values of the metrics for users. */
  summarizeMetrics(): readonly SummaryRow[] {
    return this.#metrics.summarize();
  }

  /** Starts a session for code in this process. Rejects with a HumanError if it is known to fail. */
  async start(wanted: WantedLaunch): Promise<IdeSession> {
    if (this.api.isClosing) throw hostErrors.HostClosing();
    const { bodyLimit } = this.#options.settings;
    return startLaunch(wanted, { ...this.#options, bodyLimit, sessions: this.sessions });
  }

  /** Keeps these projects prepared, instead of earlier ones. */
  async keepPrepared(projects: readonly ProjectToKeep[]): Promise<void> {
    const { prebuildTools: tools } = this.#options;
    if (tools === undefined || (projects.length === 0 && this.#prebuilds === undefined)) return;
    const { HostPrebuilds } = await import('./prebuilds/hostPrebuilds.ts');
    if (this.api.isClosing) return;
    const observer = this.#metrics.prebuilds;
    this.#prebuilds ??= new HostPrebuilds({
      ...this.#options,
      sessions: this.sessions,
      tools,
      observer,
    });
    await this.#prebuilds.keep(projects);
  }

  /** Runs the sessions of a Kubernetes API server too, in place of an earlier one. */
  join(connect: (dependencies: HostClusterDependencies) => HostCluster): void {
    this.leave();
    const { settings } = this.#options;
    this.#cluster = connect({ ...this.#options, ...settings, sessions: this.sessions });
  }

  /** Stops the sessions of the API server, and disconnects from it. */
  leave(): void {
    this.#cluster?.dispose();
    this.#cluster = undefined;
  }

  /**
   * Closes without losing notifications: refuses new requests, stops the sessions, flushes notifications and
   * closes connections. Takes at most `stopTimeout` milliseconds plus two seconds, or three if the state
   * file can't be written.
   */
  async close(stopTimeout = this.#options.settings.stopTimeout): Promise<void> {
    this.api.refuse();
    this.#cluster?.refuse();
    const prebuilds = this.#closePrebuilds();
    await this.endpoint.refuse();
    if (!(await this.sessions.stopAll(stopTimeout))) {
      this.#options.log.warn('Some sessions did not end in time.');
    }
    await Promise.all([
      prebuilds,
      this.#delivery.flush(flushTimeout),
      this.#cluster?.close(),
      this.api.close(),
      this.#door?.close(),
    ]);
    // Before the port is released, since the next host may use the same state.
    await this.#keeper?.close();
    await this.endpoint.close();
    this.#metrics.dispose();
    this.#delivery.dispose();
    this.sessions.dispose();
  }

  /** Stops preparing, and waits until the truncated files of a stopped build are removed. */
  async #closePrebuilds(): Promise<void> {
    const closed = this.#prebuilds?.close();
    if (closed === undefined) return;
    await withTimeout(this.#options.clock, buildStopTimeout, closed, undefined);
  }
}

interface HostDependencies extends SessionHostOptions, HostSettings {
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  readonly metrics: HostMetrics;
  readonly api: HostApi;
}

interface Opened {
  readonly endpoint: Endpoint;
  readonly keeper?: StateKeeper;
}

/** Opens the endpoint, with the identity of an earlier host if there is a state file. */
async function openEndpoint(dependencies: HostDependencies): Promise<Opened> {
  const { clock, delivery, log, port, stateFile: path } = dependencies;
  if (path === undefined) {
    return {
      endpoint: await Endpoint.open({
        ...dependencies,
        identity: await createIdentity(port, clock.now()),
      }),
    };
  }
  const options = { path, port, clock, log };
  const openAs = async ({ identity, isEarlier, isKept }: Resumption): Promise<Opened> => {
    if (!isKept) return { endpoint: await Endpoint.open({ ...dependencies, identity }) };
    // Created first, since requests may arrive as soon as the port is open.
    const keeper = new StateKeeper({ ...dependencies, path, identity });
    let endpoint: Endpoint | undefined;
    try {
      endpoint = await Endpoint.open({ ...dependencies, identity, recorded: () => keeper.saved() });
      // Read after the port is open, since an earlier host may change the file until it releases the port.
      const earlier = readHostState(path);
      const pending = (isEarlier && earlier?.sessions) || [];
      for (const session of pending) delivery.tell(session.controller, getEarlierEnd(session));
      await keeper.begin(endpoint.port, pending, earlier?.api);
      return { endpoint, keeper };
    } catch (error) {
      keeper.dispose();
      await endpoint?.close();
      throw error;
    }
  };
  return openResumed(await readResumption(options), openAs, options);
}

function getEarlierEnd({ end, id }: PendingSession): readonly Notification[] {
  return end === undefined ? createCrashNotifications(id) : [sessionTerminated(id, end.exitCode)];
}
