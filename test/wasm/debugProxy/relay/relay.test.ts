import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type TestContext, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { pass, type RelayHandler } from '../../../../src/wasm/debugProxy/relay/handler.ts';
import { Relay, type RelayOptions } from '../../../../src/wasm/debugProxy/relay/relay.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../../tools/fixtures/endpoint/openSockets.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };

/** A proxy that keeps its connections for the test. */
async function listen(context: TestContext) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const proxyUri = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/devtools/browser/1`;
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  afterTest(context, () => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { server, proxyUri, accepted: accepted.then(([socket]) => socket) };
}

async function openRelay(
  context: TestContext,
  proxyUri: RelayOptions['proxyUri'],
  options: Partial<RelayOptions> = {},
) {
  const log = new RecordingLog();
  const relay = await Relay.open({ proxyUri, handlers: [], clock: systemClock, log, ...options });
  afterTest(context, () => relay.dispose());
  return relay;
}

/** A proxy with a relay in front of it. */
async function open(context: TestContext, options?: Partial<RelayOptions>) {
  const { accepted, proxyUri, server } = await listen(context);
  return { accepted, server, relay: await openRelay(context, proxyUri, options) };
}

/** Counts the events `m` in each turn of the event loop. */
class TurnCounter implements RelayHandler {
  readonly name = 'turn counter';
  readonly counts = [0];
  #next: NodeJS.Immediate | undefined;
  readonly events = {
    m: () => {
      this.counts.push((this.counts.pop() ?? 0) + 1);
      return pass;
    },
  };

  /** Begins before the relay, so that it begins each turn before the relay does. */
  constructor(context: TestContext) {
    const begin = (): void => {
      this.#next = setImmediate(begin);
      if (this.counts.at(-1) !== 0) this.counts.push(0);
    };
    begin();
    afterTest(context, () => clearImmediate(this.#next));
  }
}

/** The number of this process's sockets, servers and timers. */
function heldResources(): number {
  return process.getActiveResourcesInfo().filter((name) => /^TCP|^Timeout$/.test(name)).length;
}

async function statusOf(uri: string, origin?: string): Promise<string> {
  const socket = new WebSocket(uri, origin === undefined ? {} : { origin });
  const outcome = await Promise.race([
    once(socket, 'open').then(() => 'open'),
    once(socket, 'unexpected-response').then((args) =>
      String((args[1] as { statusCode: number }).statusCode),
    ),
  ]);
  socket.on('error', () => undefined);
  if (outcome !== 'open') socket.terminate();
  return outcome;
}

test(
  'forwards messages both ways, also those sent before the proxy listens',
  limit,
  async (context) => {
    const { accepted, relay } = await open(context);
    const client = new WebSocket(relay.uri);
    const answer = once(client, 'message');
    await once(client, 'open');
    client.send('{"id":1,"method":"Browser.getVersion"}');
    const proxy = await accepted;
    const [data, isBinary] = (await once(proxy, 'message')) as [Buffer, boolean];
    assert.equal(data.toString(), '{"id":1,"method":"Browser.getVersion"}');
    assert.equal(isBinary, false);
    proxy.send('{"id":1,"result":{}}');
    assert.equal(String((await answer)[0]), '{"id":1,"result":{}}');
  },
);

test("accepts a connection before the proxy's address is known", limit, async (context) => {
  const { proxyUri, accepted } = await listen(context);
  const found = deferred<string>();
  const relay = await openRelay(context, () => found.promise);
  const client = new WebSocket(relay.uri);
  const answer = once(client, 'message');
  await once(client, 'open');
  client.send('{"id":1,"method":"Browser.getVersion"}');
  found.resolve(proxyUri);
  const proxy = await accepted;
  assert.equal(String((await once(proxy, 'message'))[0]), '{"id":1,"method":"Browser.getVersion"}');
  proxy.send('{"id":1,"result":{}}');
  assert.equal(String((await answer)[0]), '{"id":1,"result":{}}');
});

test("the debugger's connection ends if the proxy never starts", limit, async (context) => {
  const relay = await openRelay(context, () => Promise.reject(new Error('no browser')));
  const client = new WebSocket(relay.uri);
  await once(client, 'close');
});

test(
  "a client that disconnects before the proxy's address is known ends the relay",
  limit,
  async (context) => {
    const found = deferred<string>();
    const relay = await openRelay(context, () => found.promise);
    const client = new WebSocket(relay.uri);
    await once(client, 'open');
    client.terminate();
    await relay.closed;
    const { server, proxyUri } = await listen(context);
    server.once('connection', () => assert.fail('the client has disconnected'));
    found.resolve(proxyUri);
    await found.promise;
  },
);

test(
  'tells debuggers a version without its path, and web pages nothing',
  limit,
  async (context) => {
    const { relay } = await open(context);
    const { host, pathname } = new URL(relay.uri);
    const version = await fetch(`http://${host}/json/version`);
    const text = await version.text();
    assert.deepEqual(JSON.parse(text), { webSocketDebuggerUrl: `ws://${host}/` });
    assert.ok(!text.includes(pathname));
    assert.equal(await statusOf(`ws://${host}/`), '404');
    const headers = { origin: 'http://localhost' };
    assert.equal((await fetch(`http://${host}/json/version`, { headers })).status, 404);
    for (const path of ['/', '/json', '/json/list', pathname]) {
      assert.equal((await fetch(`http://${host}${path}`)).status, 404);
    }
  },
);

