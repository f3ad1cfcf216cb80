import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Outbox } from '../../../src/endpoint/delivery/outbox.ts';
import type { Notification } from '../../../src/protocol/notifications.ts';
import { HandDrivenConnection } from '../../support/handDrivenConnection.ts';
import { turn, until } from '../../support/waiting.ts';

function line(number: number): Notification {
  const log_message = `line ${number}\n`;
  return { notification_type: 'serviceLogs', session_id: 's', is_std_err: false, log_message };
}

function lines(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => `line ${first + index}\n`).join('');
}

function push(outbox: Outbox, count: number, first = 0): void {
  for (let number = first; number < first + count; number++) outbox.push(line(number));
}

const message: Notification = {
  notification_type: 'sessionMessage',
  session_id: 's',
  level: 'info',
  message: 'Worth knowing.',
};

test('what comes while nobody is there is kept, and handed over in order', async () => {
  const outbox = new Outbox();
  push(outbox, 1000);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  assert.equal(connection.output, lines(1000));
});

test('each message holds exactly one notification', async () => {
  const outbox = new Outbox();
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  push(outbox, 3);
  await outbox.flushed();
  assert.equal(connection.sent.length, 3);
  assert.deepEqual(connection.notifications, [line(0), line(1), line(2)]);
});

test('what was not passed on when the connection broke comes again, in order, before the rest', async () => {
  const outbox = new Outbox();
  const first = new HandDrivenConnection({ isFluent: false });
  outbox.attach(first);
  push(outbox, 10);
  assert.equal(first.sent.length, 10);
  first.passOn(4);
  first.break();
  assert.equal(outbox.isConnected, false);
  push(outbox, 2, 10);
  const second = new HandDrivenConnection();
  outbox.attach(second);
  await outbox.flushed();
  assert.equal(second.output, lines(8, 4));
});

test('whatever connections come and break, each line is passed on at least once and in order', async () => {
  const step = fc.oneof(
    fc.record({ push: fc.nat({ max: 20 }) }),
    fc.record({ passOn: fc.nat({ max: 20 }) }),
    fc.record({ connection: fc.constantFrom('breaks', 'is taken over') }),
  );
  const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const outbox = new Outbox();
    const connections = [new HandDrivenConnection({ isFluent: false })];
    let current = connections[0] ?? new HandDrivenConnection();
    outbox.attach(current);
    let pushed = 0;
    for (const one of steps) {
      if ('push' in one) {
        push(outbox, one.push, pushed);
        pushed += one.push;
      } else if ('passOn' in one) current.passOn(one.passOn);
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
    current.passOn(Infinity);
    await outbox.flushed();
    // Each connection goes on from a line that was sent before, or is the next, without a gap.
    let next = 0;
    for (const { output } of connections) {
      const first = output === '' ? next : Number(/\d+/.exec(output)?.[0]);
      assert.ok(first <= next, `line ${next} was skipped`);
      const count = output.split('\n').length - 1;
      assert.equal(output, lines(count, first));
      next = Math.max(next, first + count);
    }
    assert.equal(next, pushed);
  });
  await fc.assert(property, { numRuns: 200 });
});

test('a newer connection takes over, and the older one is closed and hears no more', async () => {
  const outbox = new Outbox();
  const [older, newer] = [new HandDrivenConnection(), new HandDrivenConnection()];
  outbox.attach(older);
  push(outbox, 1);
  await outbox.flushed();
  outbox.attach(newer);
  assert.equal(older.closedWith?.code, 1000);
  push(outbox, 1, 1);
  await outbox.flushed();
  assert.equal(older.output, lines(1));
  assert.equal(newer.output, lines(1, 1));
  older.break();
  assert.ok(outbox.isConnected);
});

test('what an older connection passes on late is not taken for the newer one’s', async () => {
  const outbox = new Outbox();
  const older = new HandDrivenConnection({ isFluent: false });
  outbox.attach(older);
  push(outbox, 2);
  const newer = new HandDrivenConnection({ isFluent: false });
  outbox.attach(newer);
  older.passOn(2);
  newer.break();
  const last = new HandDrivenConnection();
  outbox.attach(last);
  await outbox.flushed();
  assert.equal(last.output, lines(2));
});

for (const version of ['2024-03-03', '2024-04-23'] as const) {
  test(`who speaks ${version} hears no session message, and nothing waits for it`, async () => {
    const outbox = new Outbox();
    const connection = new HandDrivenConnection({ version });
    outbox.push(message);
    outbox.attach(connection);
    outbox.push(line(1));
    outbox.push(message);
    await outbox.flushed();
    assert.deepEqual(connection.notifications, [line(1)]);
    assert.ok(outbox.isEmpty);
  });
}

test('a session message that an older version missed is not kept for the next connection', async () => {
  const outbox = new Outbox();
  outbox.attach(new HandDrivenConnection({ version: '2024-03-03' }));
  outbox.push(message);
  await turn();
  const newer = new HandDrivenConnection();
  outbox.attach(newer);
  await outbox.flushed();
  assert.deepEqual(newer.sent, []);
});

test('a connection that does not pass on is given no more than it has room for', async () => {
  const outbox = new Outbox();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  const log_message = `${'x'.repeat(100_000)}\n`;
  const large: Notification = { ...line(0), log_message } as Notification;
  for (let count = 0; count < 100; count++) outbox.push(large);
  await turn();
  const given = connection.sent.length;
  assert.ok(given >= 5 && given <= 20, `${given} messages of 100 kB`);
  connection.passOn(given);
  await until('more is given', () => connection.sent.length > given);
});

test('a long backlog is handed over in turns, so that others get theirs', async () => {
  const outbox = new Outbox();
  push(outbox, 5000);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  assert.ok(connection.sent.length < 1000, `${connection.sent.length} at once`);
  await outbox.flushed();
  assert.equal(connection.output, lines(5000));
});

test('a disposed outbox hands nothing over any more', async () => {
  const outbox = new Outbox();
  push(outbox, 5000);
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  outbox.dispose();
  const { length } = connection.sent;
  await turn();
  await turn();
  assert.equal(connection.sent.length, length);
});
