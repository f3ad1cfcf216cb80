import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { orAborted } from '../../src/common/abort.ts';
import { deferred } from '../../src/common/deferred.ts';

const reason = new Error('given up');

test('a promise is waited for while its signal is not aborted', async () => {
  const { signal } = new AbortController();
  assert.equal(await orAborted(Promise.resolve(1), signal), 1);
  assert.equal(await orAborted(Promise.resolve(2), undefined), 2);
  await assert.rejects(orAborted(Promise.reject(new Error('failed')), signal), /failed/);
});

test('an abort rejects with its reason, and leaves the promise alone', async () => {
  const abort = new AbortController();
  const work = deferred<number>();
  const waiting = assert.rejects(orAborted(work.promise, abort.signal), reason);
  abort.abort(reason);
  await waiting;
  work.resolve(1);
  assert.equal(await work.promise, 1);
});

test('an aborted signal goes before a settled promise', async () => {
  const signal = AbortSignal.abort(reason);
  await assert.rejects(orAborted(Promise.resolve(1), signal), reason);
  // A failure that comes too late has to be handled all the same, or it would end the process.
  const late = deferred<number>();
  await assert.rejects(orAborted(late.promise, signal), reason);
  late.reject(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
});

test('nothing listens to the signal afterwards', async () => {
  const { signal } = new AbortController();
  const work = deferred();
  const waiting = orAborted(work.promise, signal);
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  work.resolve();
  await waiting;
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
