import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { lines, OutboxFixture } from '../../../tools/fixtures/endpoint/outboxFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const forged = ['0', '1', '2', '7', '-1', 'NaN', '1e9', 'one', '1 ', '1 abcdefghijklmnop', '2 x'];

for (const data of forged) {
  test(`the pong ${JSON.stringify(data)}, which answers no ping, ends the connection and confirms nothing`, async () => {
    const { outbox, write } = new OutboxFixture();
    const forger = new HandDrivenConnection({ isFluent: false });
    outbox.attach(forger);
    write(2);
    assert.equal(forger.pings.length, 1);
    forger.sendPong(data);
    assert.equal(forger.closedWith?.code, 1002);
    // Later pongs on the closing connection change nothing.
    forger.pong();
    write(1);
    assert.equal(forger.output, lines(2));
    forger.break(1002);
    const next = new HandDrivenConnection();
    outbox.attach(next);
    await outbox.flushed();
    assert.equal(next.output, lines(3));
  });
}

test('a controller that forges pongs receives at most one window of the outbox', async () => {
  const { outbox, write } = new OutboxFixture();
  const forger = new HandDrivenConnection({ isFluent: false });
  outbox.attach(forger);
  write(100_000);
  for (let number = 1; number <= 6000; number++) {
    forger.sendPong(String(number));
    if (number % 100 === 0) await turn();
  }
  const given = forger.parts.reduce((sum, size) => sum + size, 0);
  assert.ok(given < 64 * 1024, `${given} bytes`);
});

test('a controller that forges pongs and does not read is disconnected without a Close', () => {
  const { outbox, write } = new OutboxFixture();
  const forger = new HandDrivenConnection({ isFluent: false });
  outbox.attach(forger);
  write(1);
  forger.backlog = 1;
  forger.sendPong('1');
  assert.ok(forger.isTerminated);
  assert.equal(forger.closedWith, undefined);
});

test('a pong without data keeps the connection alive but confirms nothing', async () => {
  const { outbox, write } = new OutboxFixture();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  write(2);
  connection.sendPong('');
  assert.equal(connection.closedWith, undefined);
  assert.ok(!outbox.isEmpty);
  connection.pong();
  assert.ok(outbox.isEmpty);
});

test('a second pong for the same ping is ignored', async () => {
  const { outbox, write } = new OutboxFixture();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  write(1);
  const [first] = connection.pings;
  connection.pong();
  write(1);
  connection.sendPong(first?.data ?? '');
  assert.equal(connection.closedWith, undefined);
  assert.ok(!outbox.isEmpty);
});

test('a pong for a later ping confirms the earlier ones too', async () => {
  const { outbox, write } = new OutboxFixture();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  write(10_000);
  assert.ok(connection.pings.length > 1);
  const last = connection.pings.at(-1)?.data ?? '';
  connection.pings.length = 0;
  const given = connection.sent.length;
  connection.sendPong(last);
  assert.equal(connection.closedWith, undefined);
  assert.ok(connection.sent.length > given);
});

test('a connection whose socket lags behind receives no more messages', () => {
  const { outbox, write } = new OutboxFixture();
  const connection = new HandDrivenConnection({ isFluent: false });
  outbox.attach(connection);
  write(1);
  connection.backlog = 10 * 1024 * 1024;
  write(1);
  assert.equal(connection.sent.length, 1);
  connection.backlog = 0;
  connection.pong();
  assert.equal(connection.output, lines(2));
});

test('a replaced connection with unread messages is disconnected without a Close', () => {
  const { outbox, write } = new OutboxFixture();
  const behind = new HandDrivenConnection({ isFluent: false });
  outbox.attach(behind);
  write(1);
  behind.backlog = 1;
  outbox.attach(new HandDrivenConnection());
  assert.ok(behind.isTerminated);
});
