import type { ServerResponse } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { versionExpired } from '../answers/status.ts';
import type { History, Snapshot } from '../history/history.ts';
import type { EventBatch, EventBatches } from './eventBatches.ts';
import { encodeEvent, encodeLine, type Matches } from './watchEvents.ts';
import type { WatchView } from './watchView.ts';

export interface WatchOptions {
  readonly history: History;
  readonly batches: EventBatches;
  readonly clock: Clock;
  readonly response: ServerResponse;
  readonly view: WatchView;
  /** Absent if all sessions are selected. */
  readonly matches: Matches | undefined;
  /** The events after this version are sent. */
  readonly version: number;
  /** The sessions to send as events first, at that version. */
  readonly initial: Snapshot['sessions'];
  readonly allowsBookmarks: boolean;
  /** Whether a bookmark marks the end of the first sessions. */
  readonly marksInitialEnd: boolean;
  /** How long the watch takes, in milliseconds. */
  readonly timeout: number | undefined;
}

/** In milliseconds. */
const bookmarkInterval = 60_000;
/** How long a client may take to read the last bytes, in milliseconds. */
const lingerTime = 10_000;
/** How much is written at once, in characters. */
const pieceSize = 64 * 1024;

const initialEnd = { 'k8s.io/initial-events-end': 'true' };

/**
 * A stream of events. It reads the history at the client's own pace and keeps no queue: a client that is too
 * slow for the history gets an error, and has to list again.
 */
export class Watch implements Disposable {
  readonly #options: WatchOptions;
  readonly #resources = new DisposableStore();
  /** The version up to which all events were sent. */
  #version: number;
  /** The index of the next of the first sessions; undefined when all were sent. */
  #nextInitial: number | undefined = 0;
  #isFirst = true;
  #isBlocked = false;
  #isEnded = false;
  #bookmark: Disposable | undefined;

  constructor(options: WatchOptions) {
    const { clock, response, timeout } = options;
    this.#options = options;
    this.#version = options.version;
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    response.on('drain', this.#resume);
    if (timeout !== undefined) this.#resources.add(clock.after(timeout, () => this.end()));
    if (options.allowsBookmarks) this.#scheduleBookmark();
    this.pump();
  }

  /** Sends what the client can take. */
  pump(): void {
    while (!this.#isEnded) {
      if (this.#options.history.isCompacted(this.#version)) return this.#expire();
      if (this.#isBlocked) return;
      const piece = this.#take();
      if (piece === undefined) return;
      if (typeof piece === 'string') this.#write(piece);
      else if (piece.bytes.length > 0) this.#writeBatch(piece);
    }
  }

  /** Ends the stream cleanly, with a bookmark if the client takes them. */
  end(): void {
    if (this.#isEnded) return;
    if (this.#options.allowsBookmarks && !this.#isBlocked && this.#nextInitial === undefined) {
      this.#write(this.#encodeBookmark());
    }
    this.#finish();
  }

  dispose(): void {
    this.#isEnded = true;
    this.#bookmark?.dispose();
    this.#resources.dispose();
  }

  /** Returns what to send next; `undefined` if there is nothing more now. */
  #take(): EventBatch | string | undefined {
    if (this.#nextInitial !== undefined) return this.#takeInitial(this.#nextInitial);
    const { batches, history, matches, view } = this.#options;
    if (this.#version === history.version) return undefined;
    const encode = this.#isFirst ? view.first : view.rest;
    const batch = batches.after(this.#version, encode, matches);
    if (batch.until === this.#version) return undefined;
    this.#version = batch.until;
    return batch;
  }

  #takeInitial(start: number): string {
    const { initial, marksInitialEnd, matches, view } = this.#options;
    let text = '';
    let index = start;
    for (; index < initial.length && text.length < pieceSize; index++) {
      const session = initial[index];
      if (session === undefined || matches?.(session) === false) continue;
      text += encodeEvent({ type: 'ADDED', session }, this.#isFirst ? view.first : view.rest);
      this.#isFirst = false;
    }
    this.#nextInitial = index < initial.length ? index : undefined;
    const isDone = this.#nextInitial === undefined && marksInitialEnd;
    return isDone ? text + this.#encodeBookmark(initialEnd) : text;
  }

  #write(piece: Buffer | string): void {
    if (piece.length === 0) return;
    this.#isFirst = false;
    this.#isBlocked = !this.#options.response.write(piece);
  }

  /** Node would write the bytes, their length and the line breaks one by one, for each watch. */
  #writeBatch({ bytes, chunk }: EventBatch): void {
    const { response } = this.#options;
    const { chunkedEncoding, socket } = response;
    // A response that follows another one has no socket yet, one of HTTP/1.0 has no chunks, and a socket whose
    // client has ended takes no more.
    if (!socket?.writable || !chunkedEncoding) return this.#write(bytes);
    this.#isFirst = false;
    this.#isBlocked = !socket.write(chunk);
    if (this.#isBlocked) socket.once('drain', this.#resume);
  }

  readonly #resume = (): void => {
    this.#isBlocked = false;
    this.pump();
  };

  #encodeBookmark(annotations?: Readonly<Record<string, string>>): string {
    const resourceVersion = String(this.#version);
    const metadata = { resourceVersion, ...(annotations && { annotations }) };
    return encodeLine('BOOKMARK', this.#options.view.bookmark(metadata));
  }

  #scheduleBookmark(): void {
    this.#bookmark = this.#options.clock.after(bookmarkInterval, () => {
      if (!this.#isBlocked && this.#nextInitial === undefined) this.#write(this.#encodeBookmark());
      this.#scheduleBookmark();
    });
  }

  /** Ends the stream with an error: events are missing, so the client has to list again. */
  #expire(): void {
    const error = versionExpired(
      `too old resource version: ${this.#version}. The client reads too slowly.`,
    );
    this.#write(encodeLine('ERROR', JSON.stringify(error)));
    this.#finish();
  }

  #finish(): void {
    const { clock, response } = this.#options;
    this.dispose();
    const timer = clock.after(lingerTime, () => response.destroy());
    response.once('close', () => timer.dispose());
    response.end();
  }
}
