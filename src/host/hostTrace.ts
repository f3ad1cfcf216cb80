import type { RequestListener } from 'node:http';
import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { Traffic } from '../protocol/traffic.ts';
import type { Runner } from '../sessions/runner.ts';
import { type WatchFolder, watchFolder } from '../sessions/inputs/watchFolder.ts';
import type { ObserveRequest } from '../sessions/sessionRequest.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { traceChanges } from '../trace/edges/changes.ts';
import { traceFileChanges } from '../trace/edges/fileChanges.ts';
import { traceRequests } from '../trace/edges/requests.ts';
import { traceCalls } from '../trace/edges/sessionCalls.ts';
import { traceClock } from '../trace/edges/tracedClock.ts';
import { traceLog } from '../trace/edges/tracedLog.ts';
import { traceRunner } from '../trace/edges/tracedRunner.ts';
import { traceTraffic } from '../trace/edges/traffic.ts';
import type { TraceRecorder } from '../trace/traceRecorder.ts';
import type { HostSettings } from './settings.ts';

/** Where a host is observed. */
interface HostObservers {
  readonly sessions?: { readonly observe: ObserveRequest; readonly watchFolder: WatchFolder };
  readonly delivery?: { readonly onTraffic: (traffic: Traffic) => void };
  readonly endpoint?: { readonly observe: (handle: RequestListener) => RequestListener };
  readonly api?: { readonly observe: (handle: RequestListener) => RequestListener };
}

interface TracedPorts {
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
  /** Nothing is recorded if absent. */
  readonly trace?: TraceRecorder | undefined;
}

/** Returns the options of a host such that what passes its ports is recorded. */
export function tracePorts<Options extends TracedPorts>(options: Options): Options {
  const { clock, log, runner, trace } = options;
  if (trace === undefined) return options;
  return {
    ...options,
    clock: traceClock(clock, trace),
    log: traceLog(log, trace),
    runner: traceRunner(runner, trace),
  };
}

/** Returns what records the requests and notifications of a host. */
export function createObservers(trace: TraceRecorder | undefined): HostObservers {
  if (trace === undefined) return {};
  return {
    sessions: { observe: traceCalls(trace), watchFolder: traceFileChanges(watchFolder, trace) },
    delivery: { onTraffic: traceTraffic(trace) },
    endpoint: { observe: (handle) => traceRequests(trace, 'endpoint', handle) },
    api: { observe: (handle) => traceRequests(trace, 'api', handle) },
  };
}

/** Opens a server. What comes from its sockets is not caused by what opens it. */
export function openOutside<T>(trace: TraceRecorder | undefined, open: () => T): T {
  return trace === undefined ? open() : trace.beginning(open);
}

/** Records what a replay of the trace needs to know of the settings. */
export function recordSettings(trace: TraceRecorder | undefined, settings: HostSettings): void {
  const { controllerTimeout, departureTimeout, history, startWidth, stopWidth } = settings;
  const { idleStop, maxSessions, timeToLive } = settings.lifecycle;
  trace?.record({
    kind: 'settings',
    controllerTimeout,
    departureTimeout,
    history,
    startWidth,
    stopWidth,
    ...(idleStop !== undefined && { idleStop }),
    ...(timeToLive !== undefined && { timeToLive }),
    ...(maxSessions !== undefined && { maxSessions }),
  });
}

/** Records the changes of sessions. Must be called before delivery and the APIs subscribe to them. */
export function followChanges(trace: TraceRecorder | undefined, sessions: Sessions): void {
  if (trace !== undefined) sessions.changes(traceChanges(trace));
}
