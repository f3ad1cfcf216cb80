import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { Guesses } from '../../src/endpoint/guesses.ts';
import { ManualClock } from '../support/manualClock.ts';
import { RecordingLog } from '../support/recordingLog.ts';

class GuessRoom {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  readonly guesses: Guesses;
  answered = 0;
  refused = 0;

  constructor(guessDelay = 2_000) {
    const { clock, log } = this;
    this.guesses = new Guesses({ guessDelay, clock, log });
  }

  /** Shows wrong tokens; gives the connections that they came by. */
  guess(count: number): readonly EventEmitter[] {
    return Array.from({ length: count }, () => {
      const peer = new EventEmitter();
      this.guesses.hold(
        peer,
        () => this.answered++,
        () => this.refused++,
      );
      return peer;
    });
  }

  /** How long the answer to one more wrong token takes. */
  delay(): number {
    const before = this.answered;
    const begun = this.clock.now().getTime();
    this.guess(1);
    while (this.answered === before) this.clock.advance(1);
    return this.clock.now().getTime() - begun;
  }
}

test('a few wrong tokens are answered at once, further ones ever later, up to a bound', () => {
  const room = new GuessRoom();
  const delays = Array.from({ length: 14 }, () => room.delay());
  assert.deepEqual(delays, [0, 0, 0, 0, 0, 50, 100, 200, 400, 800, 1600, 2000, 2000, 2000]);
});

test('after a minute without a wrong token they are answered at once again', () => {
  const room = new GuessRoom();
  for (let count = 0; count < 20; count++) room.delay();
  room.clock.advance(57_000);
  assert.equal(room.delay(), 2_000);
  room.clock.advance(61_000);
  assert.equal(room.delay(), 0);
});

test('no more than sixteen answers are held back at once, and the rest are refused', () => {
  const room = new GuessRoom();
  room.guess(1_000);
  assert.deepEqual([room.answered, room.refused], [5, 1_000 - 5 - 16]);
  assert.equal(room.clock.pending, 16);
  room.clock.advance(2_000);
  assert.equal(room.answered, 5 + 16);
});

test('who hangs up while the answer is held back makes room, and gets none', () => {
  const room = new GuessRoom();
  const peers = room.guess(5 + 16);
  for (const peer of peers) peer.emit('close');
  assert.equal(room.clock.pending, 0);
  room.clock.advance(10_000);
  assert.equal(room.answered, 5);
  room.guess(16);
  assert.deepEqual([room.clock.pending, room.refused], [16, 0]);
});

test('it is logged once that answers are held back', () => {
  const room = new GuessRoom();
  room.guess(100);
  assert.deepEqual(room.log.lines, [
    'info More than 5 wrong tokens were shown. The answers to more are held back.',
  ]);
});
