import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionState } from '../../src/protocol/ideSession.ts';
import { isLegal, isTerminal } from '../../src/sessions/stateTable.ts';
import { legalChanges, states } from './specifiedStates.ts';

test('the allowed changes of state are exactly those of the protocol', () => {
  for (const from of states) {
    const allowed = states.filter((to) => isLegal(from, to));
    assert.deepEqual(
      allowed,
      states.filter((to) => legalChanges.has(`${from}→${to}`)),
      from,
    );
  }
});

test('Stopped and Failed are terminal, and no other state is', () => {
  assert.deepEqual(states.filter(isTerminal), ['Stopped', 'Failed']);
});

test('no terminal state can be left', () => {
  for (const from of states.filter(isTerminal)) {
    const others = states.filter((to: SessionState) => to !== from && isLegal(from, to));
    assert.deepEqual(others, [], from);
  }
});
