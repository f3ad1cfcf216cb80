import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { HeldConnection } from '../../../src/wasm/debugProxy/heldConnection.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: object;
  readonly result?: object;
  readonly sessionId?: string;
}

const script = (scriptId: string, url: string): Message => ({
  method: 'Debugger.scriptParsed',
  params: { scriptId, url },
  sessionId: 'P',
});
const contextOf = (id: number): Message => ({
  method: 'Runtime.executionContextCreated',
  params: { context: { id } },
  sessionId: 'P',
});

/** What a debug proxy reports while a client is loaded, shortened from a recording. */
const loading: readonly Message[] = [
  { method: 'Runtime.executionContextsCleared', params: {}, sessionId: 'P' },
  contextOf(2),
  { method: 'Page.frameNavigated', params: {}, sessionId: 'P' },
  script('5', 'http://127.0.0.1:5000/_framework/dotnet.js'),
  script('dotnet://App.dll_1', 'file:///app/Program.cs'),
  { method: 'Mono.runtimeReady', params: {}, sessionId: 'P' },
];

/** The events and results of the commands that a debug proxy gets from its debugger. */
const answers: Readonly<Record<string, readonly [events: readonly Message[], result: object]>> = {
  'Target.attachToBrowserTarget': [
    [{ method: 'Target.attachedToTarget', params: { sessionId: 'B' } }],
    { sessionId: 'B' },
  ],
  'Target.attachToTarget': [
    [{ method: 'Target.attachedToTarget', params: { sessionId: 'P' }, sessionId: 'B' }],
    { sessionId: 'P' },
  ],
  'Runtime.enable': [[contextOf(1)], {}],
  'Debugger.enable': [[script('1', 'about:blank')], { debuggerId: '7' }],
};

/** A debug proxy with a connection that is held for its debugger. */
class Held {
  readonly connection: HeldConnection;
  readonly #proxy: WebSocket;
  readonly #asked: Message[];
  readonly #answers: Map<string, object>;

  private constructor(
    connection: HeldConnection,
    proxy: WebSocket,
    asked: Message[],
    results: Map<string, object>,
  ) {
    this.connection = connection;
    this.#proxy = proxy;
    this.#asked = asked;
    this.#answers = results;
  }

  static async open(context: TestContext): Promise<Held> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    afterTest(context, () => {
      for (const client of server.clients) client.terminate();
      server.close();
    });
    const asked: Message[] = [];
    const results = new Map<string, object>();
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const command = JSON.parse(String(data)) as Message;
        asked.push(command);
        const other = results.get(command.method ?? '') ?? { passed: true };
        const [events, result] = answers[command.method ?? ''] ?? [[], other];
        const { id, sessionId = null } = command;
        for (const event of events) socket.send(JSON.stringify({ sessionId: null, ...event }));
        socket.send(JSON.stringify({ id, result, sessionId }));
      });
    });
    const { port } = server.address() as AddressInfo;
    const connection = await HeldConnection.open(`ws://127.0.0.1:${port}/`, 'T', systemClock);
    afterTest(context, () => connection.dispose());
    const [proxy] = server.clients;
    assert.ok(proxy);
    return new Held(connection, proxy, asked, results);
  }

  /** Answers the commands of a method from now on. */
  answer(method: string, result: object): void {
    this.#answers.set(method, result);
  }

  /** The parameters of the commands of a method that the proxy was asked for. */
  asked(method: string): readonly (object | undefined)[] {
    return this.#asked.filter((one) => one.method === method).map(({ params }) => params);
  }

  /** The methods that the proxy was asked for. */
  get methods(): readonly (string | undefined)[] {
    return this.#asked.map(({ method }) => method);
  }

  /** Sends messages from the proxy. */
  report(messages: readonly Message[]): void {
    for (const message of messages) this.say(JSON.stringify(message));
  }

  /** Sends a text from the proxy. */
  say(text: string): void {
    this.#proxy.send(text);
  }

  /** Ends the connection from the side of the proxy. */
  end(): void {
    this.#proxy.terminate();
  }

  /** Connects a debugger. Resolves to what sends its commands and what it receives. */
  async connect(context: TestContext) {
    const socket = new WebSocket(this.connection.uri);
    afterTest(context, () => socket.terminate());
    const received: Message[] = [];
    socket.on('message', (data: Buffer) => received.push(JSON.parse(String(data)) as Message));
    await once(socket, 'open');
    let id = 0;
    const send = async (method: string, params: object, sessionId?: string): Promise<Message[]> => {
      const own = ++id;
      received.length = 0;
      socket.send(JSON.stringify({ id: own, method, params, sessionId }));
      await until('it is answered', () => received.some((one) => one.id === own));
      return [...received];
    };
    return { received, send, socket };
  }
}

