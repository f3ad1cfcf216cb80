import type { Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import { type Log, messageOf } from '../common/log.ts';
import { LogFile } from './logFile.ts';
import { LogFolder, type LogPaths } from './logFolder.ts';
import type { Reading } from './logSegments.ts';
import type { OutputStream } from './runner.ts';

/** The open log files of one session. */
export interface SessionLog {
  /** Takes what the program wrote; resolves when more should come, if not at once. */
  write(stream: OutputStream, chunk: Uint8Array): Promise<void> | undefined;
  end(): void;
}

/** A session's output on the disk, which is kept at least until this is disposed. */
export interface StoredOutput extends Disposable {
  /** Reads at most `length` bytes from `start` on, both counted in the bytes of the stream. */
  read(stream: OutputStream, start: number, length: number): Promise<Reading>;
}

/** How much may be kept, in bytes. */
export interface LogLimits {
  readonly logLimitPerSession: number;
  readonly logLimit: number;
}

/** A session's two files, and who needs them. */
interface SessionFiles {
  readonly streams: Readonly<Record<OutputStream, LogFile>>;
  holders: number;
  closed: Promise<unknown> | undefined;
  /** Set when the session is gone; called when nobody needs the files any more. */
  unneeded: (() => void) | undefined;
}

const allLost: Reading = { kind: 'lost', until: Infinity };

/** Into how many files the bound of one session is divided at least. */
const segmentsPerSession = 8;

/** Keeps what each session's program writes, byte by byte, in files that only their owner can read. */
export class LogFiles implements Disposable {
  readonly #folder: LogFolder;
  readonly #limits: LogLimits;
  readonly #log: Log;
  /** Oldest first. */
  readonly #files = new Map<string, SessionFiles>();
  readonly #failures = new Emitter<Error>();
  #size = 0;
  #isDropping = false;

  /** Why a file is no longer written. */
  readonly failures: Event<Error> = this.#failures.event;

  constructor(folder: string, limits: LogLimits, log: Log) {
    this.#folder = new LogFolder(folder, log);
    this.#limits = limits;
    this.#log = log;
  }

  paths(name: string): LogPaths {
    return this.#folder.paths(name);
  }

  /** Opens a session's files; `onFailure` hears once why its output is no longer kept. */
  open(name: string, onFailure: (error: Error) => void): SessionLog {
    this.#folder.make();
    let hasFailed = false;
    const fail = (error: Error): void => {
      if (!hasFailed) onFailure(error);
      hasFailed = true;
    };
    const stdout = this.#file(name, 'stdout', fail);
    const stderr = this.#file(name, 'stderr', fail);
    const files = {
      streams: { stdout, stderr },
      holders: 0,
      closed: undefined,
      unneeded: undefined,
    };
    this.#files.set(name, files);
    return {
      write: (stream, chunk) => files.streams[stream].write(chunk),
      end: () => close(files),
    };
  }

  /** Keeps the output of a session for a reader, even when the session is gone. */
  hold(name: string): StoredOutput {
    const files = this.#files.get(name);
    if (files === undefined) return { read: () => Promise.resolve(allLost), dispose() {} };
    files.holders++;
    let isHeld = true;
    return {
      read: (stream, start, length) =>
        files.streams[stream].read(start, length).catch((error: unknown) => {
          this.#log.warn(`A session's log file can't be read: ${messageOf(error)}`);
          return allLost;
        }),
      dispose: () => {
        if (isHeld) files.holders--;
        isHeld = false;
        if (files.holders === 0) files.unneeded?.();
      },
    };
  }

  /** Removes the files of a session whose log was ended, once nobody holds them. */
  async remove(name: string): Promise<void> {
    const files = this.#files.get(name);
    if (files === undefined) return;
    if (files.holders > 0) await new Promise<void>((resolve) => (files.unneeded = resolve));
    await files.closed;
    this.#files.delete(name);
    this.#size -= sizeOf(files);
    await Promise.all([files.streams.stdout.remove(), files.streams.stderr.remove()]);
  }

  /** Closes all files; they stay where they are. */
  dispose(): void {
    for (const files of this.#files.values()) close(files);
  }

  #file(name: string, stream: OutputStream, onFailure: (error: Error) => void): LogFile {
    const { logLimitPerSession } = this.#limits;
    return new LogFile({
      path: this.#folder.path(name, stream),
      olderPath: (number) => this.#folder.olderPath(name, stream, number),
      create: (path) => this.#folder.create(path),
      segmentSize: Math.ceil(logLimitPerSession / segmentsPerSession),
      onGrowth: (bytes) => {
        this.#size += bytes;
        void this.#keepLimits(name);
      },
      onFailure: (error) => {
        this.#log.warn(`A session's log file is no longer written: ${error.message}`);
        this.#failures.fire(error);
        onFailure(error);
      },
    });
  }

  /** Gives up the oldest output of the session that has grown, and of the oldest sessions. */
  async #keepLimits(name: string): Promise<void> {
    if (this.#isDropping) return;
    this.#isDropping = true;
    try {
      const { logLimit, logLimitPerSession } = this.#limits;
      const grown = this.#files.get(name);
      if (grown !== undefined) {
        await this.#dropWhile(grown, () => sizeOf(grown) > logLimitPerSession);
      }
      for (const files of this.#files.values()) {
        await this.#dropWhile(files, () => this.#size > logLimit);
      }
    } catch (error) {
      this.#log.warn(`Old session logs can't be removed: ${messageOf(error)}`);
    } finally {
      this.#isDropping = false;
    }
  }

  /** Gives up the oldest output of a session, bit by bit, as long as that is wanted and there is any. */
  async #dropWhile({ streams }: SessionFiles, isTooMuch: () => boolean): Promise<void> {
    const { stderr, stdout } = streams;
    let freed = 1;
    while (freed > 0 && isTooMuch()) {
      freed = await (stdout.size >= stderr.size ? stdout : stderr).dropOldest();
      this.#size -= freed;
    }
  }
}

function close(files: SessionFiles): void {
  files.closed ??= Promise.all([files.streams.stdout.end(), files.streams.stderr.end()]);
}

function sizeOf({ streams }: SessionFiles): number {
  return streams.stdout.size + streams.stderr.size;
}
