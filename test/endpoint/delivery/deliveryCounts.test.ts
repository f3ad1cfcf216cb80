import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notification } from '../../../src/protocol/notifications.ts';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import { OutboxFixture } from '../../../tools/fixtures/endpoint/outboxFixture.ts';

const info = (message: string): Notification => {
  return { notification_type: 'sessionMessage', session_id: 's', level: 'info', message };
};
const end: Notification = { notification_type: 'sessionTerminated', session_id: 's' };

test('notifications and lines are counted once, when they are confirmed', async () => {
  const { counts, outbox, write, writeText } = new OutboxFixture();
  const lost = new HandDrivenConnection({ isFluent: false });
  outbox.attach(lost);
  write(3);
  outbox.push(info('between'));
  write(2, 'stderr');
  writeText('an unfinished line', 'stderr');
  outbox.push(end);
  assert.ok(lost.sent.length > 0);
  assert.equal(counts.logLines, 0);
  lost.break();
  outbox.attach(new HandDrivenConnection());
  await outbox.flushed();
  assert.equal(counts.logLines, 6);
  const { serviceLogs, ...others } = counts.notifications;
  assert.ok(serviceLogs >= 2);
  assert.deepEqual(others, { processRestarted: 0, sessionMessage: 1, sessionTerminated: 1 });
});

test('all lines of long output are counted, with escapes and invalid bytes', async () => {
  const { counts, outbox, write, writeText } = new OutboxFixture();
  write(50_000);
  writeText(`${'\u0001'.repeat(100_000)}\n`);
  writeText('"quoted"\r\n');
  outbox.attach(new HandDrivenConnection());
  await outbox.flushed();
  assert.equal(counts.logLines, 50_002);
});

test('messages that a controller does not know are not counted', async () => {
  const { counts, outbox } = new OutboxFixture();
  outbox.attach(new HandDrivenConnection({ version: '2024-03-03' }));
  outbox.push(info('unknown'));
  outbox.push(end);
  await outbox.flushed();
  assert.equal(counts.notifications.sessionMessage, 0);
  assert.equal(counts.notifications.sessionTerminated, 1);
});

test('dropped messages are counted once, also if more are dropped later', () => {
  const { counts, outbox } = new OutboxFixture({ outboxLimit: 0 });
  for (let number = 1; number <= 5; number++) {
    outbox.push(info(`${number}`));
    assert.equal(counts.droppedMessages, number);
  }
  outbox.push(end);
  assert.equal(counts.droppedMessages, 5);
});

test('output that was deleted before it was read is counted', async () => {
  const fixture = new OutboxFixture({ outboxLimit: 0 });
  fixture.write(10);
  fixture.loseBefore('line 0\nline 1\n'.length);
  fixture.outbox.attach(new HandDrivenConnection());
  await fixture.outbox.flushed();
  assert.equal(fixture.counts.lostBytes, 'line 0\nline 1\n'.length);
  assert.equal(fixture.counts.logLines, 8);
});
