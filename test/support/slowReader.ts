import { HandDrivenConnection } from './handDrivenConnection.ts';

/** A part of a message, or a ping, that is in the system's buffers. */
type Buffered = { readonly kind: 'part' | 'end'; size: number } | PingToAnswer;

interface PingToAnswer {
  readonly kind: 'ping';
  readonly data: string;
  size: number;
}

/** A connection whose system takes whatever it is given, and whose other side reads it when a test says so. */
export class SlowReader extends HandDrivenConnection {
  readonly #buffered: Buffered[] = [];
  /** How many whole messages were read. */
  messagesRead = 0;
  /** How many bytes were given to it. */
  given = 0;

  constructor() {
    super({ isFluent: false });
  }

  override send(part: Uint8Array, isLast: boolean, release: () => void): void {
    super.send(part, isLast, release);
    this.given += part.length;
    this.#buffered.push({ kind: isLast ? 'end' : 'part', size: part.length });
  }

  override ping(data: string): void {
    this.#buffered.push({ kind: 'ping', data, size: data.length });
  }

  /** Reads so many bytes, and answers the pings among them. */
  read(bytes: number): void {
    for (let left = bytes; left > 0;) {
      const [next] = this.#buffered;
      if (next === undefined) return;
      const read = Math.min(left, next.size);
      next.size -= read;
      left -= read;
      if (next.size > 0) return;
      this.#buffered.shift();
      if (next.kind === 'end') this.messagesRead++;
      if (next.kind === 'ping') this.sendPong(next.data);
    }
  }
}
