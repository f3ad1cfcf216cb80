import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { test } from 'node:test';
import { quietClock } from './quietClock.ts';

const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => quietClock.after(milliseconds, resolve));

test('a timer waits for a chain of file operations that takes longer', async () => {
  let count = 0;
  const chain = async (): Promise<void> => {
    for (; count < 500; count++) await stat(import.meta.filename);
  };
  const done = chain();
  await wait(0);
  assert.equal(count, 500);
  await done;
});

test('a timer that is disposed while it waits calls nothing back', async () => {
  const reading = stat(import.meta.filename);
  let isCalled = false;
  const timer = quietClock.after(0, () => (isCalled = true));
  await new Promise((resolve) => setTimeout(resolve, 0));
  timer.dispose();
  await reading;
  await wait(1);
  assert.equal(isCalled, false);
});
