import { type Log, getMessage } from '../../common/log.ts';
import type { LogFile } from './logFile.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** Limits of log files, in bytes. */
export interface LogLimits {
  readonly logLimitPerSession: number;
  readonly logLimit: number;
}

/** The log files of one session. */
export type SessionStreams = Readonly<Record<OutputStream, LogFile>>;

/** Keeps log files within their limits by deleting the oldest output. */
export class LogBounds {
  readonly #limits: LogLimits;
  readonly #log: Log;
  readonly #oldestFirst: () => Iterable<SessionStreams>;
  /** Sessions to check. */
  readonly #grown = new Set<SessionStreams>();
  /** The total size of all sessions, in bytes. */
  #size = 0;
  #isDropping = false;

  /** `oldestFirst` returns all sessions. */
  constructor(limits: LogLimits, log: Log, oldestFirst: () => Iterable<SessionStreams>) {
    this.#limits = limits;
    this.#log = log;
    this.#oldestFirst = oldestFirst;
  }

  /** Records a change in size, in bytes. `streams` is undefined for a removed session. */
  noteChange(streams: SessionStreams | undefined, bytes: number): void {
    this.#size += bytes;
    if (streams === undefined || bytes < 0) return;
    this.#grown.add(streams);
    void this.#keepLimits();
  }

  async #keepLimits(): Promise<void> {
    if (this.#isDropping) return;
    this.#isDropping = true;
    // Other sessions may be added to the set during the loop.
    for (const streams of this.#grown) {
      this.#grown.delete(streams);
      try {
        await this.#keepLimitsFor(streams);
      } catch (error) {
        this.#log.warn(`Old session logs can't be removed: ${getMessage(error)}`);
      }
    }
    this.#isDropping = false;
  }

  async #keepLimitsFor(grown: SessionStreams): Promise<void> {
    const { logLimit, logLimitPerSession } = this.#limits;
    await dropWhile(grown, () => getSize(grown) > logLimitPerSession);
    for (const oldest of this.#oldestFirst()) {
      if (this.#size <= logLimit) return;
      await dropWhile(oldest, () => this.#size > logLimit);
    }
  }
}

/** Deletes the oldest output of a session, piece by piece, as long as it is wanted and there is any. */
async function dropWhile(
  { stderr, stdout }: SessionStreams,
  isTooMuch: () => boolean,
): Promise<void> {
  let freed = 1;
  while (freed > 0 && isTooMuch()) {
    freed = await (stdout.size >= stderr.size ? stdout : stderr).dropOldest();
  }
}

function getSize({ stderr, stdout }: SessionStreams): number {
  return stdout.size + stderr.size;
}
