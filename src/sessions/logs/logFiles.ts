import { type Clock, systemClock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { LogBounds, type LogLimits, type SessionStreams } from './logBounds.ts';
import { LogFile } from './logFile.ts';
import { LogFolder, type LogPaths } from './logFolder.ts';
import { allLost, type Reading } from './logSegments.ts';
import { LogTimes } from './logTimes.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** The open log files of one session. */
export interface SessionLog {
  /** Queues output. Returns a promise if the writer should wait for it before writing more. */
  write(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined;
  end(): void;
}

/** The stored output of a session, which is kept until this is disposed of. */
export interface StoredOutput extends Disposable {
  /** Reads at most `length` bytes at offset `start` of the stream. */
  read(stream: OutputStream, start: number, length: number): Promise<Reading>;
}

/** Stored output that may still grow. */
export interface HeldOutput extends StoredOutput {
  /** How many bytes of a stream can be read, including those that are lost. */
  size(stream: OutputStream): number;
  /** When the byte at an offset of a stream was written, in milliseconds; `undefined` if it is unknown. */
  writtenAt(stream: OutputStream, offset: number): number | undefined;
}

/** The two files of a session, with their users. */
interface SessionFiles {
  readonly streams: SessionStreams;
  readonly times: Readonly<Record<OutputStream, LogTimes>>;
  holders: number;
  closed: Promise<unknown> | undefined;
  /** Set when the session is removed; called when the files are not in use any more. */
  unneeded: (() => void) | undefined;
}

/** The output of a session that has none. */
const nothingHeld: HeldOutput = {
  read: () => Promise.resolve(allLost),
  size: () => 0,
  writtenAt: () => undefined,
  dispose() {},
};

/** The minimum number of files that the limit of a session is divided into. */
const segmentsPerSession = 8;

/** Stores the output of sessions unchanged, in files that only their owner can read. */
export class LogFiles implements Disposable {
  readonly #folder: LogFolder;
  readonly #limits: LogLimits;
  readonly #log: Log;
  readonly #clock: Clock;
  /** In order of creation. */
  readonly #files = new Map<string, SessionFiles>();
  readonly #failures = new Emitter<Error>();
  readonly #bounds: LogBounds;

  /** Fires when a file can't be written any more, with the reason. */
  readonly failures: Event<Error> = this.#failures.event;

  constructor(folder: string, limits: LogLimits, log: Log, clock: Clock = systemClock) {
    this.#clock = clock;
    this.#folder = new LogFolder(folder, log);
    this.#limits = limits;
    this.#log = log;
    this.#bounds = new LogBounds(limits, log, () => this.#oldestFirst());
  }

  paths(name: string): LogPaths {
    return this.#folder.paths(name);
  }

  /** Opens the files of a session. `onFailure` is called once if its output can't be kept any more. */
  open(name: string, onFailure: (error: Error) => void): SessionLog {
    this.#folder.make();
    let listener: typeof onFailure | undefined = onFailure;
    const fail = (error: Error): void => {
      listener?.(error);
      listener = undefined;
    };
    const stdout = this.#file(name, 'stdout', fail);
    const stderr = this.#file(name, 'stderr', fail);
    const files = {
      streams: { stdout, stderr },
      times: { stdout: new LogTimes(), stderr: new LogTimes() },
      holders: 0,
      closed: undefined,
      unneeded: undefined,
    };
    this.#files.set(name, files);
    return {
      write: (stream, chunk) => {
        files.times[stream].note(files.streams[stream].received, this.#clock.now().getTime());
        return files.streams[stream].write(chunk);
      },
      // Readers hold the files for longer than the session runs.
      end: () => void close(files).then(() => (listener = undefined)),
    };
  }

  /** Keeps the output of a session for a reader, even after the session is removed. */
  hold(name: string): HeldOutput {
    const files = this.#files.get(name);
    if (files === undefined) return nothingHeld;
    files.holders++;
    let isHeld = true;
    return {
      read: (stream, start, length) =>
        files.streams[stream].read(start, length).catch((error: unknown) => {
          this.#log.warn(`A session's log file can't be read: ${getMessage(error)}`);
          return allLost;
        }),
      size: (stream) => files.streams[stream].received,
      writtenAt: (stream, offset) => files.times[stream].at(offset),
      dispose: () => {
        if (isHeld) files.holders--;
        isHeld = false;
        if (files.holders === 0) files.unneeded?.();
      },
    };
  }

  /** Removes the files of a session whose log has ended, once no reader holds them. */
  async remove(name: string): Promise<void> {
    const files = this.#files.get(name);
    if (files === undefined) return;
    if (files.holders > 0) await new Promise<void>((resolve) => (files.unneeded = resolve));
    await files.closed;
    this.#files.delete(name);
    await Promise.all([files.streams.stdout.remove(), files.streams.stderr.remove()]);
  }

  /** Closes all files without removing them. */
  dispose(): void {
    for (const files of this.#files.values()) void close(files);
  }

  *#oldestFirst(): Iterable<SessionStreams> {
    for (const { streams } of this.#files.values()) yield streams;
  }

  #file(name: string, stream: OutputStream, onFailure: (error: Error) => void): LogFile {
    const { logLimitPerSession } = this.#limits;
    return new LogFile({
      path: this.#folder.path(name, stream),
      olderPath: (number) => this.#folder.olderPath(name, stream, number),
      create: (path) => this.#folder.create(path),
      segmentSize: Math.ceil(logLimitPerSession / segmentsPerSession),
      onChange: (bytes) => this.#bounds.noteChange(this.#files.get(name)?.streams, bytes),
      onFailure: (error) => {
        this.#log.warn(`A session's log file can't be written: ${error.message}`);
        this.#failures.fire(error);
        onFailure(error);
      },
    });
  }
}

function close(files: SessionFiles): Promise<unknown> {
  return (files.closed ??= Promise.all([files.streams.stdout.end(), files.streams.stderr.end()]));
}
