import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notification } from '../../../src/protocol/notifications.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import {
  lines,
  OutboxFixture,
  silenceLimit,
} from '../../../tools/fixtures/endpoint/outboxFixture.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const message: Notification = {
  notification_type: 'sessionMessage',
  session_id: 's',
  level: 'info',
  message: 'Worth knowing.',
};

test('notifications without a connection are kept and sent in order', async () => {
  const { outbox, write } = new OutboxFixture();
  write(1000);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  assert.equal(connection.output, lines(1000));
});

test('while the controller keeps up, output that was written together is sent together', async () => {
  const { outbox, write } = new OutboxFixture();
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  write(1);
  write(1);
  write(1);
  assert.deepEqual(
    connection.notifications.map((one) => 'log_message' in one && one.log_message),
    ['line 0', 'line 1', 'line 2'],
  );
  await outbox.flushed();
});

test('queued output is joined with its neighbours of the same stream, up to a limit', async () => {
  const { outbox, write } = new OutboxFixture();
  write(1000);
  write(1, 'stderr');
  write(20_000);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  const sizes = connection.notifications.map((one) =>
    'log_message' in one ? one.log_message.length : 0,
  );
  const isError = connection.notifications.map((one) => 'is_std_err' in one && one.is_std_err);
  assert.ok(isError.indexOf(true) <= 2);
  assert.equal(isError.filter(Boolean).length, 1);
  assert.ok(sizes.length < 20, `${sizes.length} messages`);
  assert.ok(sizes.every((size) => size <= 64 * 1024));
  assert.equal(connection.output, lines(21_001));
});

for (const outboxLimit of [8 * 1024 * 1024, 0]) {
  const where = outboxLimit === 0 ? 'on the disk' : 'in memory';
  test(`when the controller's line end is unknown, queued output is split ${where}, once`, async () => {
    const { outbox, writeText, writeUntoldEnd } = new OutboxFixture({ outboxLimit });
    for (const text of ['ready', 'next', 'last\n']) {
      writeText(text);
      if (!text.endsWith('\n')) writeUntoldEnd();
    }
    const first = new HandDrivenConnection({ isFluent: false });
    outbox.attach(first);
    await until('all is sent', () => first.output.endsWith('last\n'));
    assert.equal(first.output, 'ready\nnext\nlast\n');
    // Unconfirmed messages are sent again.
    const second = new HandDrivenConnection();
    outbox.attach(second);
    await outbox.flushed();
    assert.equal(second.output, 'ready\nnext\nlast\n');
  });
}

test('a line that exceeds the message size is not split', async () => {
  const { outbox, writeText } = new OutboxFixture();
  const long = 'x'.repeat(300_000);
  writeText(`short\n${long}\nshort\n`);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  assert.deepEqual(
    connection.notifications.map((one) => 'log_message' in one && one.log_message),
    ['short', long, 'short'],
  );
});

test('messages unconfirmed at a disconnect are sent again, in order, before the rest', async () => {
  const { outbox, write } = new OutboxFixture();
  const first = new HandDrivenConnection({ isFluent: false });
  outbox.attach(first);
  write(4);
  first.pong();
  write(6);
  assert.equal(first.output, lines(10));
  first.break();
  assert.equal(outbox.isConnected, false);
  write(2);
  const second = new HandDrivenConnection();
  outbox.attach(second);
  await outbox.flushed();
  assert.equal(second.output, lines(8, 4));
});

test('a confirmed state is never sent again, an unconfirmed one once more', async () => {
  const { outbox, write } = new OutboxFixture();
  const first = new HandDrivenConnection({ isFluent: false });
  outbox.attach(first);
  outbox.push({ notification_type: 'processRestarted', session_id: 's', pid: 1 });
  first.pong();
  write(1);
  outbox.push({ notification_type: 'sessionTerminated', session_id: 's', exit_code: 0 });
  first.break();
  const second = new HandDrivenConnection();
  outbox.attach(second);
  await outbox.flushed();
  assert.deepEqual(
    second.notifications.map(({ notification_type }) => notification_type),
    ['serviceLogs', 'sessionTerminated'],
  );
});

test('an end counts as delivered when it is confirmed', async () => {
  const { endsHeard, outbox } = new OutboxFixture();
  const first = new HandDrivenConnection({ isFluent: false });
  outbox.attach(first);
  outbox.push({ notification_type: 'processRestarted', session_id: 's', pid: 1 });
  first.pong();
  outbox.push({ notification_type: 'sessionTerminated', session_id: 's', exit_code: 0 });
  first.break();
  assert.deepEqual(endsHeard, []);
  outbox.attach(new HandDrivenConnection());
  await outbox.flushed();
  assert.deepEqual(endsHeard, ['s']);
});

