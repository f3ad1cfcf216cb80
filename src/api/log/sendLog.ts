import type { ServerResponse } from 'node:http';
import type { OutputStream } from '../../common/outputStream.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { SessionOutput } from '../../sessions/logs/sessionOutput.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { LogLines } from './logLines.ts';
import type { LogOptions } from './logOptions.ts';

/** How much is read at a time, in bytes. */
const readingSize = 64 * 1024;
const lineFeed = 0x0a;

/** Sends one stream of a session's output at the client's own pace, and further output if the client follows it. */
export async function sendLog(
  sessions: Sessions,
  session: IdeSession,
  options: LogOptions,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.flushHeaders();
  if (options.stream !== undefined) {
    const output = new SessionOutput(sessions, session);
    response.on('drain', () => output.wake());
    response.once('close', () => output.wake());
    try {
      await new SentStream(output, options.stream, response).send(options);
    } finally {
      output.dispose();
    }
  }
  response.end();
}

/** One stream of one session, as it is sent. */
class SentStream {
  readonly #output: SessionOutput;
  readonly #stream: OutputStream;
  readonly #response: ServerResponse;

  constructor(output: SessionOutput, stream: OutputStream, response: ServerResponse) {
    this.#output = output;
    this.#stream = stream;
    this.#response = response;
  }

  async send(options: LogOptions): Promise<void> {
    const { follow, skip, tail } = options;
    const left = tail === undefined ? skip : Math.max(0, (await this.#countLines()) - tail);
    const lines = new LogLines(options, left, (offset) =>
      this.#output.writtenAt(this.#stream, offset),
    );
    for (let position = 0; ;) {
      const { isOver, news } = this.#output;
      const size = this.#size();
      position = await this.#copy(lines, position, size);
      if (this.#response.destroyed || lines.isComplete) return;
      if (!follow || isOver) return;
      if (this.#size() === size) await news;
    }
  }

  #size(): number {
    return this.#output.size(this.#stream);
  }

  /** Sends the output between two offsets. Returns where it ended. */
  async #copy(lines: LogLines, start: number, end: number): Promise<number> {
    for await (const { bytes, isAfterLoss, offset } of this.#read(start, end)) {
      if (isAfterLoss) lines.noteLoss();
      const piece = lines.take(bytes, offset);
      if (piece.length > 0) this.#response.write(piece);
      while (this.#response.writableNeedDrain && !this.#response.destroyed) {
        await this.#output.news;
      }
      if (this.#response.destroyed || lines.isComplete) break;
    }
    return end;
  }

  async #countLines(): Promise<number> {
    let count = 0;
    let last = lineFeed;
    for await (const { bytes } of this.#read(0, this.#size())) {
      for (const byte of bytes) if (byte === lineFeed) count++;
      last = bytes.at(-1) ?? last;
    }
    return last === lineFeed ? count : count + 1;
  }

  /** Reads the output between two offsets, without what was deleted to keep the limits of logs. */
  async *#read(
    start: number,
    end: number,
  ): AsyncGenerator<{
    readonly bytes: Buffer;
    readonly offset: number;
    readonly isAfterLoss: boolean;
  }> {
    let isAfterLoss = false;
    for (let offset = start; offset < end;) {
      const length = Math.min(readingSize, end - offset);
      const reading = await this.#output.read(this.#stream, offset, length);
      if (reading.kind === 'lost') {
        offset = reading.until;
        isAfterLoss = true;
        continue;
      }
      const { bytes } = reading;
      yield {
        bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
        offset,
        isAfterLoss,
      };
      isAfterLoss = false;
      offset += bytes.length;
    }
  }
}
