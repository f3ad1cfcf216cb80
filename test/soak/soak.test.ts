import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFlat, beginAndEnd, type Sample, tableOfSamples } from '../../tools/soak/figures.ts';
import { runSoak } from '../../tools/soak/soak.ts';

const seconds = 12;

test(
  'the soak run starts a session a second, and leaves nothing behind',
  { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 },
  async (context) => {
    const { samples, sessions } = await runSoak(context, seconds * 1_000);
    assert.ok(sessions > 1 && samples.length > 1, `${sessions} sessions`);
    assert.ok(
      samples.every(
        ({ descriptors, memory, threads }) => descriptors > 0 && memory > 0 && threads > 0,
      ),
    );
  },
);

const sample: Sample = { memory: 100, descriptors: 30, threads: 11, files: 100 };

test('growth from the second quarter to the last fails a run, earlier growth does not', () => {
  const flat = Array.from({ length: 40 }, (_, index) => ({
    ...sample,
    memory: index < 10 ? index : 100,
  }));
  assertFlat(flat);
  assert.deepEqual(beginAndEnd(flat, 'memory'), [100, 100]);
  const growing = flat.map((one, index) => ({ ...one, descriptors: 30 + index }));
  assert.throws(
    () => assertFlat(growing.map((one) => ({ ...one, descriptors: one.descriptors * 2 }))),
    /file descriptors: /,
  );
  assert.match(tableOfSamples(flat), /\| threads +\| 11 +\| 11 +\| 11 +\|/);
});
