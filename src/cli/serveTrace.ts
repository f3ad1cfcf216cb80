import manifest from '../../package.json' with { type: 'json' };
import { resolve } from 'node:path';
import { systemClock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import { TraceFile } from '../trace/traceFile.ts';
import { TraceRecorder } from '../trace/traceRecorder.ts';

/** The trace of a headless host. */
export interface ServeTrace {
  readonly recorder: TraceRecorder;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/** Begins a trace if there is a file for it. Throws a HumanError if the file can't be created. */
export async function openServeTrace(
  path: string | undefined,
  log: Log,
): Promise<ServeTrace | undefined> {
  if (path === undefined) return undefined;
  const { version } = manifest;
  const recorder = new TraceRecorder({ clock: systemClock, version });
  const options = { path: resolve(path), recorder, clock: systemClock, log };
  const file = await TraceFile.open(options);
  return { recorder, close: () => file.close() };
}
