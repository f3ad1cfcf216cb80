import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputQueue } from '../../../../src/browser/view/input/inputQueue.ts';
import { type Deferred, deferred } from '../../../../src/common/deferred.ts';
import type { PageInput } from '../../../../src/pageView/messages/pageInput.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';

/** A queue for a page that answers when the test says so. */
function queueInput() {
  const clock = new ManualClock();
  const given: PageInput[] = [];
  const answers: Deferred<void>[] = [];
  const queue = new InputQueue(clock, (input) => {
    const answer = deferred();
    given.push(input);
    answers.push(answer);
    return answer.promise;
  });
  const answer = async (): Promise<void> => {
    for (const { resolve } of answers.splice(0)) resolve();
    await turn();
  };
  return { clock, given, queue, answer };
}

const move = (x: number): PageInput => ({
  kind: 'mouse',
  action: 'move',
  x,
  y: 0,
  button: 'none',
  buttons: 0,
  clicks: 0,
  modifiers: 0,
});
const wheel = (deltaY: number): PageInput => {
  return { kind: 'wheel', x: 0, y: 0, deltaX: 0, deltaY, modifiers: 0 };
};
const text = (value: string): PageInput => ({ kind: 'text', text: value });
const button = (action: 'press' | 'release'): PageInput => ({
  kind: 'mouse',
  action,
  x: 0,
  y: 0,
  button: 'left',
  buttons: 0,
  clicks: 1,
  modifiers: 0,
});

test('moves and wheel turns that a page has not taken become one', async () => {
  const { answer, given, queue } = queueInput();
  for (let x = 0; x < 100_000; x++) queue.push(move(x));
  for (let turns = 0; turns < 100_000; turns++) queue.push(wheel(2));
  assert.deepEqual(given, [move(0), move(1)]);
  await answer();
  assert.deepEqual(given.slice(2), [move(99_999), wheel(200_000)]);
});

test('keeps the order of moves and clicks', async () => {
  const { answer, given, queue } = queueInput();
  const inputs = [
    move(1),
    move(2),
    move(3),
    button('press'),
    move(4),
    button('release'),
    text('a'),
  ];
  for (const input of inputs) queue.push(input);
  assert.deepEqual(given, inputs.slice(0, 2));
  await answer();
  await answer();
  assert.deepEqual(given, inputs);
});

test('a page that answers late gets the moves of a drag', () => {
  const { clock, given, queue } = queueInput();
  queue.push(button('press'));
  for (let x = 0; x < 10; x++) {
    queue.push(move(x));
    clock.advance(100);
  }
  queue.push(button('release'));
  assert.equal(given.length, 12);
});

test('a page that never answers keeps the queue short', () => {
  const { clock, given, queue } = queueInput();
  for (let count = 0; count < 100_000; count++) {
    queue.push(button('press'));
    queue.push(text('a'));
    queue.push(button('release'));
  }
  for (let step = 0; step < 100; step++) clock.advance(100);
  assert.equal(given.length, 200);
});

test('a queue that is full takes the release of what was pressed', async () => {
  const { answer, given, queue } = queueInput();
  for (let count = 0; count < 1_000; count++) queue.push(text('a'));
  queue.push(button('release'));
  for (let step = 0; step < 20; step++) await answer();
  assert.equal(given.length, 32 + 200 + 1);
  assert.deepEqual(given.at(-1), button('release'));
});

test('drops what a page has not taken', async () => {
  const { answer, given, queue } = queueInput();
  for (let x = 0; x < 5; x++) queue.push(move(x));
  queue.clear();
  await answer();
  assert.equal(given.length, 2);
});