test('a debugger finds the page that was loaded before it connects', limit, async (context) => {
  const held = await Held.open(context);
  held.report(loading);
  assert.equal(await held.connection.firstPause, 'runtime ready');
  const ahead = held.methods.length;
  const { received, send } = await held.connect(context);

  assert.deepEqual(await send('Target.attachToBrowserTarget', {}), [
    { sessionId: null, method: 'Target.attachedToTarget', params: { sessionId: 'B' } },
    { id: 1, result: { sessionId: 'B' } },
  ]);
  const created = { method: 'Target.targetCreated', params: { targetId: 'T' }, sessionId: 'B' };
  received.length = 0;
  held.report([created]);
  await until('the page is announced', () => received.length > 0);
  assert.deepEqual(received, [created]);
  const attach = { targetId: 'T', flatten: true };
  assert.deepEqual(await send('Target.attachToTarget', attach, 'B'), [
    { method: 'Target.attachedToTarget', params: { sessionId: 'P' }, sessionId: 'B' },
    { id: 2, result: { sessionId: 'P' }, sessionId: 'B' },
  ]);
  assert.deepEqual(await send('Runtime.enable', {}, 'P'), [
    contextOf(2),
    { id: 3, result: {}, sessionId: 'P' },
  ]);
  assert.deepEqual(await send('Debugger.enable', {}, 'P'), [
    ...loading.slice(3),
    { id: 4, result: { debuggerId: '7' }, sessionId: 'P' },
  ]);
  assert.equal(held.methods.length, ahead);

  const passed = { id: 5, result: { passed: true }, sessionId: 'P' };
  assert.deepEqual(await send('Debugger.setBreakpointByUrl', {}, 'P'), [passed]);
  received.length = 0;
  held.report([script('9', 'later.js')]);
  await until('the event arrives', () => received.length > 0);
  assert.deepEqual(received, [script('9', 'later.js')]);
});

const set = 'Debugger.setBreakpointByUrl';
const remove = 'Debugger.removeBreakpoint';
const atMain = { scriptId: 'dotnet://App.dll_1', lineNumber: 4, columnNumber: 0 };
const place = { path: '/app/Program.cs', line: 4, column: 0 };
const stopped = (hitBreakpoints: readonly string[], reason = 'breakpoint'): Message => {
  const frame = { callFrameId: 'dotnet:scope:1', functionName: 'Main', url: '', scopeChain: [] };
  const callFrames = [{ ...frame, location: atMain }];
  return {
    method: 'Debugger.paused',
    params: { reason, callFrames, hitBreakpoints },
    sessionId: 'P',
  };
};

/** A page that runs with a breakpoint that was set ahead, and its debugger. */
async function runAhead(context: TestContext) {
  const held = await Held.open(context);
  held.report(loading);
  await held.connection.firstPause;
  held.answer(set, { breakpointId: 'ahead', locations: [atMain] });
  await held.connection.setBreakpoints([place, place]);
  held.report([{ method: 'Debugger.resumed', params: {}, sessionId: 'P' }]);
  const client = await held.connect(context);
  await client.send('Target.attachToBrowserTarget', {});
  await client.send('Target.attachToTarget', { targetId: 'T', flatten: true }, 'B');
  await client.send('Runtime.enable', {}, 'P');
  const seen = await client.send('Debugger.enable', {}, 'P');
  assert.ok(!seen.some(({ method }) => method === 'Debugger.resumed'));
  held.answer(set, { breakpointId: 'its', locations: [atMain] });
  await client.send(set, {}, 'P');
  return { held, client };
}

test('a debugger is told of a stop as one at its own breakpoint', limit, async (context) => {
  const { held, client } = await runAhead(context);
  assert.deepEqual(held.asked(set).slice(0, -1), [
    { urlRegex: '/Program\\.cs$', lineNumber: 4, columnNumber: 0 },
  ]);
  held.connection.handOver();
  for (const hit of ['ahead', 'ahead', 'its']) {
    client.received.length = 0;
    held.report([stopped([hit])]);
    await until('the stop is told', () => client.received.length > 0);
    assert.deepEqual(client.received, [stopped(['its'])]);
  }
  // Removed once.
  assert.deepEqual(held.asked(remove), [{ breakpointId: 'ahead' }]);
});

test(
  'a page continues if it stops where its debugger has no breakpoint',
  limit,
  async (context) => {
    const { held, client } = await runAhead(context);
    await client.send(remove, { breakpointId: 'its' }, 'P');
    client.received.length = 0;
    held.connection.handOver();
    held.report([stopped(['ahead'])]);
    await until('it continues', () => held.asked('Debugger.resume').length > 0);
    assert.deepEqual(held.asked('Debugger.resume'), [{}]);
    assert.deepEqual(client.received, []);
  },
);

