import type { History } from '../history/history.ts';
import { encodeEvent, type Matches, toWatchEvent } from './watchEvents.ts';
import type { Encode } from './watchView.ts';

/** Encoded events of consecutive changes. */
export interface EventBatch {
  /** Empty if none of the changes is selected. */
  readonly bytes: Buffer;
  /** The bytes as one chunk of a body (RFC 9112, section 7.1). */
  readonly chunk: Buffer;
  /** The version of the last change. */
  readonly until: number;
}

/** A batch ends with the event that exceeds this size, in characters. */
const maxSize = 64 * 1024;

/** How many batches are shared until the next change: one for each pace and view of the watches. */
const maxShared = 16;

/** Encodes the changes of a history, once for all watches that have received the same so far. */
export class EventBatches {
  readonly #history: History;
  #version = 0;
  #shared: SharedBatch[] = [];

  constructor(history: History) {
    this.#history = history;
  }

  /** Returns the events after a version, of which all changes are kept. `matches` is absent if all are selected. */
  after(version: number, encode: Encode, matches: Matches | undefined): EventBatch {
    if (matches !== undefined) return this.#encode(version, encode, matches);
    if (this.#version !== this.#history.version) {
      this.#version = this.#history.version;
      this.#shared = [];
    }
    const known = this.#shared.find((one) => one.after === version && one.encode === encode);
    if (known !== undefined) return known;
    const batch = { ...this.#encode(version, encode, () => true), after: version, encode };
    if (this.#shared.length < maxShared) this.#shared.push(batch);
    return batch;
  }

  #encode(version: number, encode: Encode, matches: Matches): EventBatch {
    const lines: string[] = [];
    let until = version;
    for (let size = 0; size < maxSize;) {
      const change = this.#history.get(until + 1);
      if (change === undefined) break;
      until = change.version;
      const event = toWatchEvent(change, matches);
      if (event === undefined) continue;
      const line = encodeEvent(event, encode);
      lines.push(line);
      size += line.length;
    }
    return { ...toChunk(lines.join('')), until };
  }
}

function toChunk(text: string): Pick<EventBatch, 'bytes' | 'chunk'> {
  const head = `${Buffer.byteLength(text).toString(16)}\r\n`;
  const chunk = Buffer.from(`${head}${text}\r\n`);
  return { bytes: chunk.subarray(head.length, -2), chunk };
}

interface SharedBatch extends EventBatch {
  readonly after: number;
  readonly encode: Encode;
}
