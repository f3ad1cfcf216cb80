import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LostFrames } from '../../../../src/browser/view/picture/lostFrames.ts';
import { ManualClock } from '../../../../tools/fixtures/time/manualClock.ts';

/** A screencast that was started, with the times of its restarts in milliseconds after that. */
function started() {
  const clock = new ManualClock();
  const begun = clock.elapsed();
  const restarts: number[] = [];
  const lost = new LostFrames(clock, () => restarts.push(clock.elapsed() - begun));
  lost.start();
  return { clock, lost, restarts };
}

test('a page that is still after its first frame is left alone', () => {
  const { clock, lost, restarts } = started();
  lost.receive()();
  clock.advance(60_000);
  assert.deepEqual(restarts, []);
  assert.equal(clock.pending, 0);
});

test('a start without a frame is repeated, each time after twice as long, and given up', () => {
  const { clock, restarts } = started();
  clock.advance(60_000);
  assert.deepEqual(restarts, [300, 900, 2_100, 4_500, 9_300]);
  assert.equal(clock.pending, 0);
});

const signs: readonly (readonly [what: string, happen: (lost: LostFrames) => void])[] = [
  ['a start', (lost) => lost.start()],
  ['a change of the page', (lost) => lost.change()],
  ['frames', (lost) => Array.from({ length: 3 }, () => lost.receive()).forEach((one) => one())],
];

for (const [what, happen] of signs) {
  test(`after repetitions, ${what} ends the longer pauses`, () => {
    const { clock, lost, restarts } = started();
    clock.advance(2_100);
    happen(lost);
    clock.advance(900);
    assert.deepEqual(restarts, [300, 900, 2_100, 2_400, 3_000]);
  });
}

test('frames of an earlier start are not counted', () => {
  const { clock, lost, restarts } = started();
  for (let start = 0; start < 3; start++) {
    lost.start();
    lost.receive()();
    lost.receive()();
  }
  clock.advance(60_000);
  assert.deepEqual(restarts, []);
});

test('a change of the page needs a start, which no frame replaces', () => {
  const { clock, lost, restarts } = started();
  lost.receive()();
  lost.change();
  lost.receive()();
  clock.advance(300);
  assert.deepEqual(restarts, [300]);
  lost.receive()();
  clock.advance(60_000);
  assert.deepEqual(restarts, [300]);
});

test('a page that goes on changing is not interrupted', () => {
  const { clock, lost, restarts } = started();
  lost.change();
  for (let frame = 0; frame < 10; frame++) {
    clock.advance(299);
    lost.receive()();
  }
  assert.deepEqual(restarts, []);
  clock.advance(300);
  assert.equal(restarts.length, 1);
});

test('nothing is lost while a frame is unconfirmed', () => {
  const { clock, lost, restarts } = started();
  const confirm = lost.receive();
  lost.change();
  clock.advance(60_000);
  assert.deepEqual(restarts, []);
  confirm();
  clock.advance(299);
  assert.deepEqual(restarts, []);
  clock.advance(1);
  assert.equal(restarts.length, 1);
});

for (const [count, expected] of [
  [2, 0],
  [3, 1],
] as const) {
  test(`after ${count} frames without a rest, ${expected} may be lost`, () => {
    const { clock, lost, restarts } = started();
    const confirmations = Array.from({ length: count }, () => lost.receive());
    for (const confirm of confirmations) confirm();
    clock.advance(300);
    assert.equal(restarts.length, expected);
    lost.receive()();
    clock.advance(60_000);
    assert.equal(restarts.length, expected, 'the frame of the restart shows the present state');
  });
}

test('frames on both sides of a rest are not counted together', () => {
  const { clock, lost, restarts } = started();
  for (let frame = 0; frame < 6; frame++) {
    lost.receive()();
    if (frame % 2 === 1) clock.advance(300);
  }
  assert.deepEqual(restarts, []);
});

test('frames that were never unconfirmed together are not counted together', () => {
  const { clock, lost, restarts } = started();
  for (let frame = 0; frame < 6; frame++) {
    clock.advance(200);
    lost.receive()();
  }
  clock.advance(60_000);
  assert.deepEqual(restarts, []);
});

test('a late confirmation counts from its own time', () => {
  const { clock, lost, restarts } = started();
  const confirm = lost.receive();
  clock.advance(500);
  lost.receive()();
  confirm();
  clock.advance(200);
  lost.receive()();
  clock.advance(300);
  assert.equal(restarts.length, 1);
});

test('the confirmation of a frame of an earlier start changes nothing', () => {
  const { clock, lost, restarts } = started();
  const late = lost.receive();
  lost.start();
  const confirm = lost.receive();
  late();
  lost.change();
  clock.advance(60_000);
  assert.deepEqual(restarts, [], 'one is unconfirmed');
  confirm();
  clock.advance(300);
  assert.equal(restarts.length, 1);
});

test('nothing is started after a stop until the next start', () => {
  const { clock, lost, restarts } = started();
  const confirm = lost.receive();
  lost.change();
  lost.stop();
  confirm();
  clock.advance(60_000);
  assert.deepEqual(restarts, []);
  assert.equal(clock.pending, 0);
  lost.start();
  clock.advance(300);
  assert.equal(restarts.length, 1);
});
