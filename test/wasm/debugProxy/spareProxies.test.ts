import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { deferred } from '../../../src/common/deferred.ts';
import type { ReusableProxy } from '../../../src/wasm/debugProxy/reusableProxy.ts';
import { RelayServer } from '../../../src/wasm/debugProxy/relay/relayServer.ts';
import { SpareProxies } from '../../../src/wasm/debugProxy/spareProxies.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };
const gibibyte = 1024 ** 3;

/** A proxy that answers each command itself, and whether it still runs. */
class FakeProxy implements ReusableProxy {
  readonly server: RelayServer;
  readonly proxy: ReusableProxy['proxy'];
  readonly #ended = deferred();
  readonly #sockets: WebSocketServer;
  isRunning = true;
  /** Whether it responds to debuggers. */
  isResponsive = true;

  static async start(context: TestContext): Promise<FakeProxy> {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(sockets, 'listening');
    const server = await RelayServer.listen();
    const fake = new FakeProxy(sockets, server);
    afterTest(context, () => fake.close());
    return fake;
  }

  private constructor(sockets: WebSocketServer, server: RelayServer) {
    this.#sockets = sockets;
    this.server = server;
    const { port } = sockets.address() as AddressInfo;
    sockets.on('connection', (socket) =>
      socket.on('message', () => {
        if (this.isResponsive) socket.send('{}');
        else socket.close();
      }),
    );
    const inspectUri = (uri: string): string => `ws://127.0.0.1:${port}${new URL(uri).pathname}`;
    this.proxy = { pid: 1, version: '10.0.0', ended: this.#ended.promise, inspectUri };
  }

  async close(): Promise<void> {
    this.isRunning = false;
    this.server.dispose();
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    this.#ended.resolve();
  }
}

function createFixture(context: TestContext) {
  const clock = new ManualClock();
  const memory = { free: 2 * gibibyte };
  const spares = new SpareProxies({ clock, freeMemory: () => memory.free });
  afterTest(context, () => spares.close());
  const started: FakeProxy[] = [];
  const start = async (): Promise<FakeProxy> => {
    const one = await FakeProxy.start(context);
    started.push(one);
    return one;
  };
  return { clock, memory, spares, start, started };
}

test('the next session takes the proxy of the previous one', limit, async (context) => {
  const { spares, start } = createFixture(context);
  const one = await spares.take('key', start);
  await spares.giveBack('key', one);
  assert.equal(await spares.take('key', start), one);
  assert.notEqual(await spares.take('key', start), one);
});

test('a proxy with other options is not taken', limit, async (context) => {
  const { spares, start } = createFixture(context);
  const one = await spares.take('key', start);
  await spares.giveBack('key', one);
  assert.notEqual(await spares.take('other', start), one);
});

test('at most one proxy is kept, that of the last options', limit, async (context) => {
  const { spares, start, started } = createFixture(context);
  const [one, same, other] = [
    await spares.take('key', start),
    await spares.take('key', start),
    await spares.take('other', start),
  ];
  await spares.giveBack('key', one);
  await spares.giveBack('key', same);
  assert.deepEqual(
    started.map(({ isRunning }) => isRunning),
    [true, false, true],
  );
  await spares.giveBack('other', other);
  await until('the first has ended', () => started[0]?.isRunning === false);
  assert.equal(await spares.take('other', start), other);
});

test('a kept proxy ends after five minutes', limit, async (context) => {
  const { clock, spares, start, started } = createFixture(context);
  await spares.giveBack('key', await spares.take('key', start));
  clock.advance(5 * 60_000 - 1);
  assert.equal(started[0]?.isRunning, true);
  clock.advance(1);
  await until('it has ended', () => started[0]?.isRunning === false);
  await spares.take('key', start);
  assert.equal(started.length, 2);
});

test('a proxy in use does not end after five minutes', limit, async (context) => {
  const { clock, spares, start, started } = createFixture(context);
  const one = await spares.take('key', start);
  await spares.giveBack('key', one);
  await spares.take('key', start);
  clock.advance(10 * 60_000);
  await spares.close();
  assert.equal(started[0]?.isRunning, true);
});

test('no proxy is kept or prepared while memory is short', limit, async (context) => {
  const { memory, spares, start, started } = createFixture(context);
  memory.free = gibibyte - 1;
  await spares.giveBack('key', await spares.take('key', start));
  assert.equal(started[0]?.isRunning, false);
  spares.prepare('key', start);
  assert.equal(started.length, 1);
});

test('a proxy that no longer responds is not kept', limit, async (context) => {
  const { spares, start, started } = createFixture(context);
  const one = await spares.take('key', start);
  (one as FakeProxy).isResponsive = false;
  await spares.giveBack('key', one);
  assert.notEqual(await spares.take('key', start), one);
  assert.equal(started[0]?.isRunning, false);
});

test('a kept proxy that has ended is not taken', limit, async (context) => {
  const { spares, start } = createFixture(context);
  const one = await spares.take('key', start);
  await spares.giveBack('key', one);
  await (one as FakeProxy).close();
  assert.notEqual(await spares.take('key', start), one);
});

test('a proxy is replaced after 20 sessions', limit, async (context) => {
  const { spares, start, started } = createFixture(context);
  for (let session = 0; session < 21; session++) {
    await spares.giveBack('key', await spares.take('key', start));
  }
  assert.deepEqual(
    started.map(({ isRunning }) => isRunning),
    [false, true],
  );
});

test('the first session takes a prepared proxy, even while it starts', limit, async (context) => {
  const { spares, start, started } = createFixture(context);
  spares.prepare('key', start);
  spares.prepare('key', start);
  const taken = await spares.take('key', start);
  assert.deepEqual(started, [taken]);
});

test(
  'no proxy is prepared while a session has one, which it gives back',
  limit,
  async (context) => {
    const { spares, start, started } = createFixture(context);
    await assert.rejects(spares.take('key', () => Promise.reject(new Error('not started'))));
    const one = await spares.take('key', start);
    spares.prepare('key', start);
    assert.equal(started.length, 1);
    await spares.giveBack('key', one);
    await (one as FakeProxy).close();
    await until('a proxy is prepared', () => {
      spares.prepare('key', start);
      return started.length === 2;
    });
  },
);

test('a prepared proxy that can not be started is left to the session', limit, async (context) => {
  const { spares, start } = createFixture(context);
  spares.prepare('key', () => Promise.reject(new Error('not started')));
  assert.ok(await spares.take('key', start));
  await assert.rejects(
    spares.take('key', () => Promise.reject(new Error('not started'))),
    /not started/,
  );
});

test(
  'closing ends the kept proxy, also while it starts, and keeps no other',
  limit,
  async (context) => {
    const { spares, start, started } = createFixture(context);
    spares.prepare('key', start);
    const other = await spares.take('other', start);
    await spares.close();
    assert.deepEqual(
      started.filter(({ isRunning }) => isRunning),
      [other],
    );
    await spares.giveBack('other', other);
    spares.prepare('key', start);
    assert.deepEqual(
      started.map(({ isRunning }) => isRunning),
      [false, false],
    );
  },
);
