import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConsoleBudget } from '../../../src/vscode/debug/consoleBudget.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const paths = { stdout: '/logs/out.log', stderr: '/logs/err.log' };
const lines = (count: number): string => 'line\n'.repeat(count);

test('the console shows output at the usual pace unchanged', () => {
  const budget = new ConsoleBudget(new ManualClock(), paths);
  assert.equal(budget.take('stdout', lines(1_000)), lines(1_000));
  assert.equal(budget.take('stderr', 'no line end'), 'no line end');
});

test('the console shows the beginning of large output, where the rest is, and continues later', () => {
  const clock = new ManualClock();
  const budget = new ConsoleBudget(clock, paths);
  const note = '[Too much output for the debug console. All of it: /logs/out.log]\n';
  assert.equal(budget.take('stdout', lines(5_000)), lines(2_000) + note);
  for (let chunk = 0; chunk < 95; chunk++) assert.equal(budget.take('stdout', lines(1_000)), '');
  clock.advance(500);
  assert.equal(budget.take('stdout', lines(10)), '');
  clock.advance(1_000);
  const resumed = '[98010 lines left out: /logs/err.log]\n';
  assert.equal(budget.take('stderr', 'back\n'), `${resumed}back\n`);
  assert.equal(budget.take('stdout', lines(10)), lines(10));
});

test('the console shows only a part of an endless line', () => {
  const budget = new ConsoleBudget(new ManualClock(), paths);
  const shown = budget.take('stdout', 'x'.repeat(10_000_000));
  assert.ok(shown.length < 300_000);
  assert.match(shown, /x\n\[Too much output/);
});
