import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { browserErrors } from '../errors.ts';

/** An event of the browser. */
export interface DevToolsEvent {
  readonly method: string;
  readonly params: unknown;
  /** The session of the page; `undefined` for the browser target. */
  readonly sessionId: string | undefined;
}

/** How long a browser may take to accept a connection, in milliseconds. */
const openTimeout = 5_000;

/** Messages of the Chrome DevTools Protocol with flat sessions. */
const messageSchema = z.object({
  id: z.optional(z.number()),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  sessionId: z.optional(z.string()),
});

const detachedSchema = z.object({ sessionId: z.string() });

interface Pending extends Deferred<unknown> {
  readonly method: string;
  readonly sessionId: string | undefined;
}

/** A connection to the DevTools of a browser, which may have other clients. */
export class DevToolsConnection implements Disposable {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #events = new Emitter<DevToolsEvent>();
  readonly #closed = deferred();
  #lastId = 0;

  readonly events: Event<DevToolsEvent> = this.#events.event;

  /** Connects to a WebSocket address. Throws a HumanError (BrowserConnectionFailed). */
  static async open(uri: string, clock: Clock): Promise<DevToolsConnection> {
    const socket = new WebSocket(uri, { perMessageDeflate: false });
    const opened = new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.on('error', () => resolve(false));
    });
    const connection = new DevToolsConnection(socket);
    if (await withTimeout(clock, openTimeout, opened, false)) return connection;
    socket.terminate();
    throw browserErrors.BrowserConnectionFailed({ address: new URL(uri).host });
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.once('close', () => this.#end());
  }

  /** Resolves when the connection is closed by either side. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /**
   * Calls a method, in the session of a page if one is given, and resolves to its result. Throws a HumanError
   * if the browser returns an error (DevToolsRefused), or if the page (PageClosed) or the connection
   * (BrowserConnectionClosed) is closed before the response.
   */
  send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(browserErrors.BrowserConnectionClosed({ method }));
    }
    const id = ++this.#lastId;
    const pending = { ...deferred<unknown>(), method, sessionId };
    this.#pending.set(id, pending);
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return pending.promise;
  }

  dispose(): void {
    this.#socket.close();
  }

  #receive(text: string): void {
    const message = parseMessage(text);
    // Not a browser.
    if (message === undefined) return this.#socket.terminate();
    const { id, method, params, sessionId } = message;
    if (method !== undefined) {
      if (method === 'Target.detachedFromTarget') this.#leave(params);
      return this.#events.fire({ method, params, sessionId });
    }
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) return;
    this.#pending.delete(id);
    if (message.error === undefined) return pending.resolve(message.result);
    const { message: reason } = message.error;
    pending.reject(browserErrors.DevToolsRefused({ method: pending.method, reason }));
  }

  /** Rejects pending calls of a closed page. */
  #leave(params: unknown): void {
    const left = detachedSchema.safeParse(params).data?.sessionId;
    for (const [id, { method, reject, sessionId }] of this.#pending) {
      if (left === undefined || sessionId !== left) continue;
      this.#pending.delete(id);
      reject(browserErrors.PageClosed({ method }));
    }
  }

  #end(): void {
    for (const { method, reject } of this.#pending.values()) {
      reject(browserErrors.BrowserConnectionClosed({ method }));
    }
    this.#pending.clear();
    this.#closed.resolve();
  }
}

function parseMessage(text: string): z.output<typeof messageSchema> | undefined {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
