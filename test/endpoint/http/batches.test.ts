import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batches } from '../../../src/endpoint/http/batches.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

/** Asks for a turn, and notes in `done` when it has come. */
function ask(batches: Batches, name: string, done: string[]): void {
  void batches.turn().then(() => done.push(name));
}

test('what comes alone does not wait, and what follows it is batched', async () => {
  const clock = new ManualClock();
  const batches = new Batches(clock);
  const done: string[] = [];
  ask(batches, 'first', done);
  ask(batches, 'second', done);
  ask(batches, 'third', done);
  await turn();
  assert.deepEqual(done, ['first']);
  clock.advance(5);
  await turn();
  assert.deepEqual(done, ['first', 'second', 'third']);
  ask(batches, 'fourth', done);
  await turn();
  assert.equal(done.length, 3);
  clock.advance(5);
  await turn();
  assert.deepEqual(done.slice(3), ['fourth']);
});

test('after a pause nothing waits', async () => {
  const clock = new ManualClock();
  const batches = new Batches(clock);
  const done: string[] = [];
  ask(batches, 'first', done);
  clock.advance(5);
  assert.equal(clock.pending, 0);
  ask(batches, 'second', done);
  await turn();
  assert.deepEqual(done, ['first', 'second']);
});

test('at the end the last batch begins, and nothing waits from then on', async () => {
  const batches = new Batches(new ManualClock());
  const done: string[] = [];
  for (const name of ['first', 'second']) ask(batches, name, done);
  batches.end();
  ask(batches, 'third', done);
  await turn();
  assert.deepEqual(done.toSorted(), ['first', 'second', 'third']);
});
