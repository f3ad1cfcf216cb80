import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { onAbort, orAborted } from '../../src/common/abort.ts';
import { deferred } from '../../src/common/deferred.ts';

const reason = new Error('given up');

test('an abort callback is called once, or immediately if already aborted', () => {
  const abort = new AbortController();
  let calls = 0;
  onAbort(abort.signal, () => calls++);
  onAbort(undefined, () => calls++);
  assert.equal(calls, 0);
  abort.abort();
  abort.signal.dispatchEvent(new Event('abort'));
  assert.equal(calls, 1);
  onAbort(abort.signal, () => calls++);
  assert.equal(calls, 2);
});

test('an abort callback is not called after its disposal', () => {
  const abort = new AbortController();
  onAbort(abort.signal, () => assert.fail('It was called back.')).dispose();
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  abort.abort();
});

test('a promise is waited for while its signal is not aborted', async () => {
  const { signal } = new AbortController();
  assert.equal(await orAborted(Promise.resolve(1), signal), 1);
  assert.equal(await orAborted(Promise.resolve(2), undefined), 2);
  await assert.rejects(orAborted(Promise.reject(new Error('failed')), signal), /failed/);
});

test('an abort rejects with its reason and does not affect the promise', async () => {
  const abort = new AbortController();
  const work = deferred<number>();
  const waiting = assert.rejects(orAborted(work.promise, abort.signal), reason);
  abort.abort(reason);
  await waiting;
  work.resolve(1);
  assert.equal(await work.promise, 1);
});

test('an aborted signal takes precedence over a settled promise', async () => {
  const signal = AbortSignal.abort(reason);
  await assert.rejects(orAborted(Promise.resolve(1), signal), reason);
  // A late failure must be handled too, or it would end the process.
  const late = deferred<number>();
  await assert.rejects(orAborted(late.promise, signal), reason);
  late.reject(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
});

test('no listener is left on the signal', async () => {
  const { signal } = new AbortController();
  const work = deferred();
  const waiting = orAborted(work.promise, signal);
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  work.resolve();
  await waiting;
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
