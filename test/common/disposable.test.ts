import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisposableStore, toDisposable } from '../../src/common/disposable.ts';

test('a disposable is disposed of once', () => {
  let times = 0;
  const disposable = toDisposable(() => times++);
  disposable.dispose();
  disposable.dispose();
  assert.equal(times, 1);
});

test('a disposable that disposes itself while being disposed does so once', () => {
  let times = 0;
  const disposable = toDisposable(() => {
    times++;
    disposable.dispose();
  });
  disposable.dispose();
  assert.equal(times, 1);
});

test('a store disposes what it owns in the reverse order of arrival, once', () => {
  const disposed: string[] = [];
  const store = new DisposableStore();
  for (const name of ['first', 'second', 'third']) {
    store.add({ dispose: () => void disposed.push(name) });
  }
  store.dispose();
  store.dispose();
  assert.deepEqual(disposed, ['third', 'second', 'first']);
});

test('what arrives after disposal is disposed at once', () => {
  const store = new DisposableStore();
  store.dispose();
  let disposed = false;
  const late = { dispose: () => void (disposed = true) };
  assert.equal(store.add(late), late);
  assert.equal(disposed, true);
});

test('what arrives while the store is being disposed is disposed at once', () => {
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