for (const time of ['before', 'after'] as const) {
  test(
    `a breakpoint of the debugger whose code was loaded ${time} it is handed over counts`,
    limit,
    async (context) => {
      const { held, client } = await runAhead(context);
      held.answer(set, { breakpointId: 'lazy', locations: [] });
      await client.send(remove, { breakpointId: 'its' }, 'P');
      await client.send(set, {}, 'P');
      if (time === 'after') held.connection.handOver();
      const resolved = (breakpointId: string): Message => ({
        method: 'Debugger.breakpointResolved',
        params: { breakpointId, location: atMain },
        sessionId: 'P',
      });
      client.received.length = 0;
      held.report([resolved('ahead'), resolved('lazy')]);
      await until('both are told', () => client.received.length === 2);
      if (time === 'before') held.connection.handOver();
      client.received.length = 0;
      held.report([stopped(['ahead'])]);
      await until('the stop is told', () => client.received.length > 0);
      assert.deepEqual(client.received, [stopped(['lazy'])]);
    },
  );
}

test('a debugger is told of a stop without a breakpoint as it is', limit, async (context) => {
  const { held, client } = await runAhead(context);
  client.received.length = 0;
  held.connection.handOver();
  held.report([stopped([], 'other')]);
  await until('the stop is told', () => client.received.length > 0);
  assert.deepEqual(client.received, [stopped([], 'other')]);
});

test('it is known whether a debugger stops at exceptions', limit, async (context) => {
  const { held, client } = await runAhead(context);
  assert.equal(held.connection.stopsAtExceptions, false);
  await client.send('Debugger.setPauseOnExceptions', { state: 'all' }, 'P');
  assert.equal(held.connection.stopsAtExceptions, true);
});

test('a debugger can attach to other targets before the page', limit, async (context) => {
  const held = await Held.open(context);
  const { send } = await held.connect(context);
  await send('Target.attachToBrowserTarget', {});
  const other = await send('Target.attachToTarget', { targetId: 'other', flatten: true }, 'B');
  assert.deepEqual(other.at(-1), { id: 2, result: { sessionId: 'P' }, sessionId: 'B' });
  assert.equal(held.methods.filter((method) => method === 'Target.attachToTarget').length, 2);
});

test('a page that pauses before its runtime has started is recognised', limit, async (context) => {
  const held = await Held.open(context);
  held.report([{ method: 'Debugger.paused', params: { callFrames: [] }, sessionId: 'P' }]);
  assert.equal(await held.connection.firstPause, 'elsewhere');
});

test(
  'a page that reports too much before its debugger is there is given up',
  limit,
  async (context) => {
    const held = await Held.open(context);
    const text = 'x'.repeat(8 * 1024 * 1024);
    const logged = { method: 'Runtime.consoleAPICalled', params: { text }, sessionId: 'P' };
    const left = { method: 'Runtime.executionContextsCleared', params: {}, sessionId: 'P' };
    // What a document has reported that was left is forgotten.
    const many = Array.from({ length: 7 }, () => logged);
    held.report([...many, left, ...many]);
    held.report([{ method: 'Mono.runtimeReady', params: {}, sessionId: 'P' }]);
    assert.equal(await held.connection.firstPause, 'runtime ready');
    held.report([logged]);
    await held.connection.closed;
  },
);

test('a message that is not JSON is not recorded', limit, async (context) => {
  const held = await Held.open(context);
  held.say('{');
  held.report([{ method: 'Mono.runtimeReady', params: {}, sessionId: 'P' }]);
  assert.equal(await held.connection.firstPause, 'runtime ready');
});

test('each side is disconnected with the other', limit, async (context) => {
  const held = await Held.open(context);
  const { socket } = await held.connect(context);
  const closed = once(socket, 'close');
  held.end();
  await closed;
  await held.connection.closed;
  assert.equal(await held.connection.firstPause, 'closed');

  const next = await Held.open(context);
  const client = await next.connect(context);
  client.socket.terminate();
  await next.connection.closed;
});

test('a proxy that ends while the page is attached is an error', limit, async (context) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  afterTest(context, () => server.close());
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', () => socket.terminate()));
  const { port } = server.address() as AddressInfo;
  await assert.rejects(HeldConnection.open(`ws://127.0.0.1:${port}/`, 'T', systemClock));
});

test('a proxy that can not be reached is an error', limit, async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await assert.rejects(HeldConnection.open(`ws://127.0.0.1:${port}/`, 'T', systemClock));
});
