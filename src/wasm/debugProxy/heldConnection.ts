import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { BreakpointPlace } from '../pageDebugger.ts';
import { type EarlyEvent, EarlyEvents } from './earlyEvents.ts';
import { EarlyBreakpoints } from './earlyBreakpoints.ts';
import { type CdpMessage, parseMessage, readHead, toText } from './relay/cdp/messages.ts';
import { Flow, type Outlet } from './relay/flow.ts';
import { Inlet } from './relay/inlet.ts';
import { type Pace, getPace } from './relay/pace.ts';
import { pageScript } from './relay/assemblyLoadsScript.ts';
import { OwnCommands } from './relay/ownCommands.ts';
import { messageLimit, RelayServer } from './relay/relayServer.ts';
import { toFilePattern } from './relay/cdp/urlPatterns.ts';

/** How long a page may take to remove breakpoints, in milliseconds. A busy one takes until it is idle. */
const removalTimeout = 2_000;

/** An event, or the response to a command. The proxy writes `null` for the session of the browser itself. */
const reportSchema = z.object({
  id: z.optional(z.number()),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
  sessionId: z.optional(z.nullable(z.string())),
});
type Report = z.output<typeof reportSchema>;

const sessionSchema = z.object({ sessionId: z.string() });
const targetSchema = z.object({ targetId: z.string() });
const breakpointSchema = z.object({ breakpointId: z.string() });

const resolved = 'Debugger.breakpointResolved';
/** The events that are read after the debugger has set its breakpoints. */
const followed: ReadonlySet<string | undefined> = new Set(['Debugger.paused', resolved]);

/** The sessions that were opened ahead, as js-debug opens them. */
interface Sessions {
  readonly browser: string;
  readonly page: string;
}

/**
 * A connection to a debug proxy that is opened before the debugger of its page. The page can be loaded and run, and
 * what the debugger would have been told is recorded. A debugger that connects gets the same sessions and events, and,
 * once it has set its breakpoints, where the page has stopped, and the rest of the connection.
 */
export class HeldConnection implements Disposable {
  readonly #proxy: WebSocket;
  readonly #server: RelayServer;
  readonly #pace: Pace;
  readonly #fromProxy: Inlet;
  readonly #targetId: string;
  readonly #own: OwnCommands;
  readonly #firstPause = deferred<'runtime ready' | 'elsewhere' | 'closed'>();
  readonly #closed = deferred();
  readonly #events = new EarlyEvents();
  readonly #breakpoints = new EarlyBreakpoints();
  /** The breakpoints that are to be removed. */
  #present: readonly string[] = [];
  readonly #clock: Clock;
  #sessions: Sessions | undefined;
  /** The response to the command that enables the debugger of the page. */
  #enabled: unknown;
  #isReplayed = false;
  /** Whether the debugger has set its breakpoints, and gets everything. */
  #isHandedOver = false;
  #toDebugger: Flow | undefined;
  #fromDebugger: Inlet | undefined;

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
    this.#clock = clock;
    this.#pace = getPace(clock);
    this.#proxy = new WebSocket(proxyUri, { perMessageDeflate: false, maxPayload: messageLimit });
    this.#own = new OwnCommands((text) => this.#proxy.send(text, () => undefined), 'held');
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

  /** Whether the debugger wants to stop at exceptions, which it tells when it connects. */
  get stopsAtExceptions(): boolean {
    return this.#breakpoints.stopsAtExceptions;
  }

  /** Sets breakpoints for the debugger, so that the page can run before it connects. */
  async setBreakpoints(places: readonly BreakpointPlace[]): Promise<void> {
    const wanted = places.map(({ column, line, path }) =>
      toText({ urlRegex: toFilePattern(path), lineNumber: line, columnNumber: column }),
    );
    // Files in several folders may have the same name.
    const setting = [...new Set(wanted)].map(async (text) => {
      const place = JSON.parse(text) as object;
      const answer = await this.#sendToPage('Debugger.setBreakpointByUrl', place);
      return breakpointSchema.parse(answer).breakpointId;
    });
    this.#present = await Promise.all(setting);
    for (const id of this.#present) this.#breakpoints.add(id);
  }

  /** Passes everything on, to a debugger that has set its breakpoints. */
  handOver(): void {
    this.#isHandedOver = true;
  }

  /** Removes the breakpoints that were set, in place of which the debugger has its own. */
  async removeBreakpoints(): Promise<void> {
    const removing = this.#present.map((breakpointId) =>
      this.#sendToPage('Debugger.removeBreakpoint', { breakpointId }),
    );
    this.#present = [];
    await withTimeout(this.#clock, removalTimeout, Promise.allSettled(removing), undefined);
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
    await this.#sendToPage('Page.enable', {});
    await this.#sendToPage('Page.addScriptToEvaluateOnNewDocument', { source: pageScript });
    await this.#sendToPage('Runtime.enable', {});
    this.#enabled = await this.#sendToPage('Debugger.enable', {});
  }

  async #openSession(method: string, params: object, sessionId?: string): Promise<string> {
    return sessionSchema.parse(await this.#own.send(method, params, sessionId)).sessionId;
  }

  #sendToPage(method: string, params: object): Promise<unknown> {
    return this.#own.send(method, params, this.#sessions?.page);
  }

