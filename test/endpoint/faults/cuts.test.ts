import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import type { Notification } from '../../../src/protocol/notifications.ts';
import { DeliveryLedger } from '../../../tools/fixtures/endpoint/deliveryLedger.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { type Fault, FaultyProxy } from '../../../tools/fixtures/endpoint/faultyProxy.ts';
import { trust } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const sessionsOfRun = 3;
const faultsOfRun = 20;
const runs = 50;

/** A controller that reconnects immediately whenever its connection breaks. */
class PersistentController {
  readonly ledgers = new Map<string, DeliveryLedger>();
  readonly #fixture: EndpointFixture;
  readonly #port: number;
  readonly #name: string;
  #socket: WebSocket | undefined;
  #isDone = false;
  failure: unknown;

  constructor(fixture: EndpointFixture, port: number, name: string) {
    this.#fixture = fixture;
    this.#port = port;
    this.#name = name;
  }

  connect(): void {
    const socket = new WebSocket(
      `wss://localhost:${this.#port}/run_session/notify?api-version=2025-10-01`,
      {
        ...trust(this.#fixture.host.endpoint.certificate),
        perMessageDeflate: false,
        headers: {
          host: `localhost:${this.#fixture.port}`,
          authorization: `Bearer ${this.#fixture.token}`,
          'microsoft-developer-dcp-instance-id': this.#name,
        },
      },
    );
    this.#socket = socket;
    for (const ledger of this.ledgers.values()) ledger.reconnected();
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(String(data)) as Notification));
    socket.once('close', () => {
      if (!this.#isDone) this.connect();
    });
  }

  disconnect(): void {
    this.#isDone = true;
    this.#socket?.terminate();
  }

  #hear(notification: Notification): void {
    try {
      this.ledgers.get(notification.session_id)?.hear(notification);
    } catch (error) {
      this.failure ??= error;
    }
  }
}

const within = (max: number): fc.Arbitrary<number> =>
  // From within the handshakes to far into the stream.
  fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 2500, max }));

const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut', 'cut', 'cut', 'stall', 'delay', 'trickle', 'corrupt'),
      afterBytes: within(40_000),
    }),
  },
  // A connection whose pongs don't arrive gets only the first window.
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('deaf' as const), afterBytes: within(8_000) }),
  },
);

const work = fc.record({
  stdout: fc.integer({ min: 1, max: 400 }),
  stderr: fc.nat({ max: 20 }),
  restart: fc.boolean(),
});

async function openRun(
  context: TestContext,
  fixture: EndpointFixture,
  proxy: FaultyProxy,
  name: string,
): Promise<PersistentController> {
  const controller = new PersistentController(fixture, proxy.port, name);
  afterTest(context, () => controller.disconnect());
  const asking = fixture.controller({ instanceId: name });
  for (let count = 0; count < sessionsOfRun; count++) {
    const { id } = await asking.runSession(goodRun);
    await until('the session runs', () => fixture.runner.find(id) !== undefined);
    controller.ledgers.set(id, new DeliveryLedger(fixture.runner.of(id)));
  }
  asking.vanish();
  return controller;
}

test(`a thousand connections that break in every way lose no line and no state`, async (context) => {
  // A small limit, so that most output goes through the log files.
  const fixture = await openEndpoint(context, { settings: { outboxLimit: 20_000 } });
  const proxy = await FaultyProxy.open(fixture.port);
  afterTest(context, () => proxy.close());
  let number = 0;
  const property = fc.asyncProperty(
    fc.array(fc.tuple(fault, work), { minLength: faultsOfRun, maxLength: faultsOfRun }),
    async (steps) => {
      const controller = await openRun(context, fixture, proxy, `controller-${number++}`);
      const ledgers = [...controller.ledgers.values()];
      proxy.plan(steps.map(([one]) => one));
      const cutsBefore = proxy.cuts;
      controller.connect();
      for (const [index, [, { restart, stderr, stdout }]] of steps.entries()) {
        for (const ledger of ledgers) {
          ledger.write('stdout', stdout);
          ledger.write('stderr', stderr);
          if (restart) ledger.restart();
        }
        await until('the connection is cut', () => {
          // A fault that waits for more bytes than there are left gets them.
          for (const ledger of ledgers) ledger.write('stdout', 50);
          return proxy.cuts - cutsBefore > index;
        });
        if (controller.failure !== undefined) throw controller.failure;
      }
      for (const ledger of ledgers) ledger.end();
      await until(
        'all ends are received',
        () => controller.failure !== undefined || ledgers.every(({ endHeard }) => endHeard),
      );
      controller.disconnect();
      if (controller.failure !== undefined) throw controller.failure;
      for (const ledger of ledgers) ledger.assertAllHeard();
    },
  );
  await fc.assert(property, { numRuns: runs });
  context.diagnostic(`${proxy.cuts} cuts`);
  assert.ok(proxy.cuts >= 1000);
});
