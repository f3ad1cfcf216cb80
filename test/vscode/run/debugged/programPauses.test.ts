import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { test } from 'node:test';
import type { Pause } from '../../../../src/vscode/debug/adapter/adapterMessages.ts';
import { ProgramPauses } from '../../../../src/vscode/run/debugged/programPauses.ts';

const pauseFor = (cause?: string): Pause => ({
  kind: 'paused',
  threadId: 7,
  cause,
  reason: 'breakpoint',
});

function pausesOf(exitsThroughStops: boolean) {
  const resumed: number[] = [];
  const resume = (threadId: number): unknown => resumed.push(threadId);
  const program = { isEnding: false };
  const isEnding = () => program.isEnding;
  return { pauses: new ProgramPauses({ exitsThroughStops, isEnding, resume }), program, resumed };
}

test("a controller's program exits although its debugger stops there", () => {
  const { pauses, resumed } = pausesOf(true);
  pauses.paused(pauseFor('SystemExit'));
  assert.deepEqual(resumed, [7]);
  pauses.paused(pauseFor('ValueError'));
  pauses.paused(pauseFor());
  assert.deepEqual(resumed, [7]);
});

test("a user's program stops at its exit if its debugger is set to", () => {
  const { pauses, resumed } = pausesOf(false);
  pauses.paused(pauseFor('SystemExit'));
  assert.deepEqual(resumed, []);
});

test('a program that is being stopped is no longer paused', () => {
  const { pauses, program, resumed } = pausesOf(false);
  pauses.paused(pauseFor('ValueError'));
  program.isEnding = true;
  pauses.resume();
  pauses.paused(pauseFor());
  pauses.resumed();
  pauses.resume();
  assert.deepEqual(resumed, [7, 7]);
});

test('the last signal is the one that was sent or stopped at', () => {
  const { pauses, program } = pausesOf(false);
  pauses.paused(pauseFor('signal SIGABRT'));
  assert.equal(pauses.lastSignal, constants.signals.SIGABRT);
  pauses.paused(pauseFor(''));
  assert.equal(pauses.lastSignal, 'unknown');
  program.isEnding = true;
  pauses.lastSignal = constants.signals.SIGTERM;
  pauses.paused(pauseFor(''));
  assert.equal(pauses.lastSignal, constants.signals.SIGTERM);
  pauses.reset();
  assert.equal(pauses.lastSignal, undefined);
});
