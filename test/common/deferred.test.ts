import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../src/common/deferred.ts';

test('the first call resolves a deferred promise', async () => {
  const work = deferred<number>();
  work.resolve(1);
  work.resolve(2);
  work.reject(new Error('too late'));
  assert.equal(await work.promise, 1);
});

test('a deferred promise can be rejected', async () => {
  const work = deferred();
  work.reject(new Error('broken'));
  await assert.rejects(work.promise, /broken/);
});
