import { type Log, messageOf } from '../../common/log.ts';
import type { LogFile } from './logFile.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** How much may be kept, in bytes. */
export interface LogLimits {
  readonly logLimitPerSession: number;
  readonly logLimit: number;
}

/** What one session has on the disk. */
export type SessionStreams = Readonly<Record<OutputStream, LogFile>>;

/** Holds log files within their limits, by giving up the oldest output where there is too much. */
export class LogBounds {
  readonly #limits: LogLimits;
  readonly #log: Log;
  readonly #oldestFirst: () => Iterable<SessionStreams>;
  /** Sessions that have to be looked at. */
  readonly #grown = new Set<SessionStreams>();
  /** Of all sessions, in bytes. */
  #size = 0;
  #isDropping = false;

  /** `oldestFirst` gives all sessions. */
  constructor(limits: LogLimits, log: Log, oldestFirst: () => Iterable<SessionStreams>) {
    this.#limits = limits;
    this.#log = log;
    this.#oldestFirst = oldestFirst;
  }

  /** Notes how many more bytes are on the disk, or how many fewer by a number below 0; of a session that is gone if none is given. */
  noteChange(streams: SessionStreams | undefined, bytes: number): void {
    this.#size += bytes;
    if (streams === undefined || bytes < 0) return;
    this.#grown.add(streams);
    void this.#keepLimits();
  }

  async #keepLimits(): Promise<void> {
    if (this.#isDropping) return;
    this.#isDropping = true;
    // Others may grow meanwhile.
    for (const streams of this.#grown) {
      this.#grown.delete(streams);
      try {
        await this.#keepLimitsFor(streams);
      } catch (error) {
        this.#log.warn(`Old session logs can't be removed: ${messageOf(error)}`);
      }
    }
    this.#isDropping = false;
  }

  async #keepLimitsFor(grown: SessionStreams): Promise<void> {
    const { logLimit, logLimitPerSession } = this.#limits;
    await dropWhile(grown, () => sizeOf(grown) > logLimitPerSession);
    for (const oldest of this.#oldestFirst()) {
      if (this.#size <= logLimit) return;
      await dropWhile(oldest, () => this.#size > logLimit);
    }
  }
}

/** Gives up the oldest output of a session, bit by bit, as long as that is wanted and there is any. */
async function dropWhile(
  { stderr, stdout }: SessionStreams,
  isTooMuch: () => boolean,
): Promise<void> {
  let freed = 1;
  while (freed > 0 && isTooMuch()) {
    freed = await (stdout.size >= stderr.size ? stdout : stderr).dropOldest();
  }
}

function sizeOf({ stderr, stdout }: SessionStreams): number {
  return stdout.size + stderr.size;
}
