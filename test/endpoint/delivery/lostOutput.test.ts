import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDelivery } from '../../../tools/fixtures/endpoint/deliveryFixture.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { lines, OutboxFixture } from '../../../tools/fixtures/endpoint/outboxFixture.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** How many bytes a controller was told are lost, in how many messages. */
function lossesIn(connection: HandDrivenConnection): { bytes: number; messages: number } {
  const told = connection.notifications
    .map((one) => ('message' in one ? one.message : ''))
    .map((text) => /^(\d+) bytes of output of this session/.exec(text)?.[1])
    .filter((bytes) => bytes !== undefined);
  return { bytes: told.reduce((sum, bytes) => sum + Number(bytes), 0), messages: told.length };
}

async function hear({ outbox }: OutboxFixture): Promise<HandDrivenConnection> {
  outbox.push({ notification_type: 'sessionTerminated', session_id: 's' });
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  assert.equal(connection.notifications.at(-1)?.notification_type, 'sessionTerminated');
  return connection;
}

for (const lost of [5000, 4998, 8889, 8890]) {
  test(`when the first ${lost} bytes of output are lost, complete lines are delivered and the rest is counted`, async () => {
    const fixture = new OutboxFixture({ outboxLimit: 0 });
    fixture.write(1000);
    fixture.loseBefore(lost);
    const connection = await hear(fixture);
    const all = lines(1000);
    const next = all[lost - 1] === '\n' ? lost : all.indexOf('\n', lost) + 1;
    assert.equal(connection.output, all.slice(next));
    assert.deepEqual(lossesIn(connection), { bytes: next, messages: 1 });
    // The loss is reported in its place.
    assert.equal(connection.notifications[0]?.notification_type, 'sessionMessage');
  });
}

for (const kept of [0, 5000, 4996, 8889]) {
  test(`when only ${kept} bytes of output fit on the disk, complete lines are delivered and the rest is counted`, async () => {
    const fixture = new OutboxFixture({ outboxLimit: 0 });
    fixture.write(1000);
    fixture.loseFrom(kept);
    const connection = await hear(fixture);
    const whole = lines(1000).lastIndexOf('\n', kept - 1) + 1;
    const heard = kept === 0 ? 0 : whole;
    assert.equal(connection.output, lines(1000).slice(0, heard));
    assert.deepEqual(lossesIn(connection), { bytes: 8890 - heard, messages: 1 });
  });
}

test('all losses are counted, each in its place', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 0 });
  const state = { notification_type: 'processRestarted', session_id: 's' } as const;
  fixture.loseFrom(0);
  const sizes = [10, 1000, 300].map((count) => {
    const { length } = lines(count, fixture.written);
    fixture.write(count);
    fixture.outbox.push(state);
    return length;
  });
  const connection = await hear(fixture);
  const total = sizes.reduce((sum, size) => sum + size);
  assert.deepEqual(lossesIn(connection), { bytes: total, messages: 3 });
  const kinds = connection.notifications.map((one) => one.notification_type);
  assert.deepEqual(kinds.slice(0, 4), [
    'sessionMessage',
    'processRestarted',
    'sessionMessage',
    'processRestarted',
  ]);
});

test('adjacent losses of both streams are reported as one', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 0 });
  fixture.loseFrom(0);
  fixture.write(10);
  fixture.write(20, 'stderr');
  const connection = await hear(fixture);
  assert.deepEqual(lossesIn(connection), { bytes: lines(30).length, messages: 1 });
});

test('a long line that is partly lost is not delivered in pieces', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 0 });
  const long = `${'x'.repeat(700_000)}\n`;
  fixture.writeText(`${long}${long}next\n`);
  fixture.loseBefore(300_000);
  const connection = await hear(fixture);
  assert.equal(connection.output, `${long}next\n`);
  assert.deepEqual(lossesIn(connection), { bytes: long.length, messages: 1 });
});

test('lost output of a disconnected controller is counted exactly, across many log files', async (context) => {
  const logLimitPerSession = 4 * 1024 * 1024;
  const fixture = await openDelivery(context, { logLimitPerSession, outboxLimit: 1000 });
  const run = await fixture.run('absent');
  const count = 1_000_000;
  const all = Buffer.from(lines(count));
  // Cut anywhere, so that lines continue in the next file.
  const size = 50_021;
  for (let start = 0; start < all.length; start += size) {
    await run.events.output('stdout', all.subarray(start, start + size));
    await turn();
  }
  run.events.ended(0);
  const connection = new HandDrivenConnection();
  fixture.delivery.connect('absent', connection);
  await until('the end is received', () =>
    connection.sent.some((text) => text.includes('"sessionTerminated"')),
  );
  const heard = connection.output.split('\n').slice(0, -1);
  for (const line of heard) assert.match(line, /^line \d+$/);
  const numbers = heard.map((line) => Number(line.slice(5)));
  assert.ok(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0)));
  assert.equal(numbers.at(-1), count - 1);
  const { bytes } = lossesIn(connection);
  assert.ok(bytes > all.length / 2 && bytes < all.length);
  assert.equal(bytes + connection.output.length, all.length);
});
