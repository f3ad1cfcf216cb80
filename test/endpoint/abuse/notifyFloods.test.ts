import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { listen } from '../../../tools/fixtures/endpoint/notifyClient.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { type RawConnection } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { closeCodeIn, frame } from '../../../tools/fixtures/endpoint/rawFrames.ts';
import { dialStream } from '../http/answers.ts';

const mebi = 1024 * 1024;

/** Runs a session of a well-behaved controller from start to end. */
async function assertServed(fixture: EndpointFixture): Promise<void> {
  fixture.runner.onRun = (run) => {
    run.events.started(1);
    run.write('output\n');
    run.events.ended(0);
  };
  const controller = fixture.controller();
  await controller.connect();
  const session = await controller.runSession(goodRun);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
  assert.equal(session.stdout, 'output\n');
  controller.assertClean();
  controller.vanish();
}

const collectGarbage = ((): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** How many more bytes are in use after `abuse` than before, after garbage collection. */
async function growthBy(abuse: () => Promise<void>): Promise<number> {
  const inUse = (): number => {
    collectGarbage();
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return arrayBuffers + heapUsed;
  };
  const before = inUse();
  await abuse();
  return inUse() - before;
}

for (const [what, idOf] of Object.entries({
  'of one controller': () => 'greedy',
  'of 200 controllers': (index: number) => `greedy-${index}`,
})) {
  test(`200 streams ${what} do not disturb others and leave nothing behind`, async (context) => {
    const fixture = await openEndpoint(context);
    const sockets = openSockets();
    const streams: RawConnection[] = [];
    for (let index = 0; index < 200; index++)
      streams.push(await dialStream(fixture, { instanceId: idOf(index) }));
    await assertServed(fixture);
    for (const { socket } of streams) socket.destroy();
    await untilSocketsAreBackTo(sockets);
    await assertServed(fixture);
  });
}

test('frames of 40 MiB end their streams before they have arrived, without using memory', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const block = Buffer.alloc(mebi);
  const growth = await growthBy(async () => {
    for (let index = 0; index < 10; index++) {
      const stream = await dialStream(fixture, { instanceId: 'shouting' });
      stream.write(frame({ first: 0x82, length: 40 * mebi }));
      for (let sent = 0; sent < 40 && !stream.isClosed; sent++) {
        await new Promise((resolve) => stream.socket.write(block, resolve));
      }
      await stream.closed;
      // A peer that keeps sending may be disconnected before it has read why.
      assert.ok([1009, undefined].includes(closeCodeIn(stream.received)));
    }
    await untilSocketsAreBackTo(sockets);
  });
  // 400 MiB in total.
  assert.ok(growth < 100 * mebi, `${growth} bytes more`);
  await assertServed(fixture);
});

test('garbage on fifty streams at once ends each of them', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const noise = Array.from({ length: 50 }, async (_, index) => {
    const stream = await dialStream(fixture, { instanceId: `noisy-${index}` });
    stream.socket.end(Buffer.alloc(100_000, index * 5 + 3));
    await stream.closed;
  });
  const served = assertServed(fixture);
  await Promise.all(noise);
  await served;
  await untilSocketsAreBackTo(sockets);
});

test('more pings than can be answered end only their own stream', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const flood = await dialStream(fixture, { instanceId: 'pinging' });
  flood.socket.end(frame({ first: 0x89, payload: 'are you there?' }).toString('latin1'), 'latin1');
  await flood.closed;
  assert.ok(flood.received.includes('are you there?'));
  const torrent = await dialStream(fixture, { instanceId: 'pinging' });
  const pings = Buffer.concat(Array.from({ length: 50_000 }, () => frame({ first: 0x89 })));
  torrent.write(pings);
  await assertServed(fixture);
  await torrent.closed;
  await untilSocketsAreBackTo(sockets);
});

test('messages that a controller keeps sending are read and discarded', async (context) => {
  const fixture = await openEndpoint(context);
  const { webSocket } = await listen(context, fixture, 'talkative');
  const message = Buffer.alloc(64 * 1024);
  const growth = await growthBy(async () => {
    for (let sent = 0; sent < 500; sent++) {
      await new Promise((resolve) => webSocket.send(message, resolve));
    }
    const pong = new Promise((resolve) => webSocket.once('pong', resolve));
    webSocket.ping();
    await pong;
  });
  // 400 MiB in total.
  assert.ok(growth < 100 * mebi, `${growth} bytes more`);
  await assertServed(fixture);
});
