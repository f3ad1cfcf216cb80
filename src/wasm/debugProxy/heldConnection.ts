import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';
import { type Deferred, deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import { type CdpMessage, parseMessage, readHead, toText } from './relay/cdp/messages.ts';
import { Flow, type Outlet } from './relay/flow.ts';
import { Inlet } from './relay/inlet.ts';
import { type Pace, paceOf } from './relay/pace.ts';
import { messageLimit, RelayServer } from './relay/relayServer.ts';

/** The most bytes that are recorded for a debugger. */
const recordLimit = 64 * 1024 * 1024;

/** An event, or the response to a command. The proxy writes `null` for the session of the browser itself. */
const reportSchema = z.object({
  id: z.optional(z.number()),
  method: z.optional(z.string()),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
  sessionId: z.optional(z.nullable(z.string())),
});
type Report = z.output<typeof reportSchema>;

const sessionSchema = z.object({ sessionId: z.string() });
const targetSchema = z.object({ targetId: z.string() });

/** An event for the debugger, which has not connected yet. */
interface RecordedEvent {
  readonly method: string;
  readonly sessionId: string | undefined;
  readonly data: Buffer;
}

/** The sessions that were opened ahead, as js-debug opens them. */
interface Sessions {
  readonly browser: string;
  readonly page: string;
}

/**
 * A connection to a debug proxy that is opened before the debugger of its page. The page can be loaded, and what
 * the debugger would have been told is recorded. A debugger that connects gets the same sessions and events, and the
 * rest of the connection.
 */
export class HeldConnection implements Disposable {
  readonly #proxy: WebSocket;
  readonly #server: RelayServer;
  readonly #pace: Pace;
  readonly #fromProxy: Inlet;
  readonly #targetId: string;
  readonly #pending = new Map<number, Deferred<unknown>>();
  readonly #firstPause = deferred<'runtime ready' | 'elsewhere' | 'closed'>();
  readonly #closed = deferred();
  #recorded: RecordedEvent[] = [];
  /** The size of the recorded events in bytes. */
  #size = 0;
  #sessions: Sessions | undefined;
  /** The response to the command that enables the debugger of the page. */
  #enabled: unknown;
  #isReplayed = false;
  #toDebugger: Flow | undefined;
  #fromDebugger: Inlet | undefined;
  #lastId = 0;
  #hasEnded = false;

  /** The address for the debugger, for one connection. Secret. */
  readonly uri: string;

  /** Connects to a proxy, and attaches to an empty page. Rejects if that fails. */
  static async open(proxyUri: string, targetId: string, clock: Clock): Promise<HeldConnection> {
    const server = await RelayServer.listen();
    const held = new HeldConnection(proxyUri, targetId, server, clock);
    try {
      await held.#attach();
      return held;
    } catch (error) {
      held.dispose();
      throw error;
    }
  }

  private constructor(proxyUri: string, targetId: string, server: RelayServer, clock: Clock) {
    this.#server = server;
    this.#targetId = targetId;
    this.#pace = paceOf(clock);
    this.#proxy = new WebSocket(proxyUri, { perMessageDeflate: false, maxPayload: messageLimit });
    this.#fromProxy = new Inlet(this.#proxy, this.#pace);
    this.uri = server.open('/', (client) => this.#accept(client)).uri;
    this.#follow(this.#proxy);
  }

  /** Where the page has paused first, before its debugger has connected. */
  get firstPause(): Promise<'runtime ready' | 'elsewhere' | 'closed'> {
    return this.#firstPause.promise;
  }

  /** Resolves when either side has closed its connection. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  dispose(): void {
    this.#proxy.terminate();
    this.#server.dispose();
    this.#end();
  }

  async #attach(): Promise<void> {
    const opened = deferred();
    this.#proxy.once('open', () => opened.resolve());
    this.#fromProxy.open((data) => this.#receive(data));
    await Promise.race([opened.promise, this.closed]);
    const browser = await this.#openSession('Target.attachToBrowserTarget', {});
    const params = { targetId: this.#targetId, flatten: true };
    const page = await this.#openSession('Target.attachToTarget', params, browser);
    this.#sessions = { browser, page };
    // Scripts for new documents need it.
    await this.#send('Page.enable', {}, page);
    await this.#send('Runtime.enable', {}, page);
    this.#enabled = await this.#send('Debugger.enable', {}, page);
  }

  async #openSession(method: string, params: object, sessionId?: string): Promise<string> {
    return sessionSchema.parse(await this.#send(method, params, sessionId)).sessionId;
  }

  #send(method: string, params: object, sessionId: string | undefined): Promise<unknown> {
    if (this.#hasEnded) return Promise.reject(connectionClosed());
    const id = ++this.#lastId;
    const pending = deferred<unknown>();
    this.#pending.set(id, pending);
    this.#proxy.send(toText({ id, method, params, sessionId }), () => undefined);
    return pending.promise;
  }

  #receive(data: Buffer): void {
    if (this.#isReplayed) return this.#toDebugger?.send(data);
    const message = parseReport(data);
    if (message?.method !== undefined) return this.#record(message, message.method, data);
    const pending = this.#pending.get(message?.id ?? -1);
    if (pending === undefined) return this.#toDebugger?.send(data);
    this.#pending.delete(message?.id ?? -1);
    if (message?.error === undefined) return pending.resolve(message?.result);
    pending.reject(new Error(message.error.message));
  }

  #record({ sessionId: session }: Report, method: string, data: Buffer): void {
    const sessionId = session ?? undefined;
    const isOfPage = sessionId !== undefined && sessionId === this.#sessions?.page;
    if (isOfPage && method === 'Mono.runtimeReady') this.#firstPause.resolve('runtime ready');
    if (isOfPage && method === 'Debugger.paused') this.#firstPause.resolve('elsewhere');
    // The debugger knows the session, and looks for the page in it.
    if (this.#toDebugger !== undefined && !isOfPage) return this.#toDebugger.send(data);
    // Of a document that was left, nothing has to be known.
    if (isOfPage && method === 'Runtime.executionContextsCleared') {
      this.#recorded = this.#recorded.filter((one) => one.sessionId !== sessionId);
      this.#size = this.#recorded.reduce((size, one) => size + one.data.length, 0);
    } else if (!method.startsWith('Page.')) {
      this.#recorded.push({ method, sessionId, data });
      this.#size += data.length;
      if (this.#size > recordLimit) this.#end();
    }
  }

  #accept(client: Outlet): void {
    this.#follow(client.socket);
    this.#fromDebugger = new Inlet(client.socket, this.#pace);
    this.#toDebugger = new Flow(client, this.#fromProxy);
    this.#fromDebugger.open((data) => this.#takeCommand(data));
  }

  #takeCommand(data: Buffer): void {
    const method = readHead(data)?.method;
    const message = this.#isReplayed || method === undefined ? undefined : parseMessage(data);
    const result = message && this.#answer(message);
    if (result === undefined) return this.#proxy.send(data, { binary: false });
    this.#toDebugger?.send(toText({ id: message?.id, result, sessionId: message?.sessionId }));
  }

  /** Returns the response to a command that was sent ahead, after the events that came of it. */
  #answer({ method, params, sessionId }: CdpMessage): unknown {
    const { browser, page } = this.#sessions ?? {};
    if (method === 'Target.attachToBrowserTarget') {
      this.#replay((event) => event.sessionId === undefined);
      return { sessionId: browser };
    }
    if (method === 'Target.attachToTarget' && sessionId === browser) {
      if (targetSchema.safeParse(params).data?.targetId !== this.#targetId) return undefined;
      this.#replay((event) => event.sessionId === browser);
      return { sessionId: page };
    }
    if (sessionId !== page) return undefined;
    if (method === 'Runtime.enable') {
      this.#replay((event) => event.sessionId === page && event.method.startsWith('Runtime.'));
      return {};
    }
    if (method !== 'Debugger.enable') return undefined;
    this.#replay(() => true);
    this.#isReplayed = true;
    return this.#enabled;
  }

  #replay(isMeant: (event: RecordedEvent) => boolean): void {
    const events = this.#recorded.filter(isMeant);
    this.#recorded = this.#recorded.filter((event) => !isMeant(event));
    for (const { data } of events) this.#toDebugger?.send(data);
  }

  /** The connection ends with the socket. */
  #follow(socket: WebSocket): void {
    // An error is followed by `close`.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
  }

  #end(): void {
    this.#hasEnded = true;
    this.#proxy.close();
    this.#server.dispose();
    for (const { reject } of this.#pending.values()) reject(connectionClosed());
    this.#pending.clear();
    this.#firstPause.resolve('closed');
    this.#closed.resolve();
  }
}

function connectionClosed(): Error {
  return new Error('The connection was closed.');
}

function parseReport(data: Buffer): Report | undefined {
  try {
    return reportSchema.parse(JSON.parse(data.toString('utf8')));
  } catch {
    return undefined;
  }
}