test('accepts one client at its path, and no web pages', limit, async (context) => {
  const { relay } = await open(context);
  const { host } = new URL(relay.uri);
  assert.equal(await statusOf(`ws://${host}/`), '404');
  assert.equal(await statusOf(`${relay.uri}x`), '404');
  assert.equal(await statusOf(relay.uri, 'http://localhost:5000'), '403');
  assert.equal(await statusOf(relay.uri, 'null'), '403');
  assert.equal((await fetch(`http://${host}/`)).status, 404);
  assert.equal(await statusOf(relay.uri), 'open');
  assert.equal(await statusOf(relay.uri), '409');
});

test('no other address of the machine answers', limit, async (context) => {
  const { relay } = await open(context);
  const { pathname, port } = new URL(relay.uri);
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const others = all.filter(({ address, internal }) => !internal && !/^fe80/i.test(address));
  // The whole of 127.0.0.0/8 belongs to this machine, too.
  for (const address of ['127.0.0.2', ...others.map((other) => other.address)]) {
    const host = address.includes(':') ? `[${address}]` : address;
    const client = new WebSocket(`ws://${host}:${port}${pathname}`);
    await assert.rejects(once(client, 'open'), address);
  }
});

test('each relay has its own path', limit, async (context) => {
  const paths = await Promise.all([open(context), open(context)]);
  const [one, other] = paths.map(({ relay }) => new URL(relay.uri).pathname);
  assert.notEqual(one, other);
  assert.ok((one ?? '').length > 30);
});

for (const side of ['debugger', 'proxy'] as const) {
  test(
    `the end of the ${side}'s connection ends the other and releases all resources`,
    limit,
    async (context) => {
      const before = heldResources();
      const { accepted, relay, server } = await open(context);
      const client = new WebSocket(relay.uri);
      const proxy = await accepted;
      const gone = once(side === 'proxy' ? client : proxy, 'close');
      (side === 'proxy' ? proxy : client).terminate();
      await gone;
      await relay.closed;
      relay.dispose();
      server.close();
      await until('everything is released', () => heldResources() <= before);
    },
  );
}

test("the debugger's connection ends if the proxy does not listen", limit, async (context) => {
  const { relay, server } = await open(context);
  server.close();
  const client = new WebSocket(relay.uri);
  await once(client, 'close');
  await relay.closed;
});

test('a disposed relay leaves no socket', limit, async (context) => {
  const before = openSockets();
  const { accepted, relay, server } = await open(context);
  const client = new WebSocket(relay.uri);
  await accepted;
  relay.dispose();
  await once(client, 'close');
  server.close();
  await untilSocketsAreBackTo(before);
});

for (const reader of ['debugger', 'proxy'] as const) {
  test(
    `a ${reader} that does not read delays the writer, and everything arrives in order`,
    limit,
    async (context) => {
      const { accepted, relay } = await open(context);
      const client = new WebSocket(relay.uri);
      const proxy = await accepted;
      if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
      const [to, from] = reader === 'debugger' ? [client, proxy] : [proxy, client];
      to.pause();
      const count = 400;
      const filler = 'x'.repeat(256 * 1024);
      const before = process.memoryUsage().external;
      for (let n = 0; n < count; n++)
        from.send(`{"method":"m","params":{"n":${n},"x":"${filler}"}}`);
      const left = (): number => from.bufferedAmount;
      // Neither the relay nor the sockets' buffers can hold the 100 MB.
      let last = Number.NaN;
      await until('the writer is blocked', () => {
        const isStill = left() === last;
        last = left();
        return isStill && last < count * filler.length;
      });
      assert.ok(left() > (count * filler.length) / 2, `${left()} bytes are left`);
      const taken = process.memoryUsage().external - before - left();
      assert.ok(taken < 40 * 1024 * 1024, `${taken} bytes are taken beside what was not sent`);
      const heard: number[] = [];
      to.on('message', (data: Buffer) => {
        heard.push(Number(/"n":(\d+)/.exec(data.toString('latin1', 0, 60))?.[1]));
      });
      to.resume();
      await until('everything has arrived', () => heard.length === count);
      assert.deepEqual(heard, [...Array(count).keys()]);
    },
  );
}

test(
  'messages that arrive at once are forwarded in several turns, in order, and are written together',
  limit,
  async (context) => {
    const counter = new TurnCounter(context);
    let time = 0;
    // Each look at the clock takes a millisecond.
    const clock = { ...systemClock, elapsed: () => time++ };
    const { accepted, relay } = await open(context, { clock, handlers: [counter] });
    const client = new WebSocket(relay.uri);
    const proxy = await accepted;
    if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
    const heard: number[] = [];
    client.on('message', (data: Buffer) => {
      heard.push((JSON.parse(data.toString()) as { params: { n: number } }).params.n);
    });
    const count = 200;
    for (let n = 0; n < count; n++) proxy.send(`{"method":"m","params":{"n":${n}}}`);
    const writable: { _writev?: unknown } = Socket.prototype;
    const writes = context.mock.method(writable as { _writev: () => void }, '_writev');
    await until('everything has arrived', () => heard.length === count);
    assert.deepEqual(heard, [...Array(count).keys()]);
    assert.ok(Math.max(...counter.counts) <= 8, `messages in a turn: ${counter.counts.join()}`);
    const written = writes.mock.callCount();
    assert.ok(written <= counter.counts.length, `${written} writes`);
  },
);
