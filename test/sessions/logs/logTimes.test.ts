import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogTimes } from '../../../src/sessions/logs/logTimes.ts';

test('each byte has the time of its write', () => {
  const times = new LogTimes();
  assert.equal(times.at(0), undefined);
  times.note(0, 1_000);
  times.note(10, 1_000);
  times.note(20, 2_000);
  assert.deepEqual(
    [0, 10, 19, 20, 99].map((offset) => times.at(offset)),
    [1_000, 1_000, 1_000, 2_000, 2_000],
  );
});

test('times of old output become rougher, but keep their order', () => {
  const times = new LogTimes();
  const count = 100_000;
  for (let time = 0; time < count; time++) times.note(time, time);
  const found = Array.from({ length: count }, (_, offset) => times.at(offset) ?? NaN);
  assert.ok(new Set(found).size <= 2_000);
  assert.deepEqual(
    found.slice(-1_000),
    Array.from({ length: 1_000 }, (_, index) => count - 1_000 + index),
  );
  assert.ok(found.every((time, offset) => time <= offset && time >= (found[offset - 1] ?? 0)));
});