test('each line is confirmed in order and without gaps however connections break', async () => {
  const step = fc.oneof(
    fc.record({ write: fc.nat({ max: 20 }) }),
    fc.record({ pongs: fc.nat({ max: 3 }) }),
    fc.record({ connection: fc.constantFrom('breaks', 'is taken over') }),
  );
  const limit = fc.constantFrom(0, 1000, 10_000, 1_000_000);
  const property = fc.asyncProperty(
    limit,
    fc.array(step, { maxLength: 60 }),
    async (outboxLimit, steps) => {
      const fixture = new OutboxFixture({ outboxLimit });
      const { outbox } = fixture;
      const connections = [new HandDrivenConnection({ isFluent: false })];
      let current = connections[0] ?? new HandDrivenConnection();
      let confirmed = 0;
      const pong = (): void => {
        const count = current.pong();
        if (count !== undefined)
          confirmed = Math.max(confirmed, lastLine(current.sent.slice(0, count)));
      };
      outbox.attach(current);
      for (const one of steps) {
        await turn();
        if ('write' in one) fixture.write(one.write);
        else if ('pongs' in one) for (let count = 0; count < one.pongs; count++) pong();
        else {
          const former = current;
          if (one.connection === 'breaks') former.break();
          current = new HandDrivenConnection({ isFluent: false });
          connections.push(current);
          outbox.attach(current);
          if (one.connection !== 'breaks') former.break();
        }
      }
      current.isFluent = true;
      while (current.pings.length > 0) current.pong();
      await outbox.flushed();
      // Each connection continues with a line that was already sent, or the next one, without a
      // gap.
      let next = 0;
      for (const { output } of connections) {
        const first = output === '' ? next : Number(/\d+/.exec(output)?.[0]);
        assert.ok(first <= next, `line ${next} was skipped`);
        const count = output.split('\n').length - 1;
        assert.equal(output, lines(count, first));
        next = Math.max(next, first + count);
      }
      assert.equal(next, fixture.written);
      assert.equal(fixture.holders, 0);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

function lastLine(sent: readonly string[]): number {
  return Number(/line (\d+)"}$/.exec(sent.at(-1) ?? '')?.[1] ?? -1) + 1;
}

test('a newer connection replaces the older one, which is closed', async () => {
  const { outbox, write } = new OutboxFixture();
  const [older, newer] = [new HandDrivenConnection(), new HandDrivenConnection()];
  outbox.attach(older);
  write(1);
  await outbox.flushed();
  outbox.attach(newer);
  assert.equal(older.closedWith?.code, 1000);
  write(1);
  await outbox.flushed();
  assert.equal(older.output, lines(1));
  assert.equal(newer.output, lines(1, 1));
  older.break();
  assert.ok(outbox.isConnected);
});

test('late confirmations of an older connection are ignored', async () => {
  const { outbox, write } = new OutboxFixture();
  const older = new HandDrivenConnection({ isFluent: false });
  outbox.attach(older);
  write(2);
  const newer = new HandDrivenConnection({ isFluent: false });
  outbox.attach(newer);
  older.pong();
  newer.break();
  const last = new HandDrivenConnection();
  outbox.attach(last);
  await outbox.flushed();
  assert.equal(last.output, lines(2));
});

for (const version of ['2024-03-03', '2024-04-23'] as const) {
  test(`a controller with version ${version} receives no session messages, and none are queued`, async () => {
    const { outbox, write } = new OutboxFixture();
    const connection = new HandDrivenConnection({ version });
    outbox.push(message);
    outbox.attach(connection);
    write(1);
    outbox.push(message);
    await outbox.flushed();
    assert.equal(connection.sent.length, 1);
    assert.equal(connection.output, lines(1));
    assert.ok(outbox.isEmpty);
  });
}

test('session messages skipped for an older version are not kept for the next connection', async () => {
  const { outbox } = new OutboxFixture();
  outbox.attach(new HandDrivenConnection({ version: '2024-03-03' }));
  outbox.push(message);
  await turn();
  const newer = new HandDrivenConnection();
  outbox.attach(newer);
  await outbox.flushed();
  assert.deepEqual(newer.sent, []);
});

test('a controller that does not confirm receives at most one window, and more with each confirmation', async () => {
  const { outbox, writeText } = new OutboxFixture();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  for (let count = 0; count < 70; count++) writeText(`${'x'.repeat(10_000)}\n`);
  await turn();
  const given = connection.sent.length;
  assert.ok(given >= 3 && given <= 6, `${given} messages of 10 kB`);
  assert.ok(connection.pings.length <= 5, `${connection.pings.length} pings on their way`);
  connection.pong();
  await until('more is sent', () => connection.sent.length > given);
});

test("large output of one session delays another's state by at most a window", async () => {
  const { outbox, write, writeText } = new OutboxFixture();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  for (let count = 0; count < 70; count++) writeText(`${'x'.repeat(100_000)}\n`);
  outbox.push({ notification_type: 'processRestarted', session_id: 'other', pid: 1 });
  write(1);
  await turn();
  const isState = (text: string): boolean => text.includes('processRestarted');
  while (!connection.sent.some(isState)) assert.notEqual(connection.pong(), undefined);
  assert.ok(connection.sent.findIndex(isState) < 20);
});

test('a long backlog is sent in batches, so that other controllers get theirs', async () => {
  const { outbox } = new OutboxFixture();
  const count = 5000;
  for (let number = 0; number < count; number++) outbox.push(message);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  assert.ok(connection.sent.length < 1000, `${connection.sent.length} at once`);
  await outbox.flushed();
  assert.equal(connection.sent.length, count);
});

test('output beyond the limit is not kept in memory but read back in its place', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 10_000 });
  const { outbox, write } = fixture;
  outbox.push({ notification_type: 'processRestarted', session_id: 's', pid: 1 });
  write(5000);
  write(10, 'stderr');
  write(5000);
  outbox.push({ notification_type: 'processRestarted', session_id: 's', pid: 2 });
  write(5000);
  outbox.push({ notification_type: 'sessionTerminated', session_id: 's' });
  assert.equal(fixture.reads, 0);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  assert.ok(fixture.reads > 0);
  const states = connection.notifications.map((one, index) => ({
    index,
    type: one.notification_type,
  }));
  const restarts = states.filter(({ type }) => type === 'processRestarted');
  assert.equal(states.at(-1)?.type, 'sessionTerminated');
  const before = connection.notifications.slice(0, restarts[1]?.index);
  const heard = before.map((one) => ('log_message' in one ? `${one.log_message}\n` : '')).join('');
  assert.deepEqual(new Set(heard.split('\n')), new Set(lines(10_010).split('\n')));
  const after = connection.notifications.slice(restarts[1]?.index);
  const rest = after.map((one) => ('log_message' in one ? `${one.log_message}\n` : '')).join('');
  assert.equal(rest, lines(5000, 10_010));
  assert.equal(fixture.holders, 0);
});

test('a line larger than one read from the disk is not split either', async () => {
  const { outbox, writeText } = new OutboxFixture({ outboxLimit: 0 });
  const long = 'x'.repeat(700_000);
  writeText(`short\n${long}\nshort\n`);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  assert.ok(
    connection.notifications.some((one) => 'log_message' in one && one.log_message === long),
  );
  assert.equal(connection.output, `short\n${long}\nshort\n`);
});

for (const lineEnd of ['\n', '\r\n']) {
  test(`a line that is read back in parts is never cut before ${JSON.stringify(lineEnd)}`, async () => {
    const { outbox, writeText } = new OutboxFixture({ outboxLimit: 0 });
    const mebibyte = 1024 * 1024;
    writeText(`${'x'.repeat(mebibyte)}${lineEnd}short${lineEnd}`);
    const connection = new HandDrivenConnection();
    outbox.attach(connection);
    await outbox.flushed();
    const rest = lineEnd.slice(0, -1);
    assert.deepEqual(
      connection.notifications.map((one) => 'log_message' in one && one.log_message),
      ['x'.repeat(mebibyte - 1), `x${lineEnd}short${rest}`],
    );
  });
}

test('a controller that answers no ping is disconnected after the timeout; one that answers is not', async () => {
  const { clock, outbox, write } = new OutboxFixture();
  const silent = new HandDrivenConnection({ isFluent: false });
  outbox.attach(silent);
  write(1);
  clock.advance(silenceLimit - 1);
  assert.ok(!silent.isTerminated);
  clock.advance(1);
  assert.ok(silent.isTerminated);
  assert.equal(outbox.isConnected, false);
  const next = new HandDrivenConnection();
  outbox.attach(next);
  await outbox.flushed();
  assert.equal(next.output, lines(1));
  for (let count = 0; count < 20; count++) {
    clock.advance(silenceLimit / 2);
    await turn();
  }
  assert.ok(!next.isTerminated);
});

test('a controller that becomes unresponsive while idle is detected too', async () => {
  const { clock, outbox } = new OutboxFixture();
  const silent = new HandDrivenConnection({ isFluent: false });
  outbox.attach(silent);
  for (let count = 0; count < 4; count++) clock.advance(silenceLimit / 2);
  assert.ok(silent.isTerminated);
});

test('a disposed outbox sends nothing and holds nothing', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 1000 });
  fixture.write(50_000);
  const connection = new HandDrivenConnection();
  fixture.outbox.attach(connection);
  fixture.outbox.dispose();
  const { length } = connection.sent;
  await turn();
  await turn();
  assert.equal(connection.sent.length, length);
  assert.equal(fixture.holders, 0);
  assert.equal(fixture.clock.pending, 0);
});
