import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandDrivenConnection } from '../../../tools/fixtures/endpoint/handDrivenConnection.ts';
import {
  lines,
  OutboxFixture,
  silenceLimit,
} from '../../../tools/fixtures/endpoint/outboxFixture.ts';
import { SlowReader } from '../../../tools/fixtures/endpoint/slowReader.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** How many bytes a slow controller reads per second. */
const speed = 1000;
/** The most bytes in flight to a controller, except for a single larger message. */
const smallWindow = 64 * 1024;

/** Advances the clock by a second in which this many bytes are read. */
async function readForSecond(
  fixture: OutboxFixture,
  reader: SlowReader,
  bytes = speed,
): Promise<void> {
  fixture.clock.advance(1000);
  reader.read(bytes);
  // Reading back from the disk takes a few turns.
  for (let count = 0; count < 10; count++) await turn();
}

/** Reads to the end, and returns how many seconds that took. */
async function readAll(fixture: OutboxFixture, reader: SlowReader): Promise<number> {
  let seconds = 0;
  while (!fixture.outbox.isEmpty) {
    await readForSecond(fixture, reader);
    assert.ok(!reader.isTerminated, `It was dropped after ${seconds} s.`);
    assert.ok(seconds++ < 5_000);
  }
  return seconds;
}

const outputs = {
  'short lines': lines(20_000),
  'a long line': `${'x'.repeat(300_000)}\n`,
  'control characters': `${'\u0001'.repeat(40_000)}\n`,
  'empty lines': '\n'.repeat(100_000),
};

for (const [what, text] of Object.entries(outputs)) {
  for (const outboxLimit of [0, 8 * 1024 * 1024]) {
    test(`${what} are delivered to a controller that reads 1 KB/s, with an outbox of ${outboxLimit} bytes`, async () => {
      const fixture = new OutboxFixture({ outboxLimit });
      const reader = new SlowReader();
      fixture.outbox.attach(reader);
      fixture.writeText(text);
      const seconds = await readAll(fixture, reader);
      assert.equal(reader.output, text);
      // All other bytes are pings.
      assert.ok(seconds <= (1.1 * reader.given) / speed + 2, `${seconds} s for ${reader.given}`);
    });
  }
}

test('a controller that reads slowly gets small windows, so that news of others arrive soon', async () => {
  const fixture = new OutboxFixture();
  const reader = new SlowReader();
  fixture.outbox.attach(reader);
  fixture.writeText(lines(100_000));
  for (let second = 0; second < 120; second++) await readForSecond(fixture, reader);
  assert.ok(reader.given < 120 * speed + smallWindow, `${reader.given} bytes`);
});

test('a controller that becomes slow is disconnected at most once, and then makes progress', async () => {
  const fixture = new OutboxFixture();
  const fast = new HandDrivenConnection();
  fixture.outbox.attach(fast);
  fixture.writeText(lines(500_000));
  await until('the windows are large', () => fast.parts.length >= 20);
  fast.isFluent = false;
  for (let count = 0; count < 10; count++) await turn();
  while (!fast.isTerminated) fixture.clock.advance(silenceLimit);
  const reader = new SlowReader();
  fixture.outbox.attach(reader);
  fixture.writeText(lines(100));
  for (let second = 0; second < 300; second++) {
    await readForSecond(fixture, reader);
    assert.ok(!reader.isTerminated);
  }
  // The third connection starts with what the slow one had not confirmed.
  const next = new SlowReader();
  fixture.outbox.attach(next);
  await until('something is sent', () => next.sent.length > 0);
  const [first = '', again = ''] = [reader.sent[0], next.sent[0]];
  const lineOf = (text: string): number => Number(/line (\d+)/.exec(text)?.[1]);
  assert.ok(lineOf(again) > lineOf(first) + 10_000, `from ${lineOf(first)} to ${lineOf(again)}`);
});

test('a controller that reads fast soon gets large windows', async () => {
  const fixture = new OutboxFixture();
  const connection = new HandDrivenConnection();
  fixture.outbox.attach(connection);
  fixture.writeText(lines(500_000));
  await fixture.outbox.flushed();
  const sizes = connection.sent.map(({ length }) => length);
  assert.ok(sizes.slice(20).every((size, index, all) => size > 60_000 || index === all.length - 1));
  connection.isFluent = false;
  const before = connection.sent.length;
  fixture.writeText(lines(500_000));
  await turn();
  const given = connection.sent.slice(before).join('').length;
  assert.ok(given > 900_000 && given < 1_300_000, `${given} bytes`);
});
