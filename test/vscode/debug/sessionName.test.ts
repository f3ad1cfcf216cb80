import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionName } from '../../../src/vscode/debug/sessionName.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

test('a debug session keeps its name', () => {
  const clock = new ManualClock();
  const session = { name: 'Home « Shop' };
  const name = new SessionName(session, 'Shop', clock);
  assert.equal(session.name, 'Shop');
  session.name = 'Counter « Shop';
  clock.advance(500);
  assert.equal(session.name, 'Shop');
  name.dispose();
  session.name = 'Cart « Shop';
  clock.advance(10_000);
  assert.equal(session.name, 'Cart « Shop');
  assert.equal(clock.pending, 0);
});
