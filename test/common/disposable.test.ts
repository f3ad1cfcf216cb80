import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisposableStore, toDisposable } from '../../src/common/disposable.ts';

test('a disposable is disposed once', () => {
  let times = 0;
  const disposable = toDisposable(() => times++);
  disposable.dispose();
  disposable.dispose();
  assert.equal(times, 1);
});

test('a disposable that disposes itself during its disposal is disposed once', () => {
  let times = 0;
  const disposable = toDisposable(() => {
    times++;
    disposable.dispose();
  });
  disposable.dispose();
  assert.equal(times, 1);
});

test('a store disposes its disposables in reverse order, once', () => {
  const disposed: string[] = [];
  const store = new DisposableStore();
  for (const name of ['first', 'second', 'third']) {
    store.add({ dispose: () => void disposed.push(name) });
  }
  store.dispose();
  store.dispose();
  assert.deepEqual(disposed, ['third', 'second', 'first']);
});

test("a disposable that is added after the store's disposal is disposed immediately", () => {
  const store = new DisposableStore();
  store.dispose();
  let disposed = false;
  const late = { dispose: () => void (disposed = true) };
  assert.equal(store.add(late), late);
  assert.equal(disposed, true);
});

test("a disposable that is added during the store's disposal is disposed immediately", () => {
  const disposed: string[] = [];
  const store = new DisposableStore();
  store.add({
    dispose() {
      store.add({ dispose: () => void disposed.push('late') });
      disposed.push('early');
    },
  });
  store.dispose();
  assert.deepEqual(disposed, ['late', 'early']);
});