  #receive(data: Buffer): void {
    const head = readHead(data);
    const isForDebugger = head !== undefined && !this.#own.isOwn(head.id);
    if (this.#isHandedOver && isForDebugger && !followed.has(head.method)) {
      return this.#toDebugger?.send(data);
    }
    const message = parseReport(data);
    if (message?.method !== undefined) return this.#hear(message, message.method, data);
    if (message !== undefined && this.#own.isOwn(message.id)) return this.#own.settle(message);
    if (message !== undefined) this.#breakpoints.answer(message);
    this.#toDebugger?.send(data);
  }

  #hear({ params, sessionId: session }: Report, method: string, data: Buffer): void {
    const sessionId = session ?? undefined;
    const isOfPage = sessionId !== undefined && sessionId === this.#sessions?.page;
    if (isOfPage && method === 'Mono.runtimeReady') this.#firstPause.resolve('runtime ready');
    if (isOfPage && method === 'Debugger.paused') {
      this.#firstPause.resolve('elsewhere');
      if (this.#isHandedOver) return this.#tellStop(params, data);
    }
    if (isOfPage && method === resolved) this.#breakpoints.resolved(params);
    // The debugger did not hear that the page was paused.
    const isHidden = isOfPage && method === 'Debugger.resumed' && !this.#isHandedOver;
    if (isHidden) return;
    if (this.#isReplayed) this.#toDebugger?.send(data);
    else this.#record({ method, sessionId, data }, isOfPage);
  }

  /** The proxy reads the stack before it tells, so the stop may be at a breakpoint that is removed by then. */
  #tellStop(params: unknown, data: Buffer): void {
    const stop = this.#breakpoints.onStop(params);
    const sessionId = this.#sessions?.page;
    if (stop.kind === 'pass') this.#toDebugger?.send(data);
    if (stop.kind === 'replace') {
      const event = { method: 'Debugger.paused', params: stop.params, sessionId };
      this.#toDebugger?.send(toText(event));
    }
    const removed = this.removeBreakpoints();
    if (stop.kind !== 'resume') return;
    // The page may be left.
    const resume = (): Promise<unknown> => this.#sendToPage('Debugger.resume', {});
    removed.then(resume).catch(() => undefined);
  }

  #record(event: EarlyEvent, isOfPage: boolean): void {
    const { data, method, sessionId } = event;
    // The debugger knows the session, and looks for the page in it.
    if (this.#toDebugger !== undefined && !isOfPage) return this.#toDebugger.send(data);
    // Events of a document that was left are not needed.
    if (isOfPage && method === 'Runtime.executionContextsCleared') {
      this.#events.take((one) => one.sessionId === sessionId);
    } else if (!this.#events.add(event)) this.#end();
  }

  #accept(client: Outlet): void {
    this.#follow(client.socket);
    this.#fromDebugger = new Inlet(client.socket, this.#pace);
    this.#toDebugger = new Flow(client, this.#fromProxy);
    this.#fromDebugger.open((data) => this.#takeCommand(data));
  }

  #takeCommand(data: Buffer): void {
    const method = readHead(data)?.method;
    const message = this.#isHandedOver || method === undefined ? undefined : parseMessage(data);
    if (message !== undefined && message.sessionId === this.#sessions?.page) {
      this.#breakpoints.ask(message);
    }
    const result = message && !this.#isReplayed ? this.#answer(message) : undefined;
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

  #replay(isMeant: (event: EarlyEvent) => boolean): void {
    for (const { data } of this.#events.take(isMeant)) this.#toDebugger?.send(data);
  }

  /** The connection ends with the socket. */
  #follow(socket: WebSocket): void {
    // An error is followed by `close`.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
  }

  #end(): void {
    this.#proxy.close();
    this.#server.dispose();
    this.#own.close();
    this.#firstPause.resolve('closed');
    this.#closed.resolve();
  }
}

function parseReport(data: Buffer): Report | undefined {
  try {
    return reportSchema.parse(JSON.parse(data.toString('utf8')));
  } catch {
    return undefined;
  }
}
