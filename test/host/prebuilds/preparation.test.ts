import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPreparation } from '../../../src/host/prebuilds/preparation.ts';

test('a time is the same whenever it is shown', () => {
  const now = new Date('2026-01-02T07:59:00Z');
  for (const inaccuracy of [-0.4, 0, 0.4]) {
    const reason = { kind: 'outsideHours', until: 100_000 + inaccuracy } as const;
    const { message } = toPreparation(reason, 40_000, now);
    assert.match(message, / from 2026-01-02T08:00:00Z,/);
  }
});
