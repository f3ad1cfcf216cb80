import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Picture } from '../../../../src/browser/view/picture/picture.ts';
import { Stills } from '../../../../src/browser/view/picture/stills.ts';
import { type Deferred, deferred } from '../../../../src/common/deferred.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';

const frame = (data: string): Picture => ({ format: 'jpeg', data, width: 100, height: 50 });

/** Stills of a browser whose screenshots are numbered, and finished when the test says so. */
function takeStills() {
  const clock = new ManualClock();
  const captures: Deferred<unknown>[] = [];
  const stills = new Stills(
    {
      send() {
        const capture = deferred<unknown>();
        captures.push(capture);
        return capture.promise;
      },
    },
    clock,
  );
  const taken: Picture[] = [];
  stills.taken((still) => taken.push(still));
  const finish = async (): Promise<void> => {
    captures.at(-1)?.resolve({ data: `still ${captures.length}` });
    await turn();
  };
  return { clock, captures, stills, taken, finish };
}

test('takes one still when the page has been at rest', async () => {
  const { captures, clock, finish, stills, taken } = takeStills();
  stills.change(frame('a'));
  clock.advance(200);
  stills.change(frame('b'));
  clock.advance(299);
  assert.equal(captures.length, 0);
  clock.advance(1);
  await finish();
  clock.advance(60_000);
  assert.equal(captures.length, 1);
  assert.deepEqual(taken, [frame('still 1')]);
});

test('drops a still of a page that has changed since, and takes another', async () => {
  const { captures, clock, finish, stills, taken } = takeStills();
  stills.change(frame('a'));
  clock.advance(300);
  stills.change(frame('b'));
  await finish();
  assert.deepEqual(taken, []);
  clock.advance(300);
  await finish();
  clock.advance(60_000);
  assert.deepEqual(taken, [frame('still 2')]);
  assert.equal(captures.length, 2);
});

test('a state of the page that comes back needs no other still', async () => {
  const { captures, clock, finish, stills } = takeStills();
  for (const data of ['caret', 'no caret']) {
    assert.equal(stills.change(frame(data)), undefined);
    clock.advance(300);
    await finish();
  }
  for (let blinks = 0; blinks < 10; blinks++) {
    clock.advance(500);
    assert.deepEqual(stills.change(frame('caret')), frame('still 1'));
    clock.advance(500);
    assert.deepEqual(stills.change(frame('no caret')), frame('still 2'));
  }
  assert.equal(captures.length, 2);
});

test('slow stills leave most of the time to the page', async () => {
  const { captures, clock, finish, stills } = takeStills();
  stills.change(frame('a'));
  clock.advance(300);
  clock.advance(400);
  await finish();
  stills.change(frame('b'));
  clock.advance(1_599);
  assert.equal(captures.length, 1);
  clock.advance(1);
  assert.equal(captures.length, 2);
  await finish();
});

test('goes on after a screenshot that failed, and stops with the view', async () => {
  const { captures, clock, finish, stills, taken } = takeStills();
  stills.change(frame('a'));
  clock.advance(300);
  captures[0]?.reject(new Error('The page did not respond.'));
  await turn();
  stills.change(frame('b'));
  clock.advance(3_000);
  await finish();
  assert.equal(taken.length, 1);
  stills.change(frame('c'));
  stills.stop();
  assert.equal(clock.pending, 0);
  stills.change(frame('d'));
  clock.advance(300);
  stills.stop();
  await finish();
  assert.equal(taken.length, 1);
  assert.equal(clock.pending, 0);
});
