import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import { listen, type NotifyClient } from '../../../tools/fixtures/endpoint/notifyClient.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

async function run(fixture: EndpointFixture, instanceId: string): Promise<FakeRun> {
  const controller = fixture.controller({ instanceId });
  const { id } = await controller.runSession(goodRun);
  controller.vanish();
  await until('the session runs', () => fixture.runner.find(id) !== undefined);
  const begun = fixture.runner.of(id);
  begun.events.started(1);
  return begun;
}

function lines(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => `line ${first + index}\n`).join('');
}

function write(begun: FakeRun, count: number, first = 0): void {
  for (let line = first; line < first + count; line++) begun.write(`line ${line}\n`);
}

async function untilEnded(client: NotifyClient): Promise<void> {
  const isEnd = (message: string): boolean => message.includes('"sessionTerminated"');
  await until('the end is received', () => client.messages.some(isEnd));
}

test('ten thousand lines are delivered in order, with one object per message', async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'one');
  const begun = await run(fixture, 'one');
  write(begun, 10_000);
  begun.events.ended(0);
  await untilEnded(client);
  assert.equal(client.output, lines(10_000));
  for (const message of client.messages) assert.match(message, /^\{"notification_type":[^\n]*\}$/);
});

test('two connected controllers receive their own lines only', async (context) => {
  const fixture = await openEndpoint(context);
  const clients = [await listen(context, fixture, 'one'), await listen(context, fixture, 'two')];
  const runs = [await run(fixture, 'one'), await run(fixture, 'two')];
  for (let line = 0; line < 2000; line++) {
    runs.forEach((begun, index) => begun.write(`${index}: line ${line}\n`));
  }
  for (const { events } of runs) events.ended(0);
  for (const [index, client] of clients.entries()) {
    await untilEnded(client);
    const own = Array.from({ length: 2000 }, (_, line) => `${index}: line ${line}\n`);
    assert.equal(client.output, own.join(''));
    assert.equal(client.notifications.filter((one) => 'exit_code' in one).length, 1);
  }
});

test('a character whose bytes are written separately is delivered as one', async (context) => {
  const fixture = await openEndpoint(context);
  const client = await listen(context, fixture, 'one');
  const begun = await run(fixture, 'one');
  for (const byte of Buffer.from('→ 𝄞\n')) void begun.events.output('stdout', Buffer.of(byte));
  begun.events.ended(0);
  await untilEnded(client);
  assert.equal(client.output, '→ 𝄞\n');
});

test('messages lost with a connection are sent on the next one, without a gap', async (context) => {
  const fixture = await openEndpoint(context);
  const begun = await run(fixture, 'one');
  const sockets = openSockets();
  const stalled = await listen(context, fixture, 'one');
  stalled.webSocket.pause();
  const count = 200;
  const filling = 'x'.repeat(100_000);
  for (let line = 0; line < count; line++) begun.write(`${filling} line ${line}\n`);
  begun.events.ended(3);
  stalled.webSocket.terminate();
  await untilSocketsAreBackTo(sockets);
  const next = await listen(context, fixture, 'one');
  await untilEnded(next);
  const heard = next.output.replaceAll(`${filling} `, '');
  const first = Number(/\d+/.exec(heard)?.[0]);
  assert.ok(first < count / 2, `the first line heard again was ${first}`);
  assert.equal(heard, lines(count - first, first));
});

test('a controller that does not read does not delay others', async (context) => {
  const fixture = await openEndpoint(context);
  const stalled = await listen(context, fixture, 'stalled');
  const reading = await listen(context, fixture, 'reading');
  stalled.webSocket.pause();
  const [first, second] = [await run(fixture, 'stalled'), await run(fixture, 'reading')];
  for (let count = 0; count < 200; count++) first.write(`${'x'.repeat(100_000)}\n`);
  write(second, 1000);
  second.events.ended(0);
  await untilEnded(reading);
  assert.equal(reading.output, lines(1000));
  stalled.webSocket.resume();
  first.events.ended(0);
  await untilEnded(stalled);
  assert.equal(stalled.output.length, 200 * 100_001);
});
