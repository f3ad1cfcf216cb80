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

/** How many bytes a slow controller reads in a second. */
const speed = 1000;
/** How many bytes are on their way to one at most, but for a message that is longer than that. */
const smallWindow = 64 * 1024;

/** Lets a second pass in which so many bytes are read. */
async function readForSecond(
  fixture: OutboxFixture,
  reader: SlowReader,
  bytes = speed,
): Promise<void> {
  fixture.clock.advance(1000);
  reader.read(bytes);
  // What is read back from the disk takes some turns.
  for (let count = 0; count < 10; count++) await turn();
}

/** Reads to the end, and gives how many seconds that took. */
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
    test(`${what} reach a controller that reads 1 KB/s, with an outbox of ${outboxLimit} bytes`, async () => {
      const fixture = new OutboxFixture({ outboxLimit });
      const reader = new SlowReader();
      fixture.outbox.attach(reader);
      fixture.writeText(text);
      const seconds = await readAll(fixture, reader);
      assert.equal(reader.output, text);
      // Pings are the only other bytes.
      assert.ok(seconds <= (1.1 * reader.given) / speed + 2, `${seconds} s for ${reader.given}`);
    });
  }
}

test('a controller that reads slowly is given little at a time, so that news of others soon come', async () => {
  const fixture = new OutboxFixture();
  const reader = new SlowReader();
  fixture.outbox.attach(reader);
  fixture.writeText(lines(100_000));
  for (let second = 0; second < 120; second++) await readForSecond(fixture, reader);
  assert.ok(reader.given < 120 * speed + smallWindow, `${reader.given} bytes`);
});

test('a controller that turns slow is dropped once at most, and then makes progress', async () => {
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
  // What a third connection is given first was not confirmed by the slow one.
  const next = new SlowReader();
  fixture.outbox.attach(next);
  await until('it was given something', () => next.sent.length > 0);
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
