// What happens to messages beyond the limit for a controller that is disconnected or does not read.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { SessionQueue } from '../../../src/endpoint/delivery/sessionQueue.ts';
import type { MessageLevel, Notification } from '../../../src/protocol/notifications.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { lines, OutboxFixture } from '../../../tools/fixtures/endpoint/outboxFixture.ts';

const outboxLimit = 100_000;
const long = 'x'.repeat(1000);

function message(session_id: string, text: string, level: MessageLevel = 'debug'): Notification {
  return { notification_type: 'sessionMessage', session_id, level, message: text };
}

interface Heard {
  /** Each notification as a word: its text, or its type. */
  readonly words: readonly string[];
  /** The messages that report dropped notifications, by session. */
  readonly leftOut: Readonly<Record<string, readonly number[]>>;
  /** The total size of all messages in bytes. */
  readonly size: number;
}

/** Connects the controller and receives everything. */
async function hear({ outbox }: OutboxFixture): Promise<Heard> {
  const connection = new HandDrivenConnection();
  outbox.attach(connection);
  await outbox.flushed();
  const leftOut: Record<string, number[]> = {};
  const words = connection.notifications.map((one) => {
    if (!('message' in one)) return one.notification_type;
    const count = /^Dropped (\d+) messages? of this session:/.exec(one.message);
    if (count === null) return one.message.replace(long, '');
    (leftOut[one.session_id] ??= []).push(Number(count[1]));
    assert.equal(one.level, 'info');
    return 'left out';
  });
  const size = connection.sent.reduce((sum, text) => sum + text.length, 0);
  return { words, leftOut, size };
}

test('beyond the limit the oldest messages are dropped, and a message in their place has the count', async () => {
  const fixture = new OutboxFixture({ outboxLimit });
  for (let number = 0; number < 1000; number++)
    fixture.outbox.push(message('s', `${number}${long}`));
  const { leftOut, size, words } = await hear(fixture);
  const [first, ...rest] = words;
  assert.equal(first, 'left out');
  assert.deepEqual(leftOut, { s: [1000 - rest.length] });
  assert.deepEqual(
    rest,
    Array.from({ length: rest.length }, (_, index) => `${1000 - rest.length + index}`),
  );
  assert.ok(size > outboxLimit / 2 && size < 1.2 * outboxLimit, `${size} bytes`);
});

test('states keep their positions when messages are dropped around them', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 0 });
  const { outbox } = fixture;
  outbox.push(message('s', 'building'));
  outbox.push({ notification_type: 'processRestarted', session_id: 's', pid: 1 });
  outbox.push(message('s', 'building again'));
  fixture.write(10);
  outbox.push({ notification_type: 'processRestarted', session_id: 's', pid: 2 });
  outbox.push(message('s', 'it ends'));
  outbox.push({ notification_type: 'sessionTerminated', session_id: 's' });
  const { leftOut, words } = await hear(fixture);
  assert.deepEqual(leftOut, { s: [3] });
  assert.deepEqual(words, [
    'left out',
    'processRestarted',
    'serviceLogs',
    'processRestarted',
    'sessionTerminated',
  ]);
});

test('errors are dropped last', async () => {
  const fixture = new OutboxFixture({ outboxLimit });
  fixture.outbox.push(message('s', 'It failed.', 'error'));
  for (let number = 0; number < 1000; number++)
    fixture.outbox.push(message('other', long, number % 2 === 0 ? 'info' : 'debug'));
  const { words } = await hear(fixture);
  assert.equal(words.filter((word) => word === 'It failed.').length, 1);

  const full = new OutboxFixture({ outboxLimit });
  for (let number = 0; number < 1000; number++)
    full.outbox.push(message('s', `${number}${long}`, 'error'));
  const { size } = await hear(full);
  assert.ok(size < 1.2 * outboxLimit, `${size} bytes`);
});

test('the session with the most output loses messages, not another', async () => {
  const fixture = new OutboxFixture({ outboxLimit });
  fixture.outbox.push(message('quiet', 'worth knowing'));
  for (let number = 0; number < 1000; number++) fixture.outbox.push(message('loud', long));
  const { leftOut, words } = await hear(fixture);
  assert.ok(words.includes('worth knowing'));
  assert.deepEqual(Object.keys(leftOut), ['loud']);
});

test('large output leaves room for messages', async () => {
  const fixture = new OutboxFixture({ outboxLimit });
  for (let count = 0; count < 1000; count++) fixture.write(100);
  for (let number = 0; number < 10; number++) fixture.outbox.push(message('s', `${number}${long}`));
  const { leftOut, words } = await hear(fixture);
  assert.deepEqual(leftOut, {});
  assert.deepEqual(
    words.filter((word) => word !== 'serviceLogs'),
    Array.from({ length: 10 }, (_, number) => `${number}`),
  );
});

test('a connected controller that does not read keeps no more messages in memory', async () => {
  const fixture = new OutboxFixture({ outboxLimit });
  const silent = new HandDrivenConnection({ isFluent: false });
  fixture.outbox.attach(silent);
  for (let number = 0; number < 5000; number++) fixture.outbox.push(message('s', long));
  silent.break();
  const { leftOut, size } = await hear(fixture);
  const [count = 0, ...more] = leftOut['s'] ?? [];
  assert.deepEqual(more, []);
  assert.ok(count > 4_900, `${count} left out`);
  assert.ok(size < 1.2 * outboxLimit, `${size} bytes`);
});

test('output is complete and in order when messages are dropped in between', async () => {
  const fixture = new OutboxFixture({ outboxLimit });
  for (let count = 0; count < 500; count++) {
    fixture.write(20);
    fixture.outbox.push(message('s', long));
  }
  const connection = new HandDrivenConnection();
  fixture.outbox.attach(connection);
  await fixture.outbox.flushed();
  assert.equal(connection.output, lines(10_000));
  assert.equal(fixture.holders, 0);
});

test('notifications beyond the bound cost no more the more sessions wait', () => {
  const count = 1000;
  const looks = mock.method(SessionQueue.prototype, 'droppable');
  try {
    const fixture = new OutboxFixture({ outboxLimit: 0 });
    for (let index = 0; index < count; index++) {
      fixture.outbox.push({
        notification_type: 'processRestarted',
        session_id: `s${index}`,
        pid: 1,
      });
    }
    assert.ok(looks.mock.callCount() <= 2 * count, `${looks.mock.callCount()} looks`);
  } finally {
    looks.mock.restore();
  }
});

test('dropping looks at each session once for each kind of message', () => {
  const count = 100;
  const fixture = new OutboxFixture({ outboxLimit });
  const looks = mock.method(SessionQueue.prototype, 'droppable');
  try {
    for (let index = 0; index < count; index++) {
      fixture.outbox.push(message(`s${index}`, long));
    }
    const dropped = outboxLimit / 8 / long.length;
    const times = count / dropped;
    assert.ok(looks.mock.callCount() <= 2 * count * times, `${looks.mock.callCount()} looks`);
  } finally {
    looks.mock.restore();
  }
});
