import manifest from '../../../package.json' with { type: 'json' };
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../common/clock.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { traceAdapterEvents } from '../../trace/edges/adapterEvents.ts';
import { traceRelays } from '../../trace/edges/relayed.ts';
import { traceCommand } from '../../trace/edges/commands.ts';
import type { TraceFile } from '../../trace/traceFile.ts';
import { TraceRecorder } from '../../trace/traceRecorder.ts';
import { settings } from '../window/settings.ts';

/** The trace of the window, as its setting says when the window is opened. */
export class WindowTrace {
  /** The log folder of the window. */
  readonly #folder: string;
  readonly #log: Log;
  readonly #mode = settings.trace.get();
  /** Absent if nothing is recorded. */
  readonly recorder: TraceRecorder | undefined;
  /** Records the events of the adapters that debug sessions; absent if nothing is recorded. */
  readonly onAdapterEvent: ReturnType<typeof traceAdapterEvents> | undefined;
  /** Returns what records the messages of a session's debug relays; absent if nothing is recorded. */
  readonly followRelays: ReturnType<typeof traceRelays> | undefined;
  #file: TraceFile | undefined;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
    const { version } = manifest;
    if (this.#mode === 'off') return;
    const recorder = new TraceRecorder({ clock: systemClock, version });
    this.recorder = recorder;
    this.followRelays = traceRelays(recorder, systemClock);
    this.onAdapterEvent = traceAdapterEvents(recorder, systemClock);
  }

  /** Begins the file if there is to be one. Without it, the trace is kept in memory. */
  async begin(): Promise<void> {
    if (this.#mode !== 'on' || this.recorder === undefined || this.#file !== undefined) return;
    const log = this.#log;
    try {
      await mkdir(this.#folder, { recursive: true });
      // Loaded only if a file is written.
      const { TraceFile } = await import('../../trace/traceFile.ts');
      const path = join(this.#folder, 'trace.ndjson');
      const { recorder } = this;
      this.#file = await TraceFile.open({ path, recorder, clock: systemClock, log });
    } catch (error) {
      log.warn(getMessage(error));
    }
  }

  /** Runs a command of the user. */
  command(name: string, action: () => Promise<void> | void): Promise<void> | void {
    return this.recorder === undefined ? action() : traceCommand(this.recorder, name, action);
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    await this.#file?.close();
  }
}
