import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchCheck } from '../launch/launchPlan.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import { createInfo } from '../protocol/info.ts';
import type { Runner } from '../sessions/runner.ts';
import { Sessions } from '../sessions/sessions.ts';
import { Delivery } from './delivery/delivery.ts';
import { Endpoint } from './endpoint.ts';
import type { HostSettings } from './settings.ts';

export interface SessionHostOptions {
  readonly runner: Runner;
  readonly launchTypes: LaunchTypes;
  /** Refuses requests that are known to fail. */
  readonly checkLaunch: LaunchCheck;
  readonly settings: HostSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly logFolder: string;
  readonly port: number;
}

/** How long controllers may take to hear the last of their sessions. */
const flushTimeout = 1_000;

/** Sessions, delivery and endpoint as one, with or without an editor around them. */
export class SessionHost {
  readonly sessions: Sessions;
  readonly endpoint: Endpoint;
  readonly launchTypes: LaunchTypes;
  readonly #delivery: Delivery;
  readonly #options: SessionHostOptions;

  static async open(options: SessionHostOptions): Promise<SessionHost> {
    const { checkLaunch, clock, launchTypes, log, port, settings } = options;
    const sessions = new Sessions({ ...options, ...settings });
    const delivery = new Delivery({ ...settings, sessions, clock, log });
    const parts = {
      ...settings,
      sessions,
      delivery,
      launchTypes,
      checkLaunch,
      clock,
      log,
      port,
    };
    try {
      return new SessionHost(options, sessions, delivery, await Endpoint.open(parts));
    } catch (error) {
      delivery.dispose();
      sessions.dispose();
      throw error;
    }
  }

  private constructor(
    options: SessionHostOptions,
    sessions: Sessions,
    delivery: Delivery,
    endpoint: Endpoint,
  ) {
    this.#options = options;
    this.sessions = sessions;
    this.#delivery = delivery;
    this.endpoint = endpoint;
    this.launchTypes = options.launchTypes;
  }

  /** The variables by which a controller finds this endpoint. They hold its token. */
  environment(runMode: 'Debug' | 'NoDebug'): Record<string, string> {
    return {
      DEBUG_SESSION_PORT: `localhost:${this.endpoint.port}`,
      DEBUG_SESSION_TOKEN: this.endpoint.token.reveal(),
      DEBUG_SESSION_SERVER_CERTIFICATE: this.endpoint.certificate,
      DEBUG_SESSION_INFO: JSON.stringify(createInfo(this.launchTypes.list())),
      DEBUG_SESSION_RUN_MODE: runMode,
    };
  }

  /**
   * Closes in the order that loses nothing: refuse new requests, stop the sessions, let the
   * controllers hear of it, take leave. Bounded by the settings' `stopTimeout` and two seconds.
   */
  async close(): Promise<void> {
    await this.endpoint.refuse();
    if (!(await this.sessions.stopAll(this.#options.settings.stopTimeout))) {
      this.#options.log.warn('Some sessions did not end in time.');
    }
    await this.#delivery.flush(flushTimeout);
    await this.endpoint.close();
    this.#delivery.dispose();
    this.sessions.dispose();
  }
}
