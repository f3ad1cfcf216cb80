import { readDefault, type SettingReader } from '../common/settings.ts';
import type { EndpointSettings } from '../endpoint/endpoint.ts';

/** What a host can be tuned by; times in milliseconds, sizes in bytes. */
export interface HostSettings extends EndpointSettings {
  /** How many sessions start at the same time. */
  readonly startWidth: number;
  /** How many sessions are asked to stop at the same time. */
  readonly stopWidth: number;
  /** How long a controller may be away before its sessions are stopped. */
  readonly controllerTimeout: number;
  /** The same for a controller that has taken its leave. */
  readonly departureTimeout: number;
  /** How long a connected controller may take to answer a ping. */
  readonly silenceLimit: number;
  /** How long programs may take to end when the host closes. */
  readonly stopTimeout: number;
  /** How many ended sessions are remembered. */
  readonly history: number;
  /** How much of one session's output is kept on the disk. */
  readonly logLimitPerSession: number;
  /** How much of the output of all sessions is kept on the disk. */
  readonly logLimit: number;
  /** How much a controller's backlog may take of the memory. */
  readonly outboxLimit: number;
}

const mebibyte = 1024 * 1024;

/** The settings of a host, of which users can change those that have a setting. */
export function readHostSettings(read: SettingReader): HostSettings {
  return {
    startWidth: read('concurrentStarts'),
    stopWidth: read('concurrentStops'),
    bodyLimit: read('bodyLimit') * mebibyte,
    handshakeTimeout: 10_000,
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionLimits: { unauthenticated: 500, controllers: 1_000 },
    controllerTimeout: read('controllerTimeout') * 1_000,
    departureTimeout: 10_000,
    silenceLimit: 30_000,
    stopTimeout: 7_000,
    history: 50,
    logLimitPerSession: read('logLimitPerSession') * mebibyte,
    logLimit: read('logLimit') * mebibyte,
    outboxLimit: read('outboxLimit') * mebibyte,
  };
}

export const defaultSettings: HostSettings = readHostSettings(readDefault);
