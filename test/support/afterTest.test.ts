import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterTest } from './afterTest.ts';

test('cleans up in reverse order, even after failures', async () => {
  const hooks: (() => unknown)[] = [];
  const context = { after: (hook?: unknown) => void hooks.push(hook as () => unknown) };
  const cleaned: string[] = [];
  afterTest(context, () => cleaned.push('first'));
  afterTest(context, () => Promise.reject(new Error('of the second')));
  afterTest(context, async () => {
    await Promise.resolve();
    cleaned.push('third');
  });
  await assert.rejects(
    Promise.all(hooks.map((hook) => hook())),
    ({ errors }: AggregateError) => (errors as Error[])[0]?.message === 'of the second',
  );
  assert.deepEqual(cleaned, ['third', 'first']);
});
