import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import { isKnownTo, type Notification } from '../../protocol/notifications.ts';
import type { Connection } from './connection.ts';
import { Queue } from './queue.ts';

/** How much text is handed to a connection before it has passed on what it has. */
const mostInFlight = 1024 * 1024;
/** How many messages are handed over before other work gets its turn. */
const mostAtOnce = 256;

/** A connection in use, with what was handed to it and not yet passed on. */
interface Attachment {
  readonly connection: Connection;
  readonly inFlight: Notification[];
  charactersInFlight: number;
  readonly end: Disposable;
}

/**
 * What one controller is to hear, in order, kept while it is away.
 * What a connection didn't pass on before it ended is sent again on the next one.
 */
export class Outbox implements Disposable {
  readonly #waiting = new Queue<Notification>();
  #attachment: Attachment | undefined;
  #sending = false;
  #resumption: NodeJS.Immediate | undefined;
  #empty: Deferred<void> | undefined;

  get isConnected(): boolean {
    return this.#attachment !== undefined;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && (this.#attachment?.inFlight.length ?? 0) === 0;
  }

  push(notification: Notification): void {
    this.#waiting.push(notification);
    this.#send();
  }

  /** Sends by this connection from now on; one that was in use before is closed. */
  attach(connection: Connection): void {
    this.#detach()?.close(1000, 'Another connection of the same controller took over.');
    const end = connection.onEnd(() => this.#detach());
    this.#attachment = { connection, inFlight: [], charactersInFlight: 0, end };
    this.#send();
  }

  /** Resolves when all was passed on. */
  flushed(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    this.#empty ??= deferred();
    return this.#empty.promise;
  }

  close(code: number, reason: string): void {
    this.#attachment?.connection.close(code, reason);
  }

  dispose(): void {
    this.#detach();
    if (this.#resumption !== undefined) clearImmediate(this.#resumption);
  }

  /** Takes back what the connection didn't pass on. */
  #detach(): Connection | undefined {
    const attachment = this.#attachment;
    this.#attachment = undefined;
    if (attachment === undefined) return undefined;
    attachment.end.dispose();
    this.#waiting.unshift(attachment.inFlight);
    return attachment.connection;
  }

  #send(): void {
    if (this.#sending) return;
    this.#sending = true;
    let count = 0;
    while (this.#sendNext()) {
      count++;
      if (count === mostAtOnce) {
        this.#resumption = setImmediate(() => this.#resume());
        return;
      }
    }
    this.#sending = false;
  }

  #resume(): void {
    this.#sending = false;
    this.#send();
  }

  /** Hands one notification over, if there is one and the connection can take it. */
  #sendNext(): boolean {
    const attachment = this.#attachment;
    if (attachment === undefined || attachment.charactersInFlight >= mostInFlight) return false;
    const notification = this.#waiting.shift();
    if (notification === undefined) return false;
    if (!isKnownTo(attachment.connection.version, notification)) {
      this.#noteEmpty();
      return true;
    }
    const text = JSON.stringify(notification);
    attachment.inFlight.push(notification);
    attachment.charactersInFlight += text.length;
    attachment.connection.send(text, (error) => {
      if (error || this.#attachment !== attachment) return;
      attachment.inFlight.shift();
      attachment.charactersInFlight -= text.length;
      this.#noteEmpty();
      this.#send();
    });
    return true;
  }

  #noteEmpty(): void {
    if (!this.isEmpty) return;
    this.#empty?.resolve();
    this.#empty = undefined;
  }
}
