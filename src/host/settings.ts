import { readDefault, type SettingReader } from '../common/settings.ts';
import type { EndpointSettings } from '../endpoint/endpoint.ts';
import type { LifecycleRules } from '../sessions/lifecycle/rules.ts';

/** Settings of a host. Times in milliseconds, sizes in bytes. */
export interface HostSettings extends EndpointSettings {
  /** The maximum number of concurrent starts. */
  readonly startWidth: number;
  /** The maximum number of concurrent requests to stop. */
  readonly stopWidth: number;
  /** How long a controller may be disconnected before its sessions are stopped. */
  readonly controllerTimeout: number;
  /** The same for a controller that has closed its connection. */
  readonly departureTimeout: number;
  /** How long a connected controller may take to answer a ping. */
  readonly silenceLimit: number;
  /** How long programs may take to end when the host closes. */
  readonly stopTimeout: number;
  /** How many ended sessions are kept. */
  readonly history: number;
  /** The limit of one session's log files. */
  readonly logLimitPerSession: number;
  /** The limit of all log files. */
  readonly logLimit: number;
  /** The memory limit of a controller's backlog. */
  readonly outboxLimit: number;
  /** When sessions are stopped by themselves, and how many may run. */
  readonly lifecycle: LifecycleRules;
}

const mebibyte = 1024 * 1024;
const minute = 60_000;

/** Reads the settings of a host. */
export function readHostSettings(read: SettingReader): HostSettings {
  return {
    startWidth: read('concurrentStarts'),
    stopWidth: read('concurrentStops'),
    bodyLimit: read('bodyLimit') * mebibyte,
    handshakeTimeout: 10_000,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionLimits: { unauthenticated: 500, authenticated: 1_000 },
    controllerTimeout: read('controllerTimeout') * 1_000,
    departureTimeout: 10_000,
    silenceLimit: 30_000,
    stopTimeout: 7_000,
    history: 50,
    logLimitPerSession: read('logLimitPerSession') * mebibyte,
    logLimit: read('logLimit') * mebibyte,
    outboxLimit: read('outboxLimit') * mebibyte,
    lifecycle: {
      idleStop: zeroToUndefined(read('idleStop') * minute),
      timeToLive: zeroToUndefined(read('timeToLive') * minute),
      maxSessions: zeroToUndefined(read('maxSessions')),
    },
  };
}

function zeroToUndefined(value: number): number | undefined {
  return value === 0 ? undefined : value;
}

export const defaultSettings: HostSettings = readHostSettings(readDefault);
