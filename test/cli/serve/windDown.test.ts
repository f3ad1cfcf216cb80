import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windDown } from '../../../src/cli/windDown.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { Emitter } from '../../../src/common/emitter.ts';
import { Presence } from '../../../src/endpoint/delivery/presence.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

/** A host with one session and a command, both of which are asked to end. */
function beginToEnd() {
  const clock = new ManualClock();
  const changes = new Emitter<void>();
  const command = deferred();
  const sessions = { hasActive: true, changes: changes.event };
  const state: { stops: number; result: boolean | undefined } = { stops: 0, result: undefined };
  const controllers = new Presence();
  const over = windDown(
    { controllers, sessions },
    {
      clock,
      commandEnded: command.promise,
      stopSessions: () => state.stops++,
    },
  ).then((result) => (state.result = result));
  const endSession = (): void => {
    sessions.hasActive = false;
    changes.fire();
  };
  return { clock, command, controllers, endSession, over, state };
}

test('waits until the command has ended and no session runs, without stopping any', async () => {
  for (const order of [
    ['command', 'session'],
    ['session', 'command'],
  ]) {
    const { clock, command, endSession, over, state } = beginToEnd();
    for (const part of order) {
      clock.advance(900);
      assert.equal(state.result, undefined);
      if (part === 'command') command.resolve();
      else endSession();
      await turn();
    }
    assert.equal(await over, true);
    assert.equal(state.stops, 0);
    assert.equal(clock.pending, 0);
  }
});

test('stops the remaining sessions after two seconds', async () => {
  const { clock, command, endSession, over, state } = beginToEnd();
  clock.advance(1_999);
  assert.equal(state.stops, 0);
  clock.advance(1);
  assert.equal(state.stops, 1);
  endSession();
  command.resolve();
  assert.equal(await over, true);
});

test('then waits for controllers to disconnect, for three seconds at most', async () => {
  for (const hasLeft of [true, false]) {
    const { clock, command, controllers, endSession, over, state } = beginToEnd();
    controllers.add('one');
    endSession();
    command.resolve();
    await turn();
    clock.advance(2_999);
    await turn();
    assert.equal(state.result, undefined);
    if (hasLeft) controllers.remove('one');
    else clock.advance(1);
    assert.equal(await over, true);
    assert.equal(clock.pending, 0);
  }
});

test('gives up after 6.5 seconds', async () => {
  const { clock, endSession, over, state } = beginToEnd();
  endSession();
  clock.advance(6_499);
  await turn();
  assert.equal(state.result, undefined);
  clock.advance(1);
  assert.equal(await over, false);
});
