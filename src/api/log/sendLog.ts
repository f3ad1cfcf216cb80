import type { ServerResponse } from 'node:http';
import { deferred } from '../../common/deferred.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import type { HeldOutput } from '../../sessions/logs/logFiles.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
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
    const log = new SessionOutput(sessions, session, options.stream, response);
    try {
      await log.send(options);
    } finally {
      log.dispose();
    }
  }
  response.end();
}

/** One stream of one session, as it is written. */
class SessionOutput implements Disposable {
  readonly #sessions: Sessions;
  readonly #session: IdeSession;
  readonly #stream: OutputStream;
  readonly #response: ServerResponse;
  readonly #resources = new DisposableStore();
  #output: HeldOutput | undefined;
  #news = deferred();

  constructor(
    sessions: Sessions,
    session: IdeSession,
    stream: OutputStream,
    response: ServerResponse,
  ) {
    this.#sessions = sessions;
    this.#session = session;
    this.#stream = stream;
    this.#response = response;
    const { name } = session.metadata;
    this.#resources.add(
      sessions.changes((change) => {
        if (change.session.metadata.name === name) this.#announce();
      }),
    );
    this.#resources.add(
      sessions.reports((report) => {
        if (report.name === name) this.#announce();
      }),
    );
    response.on('drain', () => this.#announce());
    response.once('close', () => this.#announce());
  }

  async send(options: LogOptions): Promise<void> {
    const { follow, skip, tail } = options;
    const left = tail === undefined ? skip : Math.max(0, (await this.#countLines()) - tail);
    const lines = new LogLines(options, left, (offset) =>
      this.#output?.writtenAt(this.#stream, offset),
    );
    for (let position = 0; ;) {
      const news = this.#news.promise;
      // What the program has written is complete before its end shows.
      const isOver = this.#isOver();
      const size = this.#size();
      position = await this.#copy(lines, position, size);
      if (this.#response.destroyed || lines.isComplete) return;
      if (!follow || isOver) return;
      if (this.#size() === size) await news;
    }
  }

  dispose(): void {
    this.#resources.dispose();
    this.#output?.dispose();
  }

  #announce(): void {
    this.#news.resolve();
    this.#news = deferred();
  }

  /** How much was written, in bytes. Holds the output as soon as there is any. */
  #size(): number {
    const { name, uid } = this.#session.metadata;
    const current = this.#sessions.get(name);
    if (current?.metadata.uid === uid && current.status.stdOutFile !== undefined) {
      this.#output ??= this.#sessions.holdOutput(name);
    }
    return this.#output?.size(this.#stream) ?? 0;
  }

  #isOver(): boolean {
    const { name, uid } = this.#session.metadata;
    const current = this.#sessions.get(name);
    if (current?.metadata.uid !== uid) return true;
    const { spec, status } = current;
    const isNeverStarted = status.state === '' && spec.desiredState === 'Stopped';
    return isNeverStarted || isTerminal(status.state);
  }

  /** Sends the output between two offsets. Returns where it ended. */
  async #copy(lines: LogLines, start: number, end: number): Promise<number> {
    for await (const { bytes, isAfterLoss, offset } of this.#read(start, end)) {
      if (isAfterLoss) lines.noteLoss();
      const piece = lines.take(bytes, offset);
      if (piece.length > 0) this.#response.write(piece);
      while (this.#response.writableNeedDrain && !this.#response.destroyed) {
        await this.#news.promise;
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
    for (let offset = start; offset < end && this.#output !== undefined;) {
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
