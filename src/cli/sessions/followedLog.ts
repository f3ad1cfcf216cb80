import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock, withTimeout } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { SessionApi } from './connectSessions.ts';

const lineFeed = 0x0a;
/** How long lines may take that were written already, in milliseconds. */
const longestWait = 5_000;

/** A stream of a session's log. */
export interface FollowedStream {
  readonly api: SessionApi;
  readonly name: string;
  readonly stream: OutputStream;
  readonly write: (chunk: Buffer) => void;
}

/** Copies the lines of a log that are written from now on. */
export class FollowedLog implements Disposable {
  readonly #followed: FollowedStream;
  readonly #text: IncomingMessage;
  /** How many lines of the log have been copied or existed before. */
  #lines: number;
  #isOver = false;
  #progressed: () => void = () => undefined;

  static async open(followed: FollowedStream, signal: AbortSignal): Promise<FollowedLog> {
    const { api, name, stream } = followed;
    const lines = await countLines(followed, signal);
    const query = { source: stream, follow: true, skip: lines };
    return new FollowedLog(followed, await api.readText(name, 'log', query, signal), lines);
  }

  private constructor(followed: FollowedStream, content: IncomingMessage, lines: number) {
    this.#followed = followed;
    this.#text = content;
    this.#lines = lines;
    content.on('data', (chunk: Buffer) => this.#copy(chunk));
    const end = (): void => {
      this.#isOver = true;
      this.#progressed();
    };
    content.once('close', end).once('error', end);
  }

  /** Resolves when the lines that there are now have been copied. */
  async catchUp(signal: AbortSignal): Promise<void> {
    const wanted = await countLines(this.#followed, signal);
    const copied = new Promise<void>((resolve) => {
      this.#progressed = () => {
        if (this.#isOver || this.#lines >= wanted) resolve();
      };
      this.#progressed();
    });
    // Old lines of a long log are removed, and are not copied then.
    await withTimeout(systemClock, longestWait, copied, undefined);
  }

  dispose(): void {
    this.#text.destroy();
  }

  #copy(chunk: Buffer): void {
    this.#followed.write(chunk);
    this.#lines += chunk.reduce((count, byte) => count + (byte === lineFeed ? 1 : 0), 0);
    this.#progressed();
  }
}

/** Returns the number of ended lines in a log. */
async function countLines(
  { api, name, stream }: FollowedStream,
  signal: AbortSignal,
): Promise<number> {
  const query = { source: stream, tail: 1, line_numbers: true };
  const last = await text(await api.readText(name, 'log', query, signal));
  const number = Number(/^\d+/.exec(last)?.[0] ?? 0);
  return last === '' || last.endsWith('\n') ? number : number - 1;
}
