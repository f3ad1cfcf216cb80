import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatElapsed, untilNextText } from '../../../../src/vscode/ui/sessionTree/elapsed.ts';

const start = '2026-01-02T03:04:05.000000Z';
const after = (milliseconds: number): Date => new Date(Date.parse(start) + milliseconds);
const minute = 60_000;

test('shows seconds for a minute, then minutes, then hours and minutes', () => {
  const times = [0, 999, 59_999, minute, 59 * minute, 60 * minute, 125 * minute];
  assert.deepEqual(
    times.map((time) => formatElapsed(start, after(time))),
    ['0s', '0s', '59s', '1m', '59m', '1h 0m', '2h 5m'],
  );
});

test('knows when the text changes next', () => {
  for (const time of [0, 400, 59_000, minute, minute + 1, 90 * minute + 123]) {
    const now = after(time);
    const next = untilNextText(start, now);
    const text = formatElapsed(start, now);
    assert.equal(formatElapsed(start, after(time + next - 1)), text);
    assert.notEqual(formatElapsed(start, after(time + next)), text);
  }
});

test('a start in the future counts as now, and an invalid one is not shown', () => {
  assert.equal(formatElapsed(start, after(-5_000)), '0s');
  assert.equal(formatElapsed('soon', after(0)), '');
  assert.equal(untilNextText('soon', after(0)), Infinity);
});
