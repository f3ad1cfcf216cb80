import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceTexts } from '../../../src/wasm/hotReload/sourceTexts.ts';

const path = '/app/A.cs';

function open(text: string) {
  const files = new Map([[path, text]]);
  const texts = new SourceTexts(files, async (file) => files.get(file));
  return { files, texts };
}

test('a source whose text changes and changes back is a change both times', async () => {
  const { files, texts } = open('one');
  files.set(path, 'two');
  assert.deepEqual(await texts.changes([path]), [{ path, text: 'two' }]);
  assert.deepEqual(await texts.changes([path]), []);
  files.set(path, 'one');
  assert.deepEqual(await texts.changes([path]), [{ path, text: 'one' }]);
});

test('a deleted source is a change without a text, and moves no lines', async () => {
  const { files, texts } = open('one\ntwo');
  files.delete(path);
  assert.deepEqual(await texts.changes([path]), [{ path, text: undefined }]);
  assert.equal(texts.commit()(path), undefined);
});

test('committed texts are compared with the next ones', async () => {
  const { files, texts } = open('one\ntwo');
  files.set(path, 'new\none\ntwo');
  await texts.changes([path]);
  assert.equal(texts.commit()(path)?.to(2), 3);
  assert.equal(texts.commit()(path), undefined);
  files.set(path, 'one\ntwo');
  await texts.changes([path]);
  assert.equal(texts.commit()(path)?.to(3), 2);
});

test('files that the app is not compiled from are no changes', async () => {
  const { texts } = open('one');
  assert.deepEqual(await texts.changes(['/app/other.cs']), []);
});

test('a change is found once by concurrent callers, and again when it is undone', async () => {
  const { files, texts } = open('one');
  assert.deepEqual(await texts.findChanged([path]), []);
  files.set(path, 'two');
  const found = await Promise.all([texts.findChanged([path]), texts.findChanged([path])]);
  assert.deepEqual(found, [[path], []]);
  await texts.changes([path]);
  assert.deepEqual(await texts.findChanged([path]), []);
  files.set(path, 'one');
  assert.deepEqual(await texts.findChanged([path]), [path]);
});

test('a text that was found but not compiled is found again', async () => {
  const { files, texts } = open('one');
  files.set(path, 'two');
  await texts.findChanged([path]);
  files.set(path, 'one');
  assert.deepEqual(await texts.changes([path]), []);
  files.set(path, 'two');
  assert.deepEqual(await texts.findChanged([path]), [path]);
});

test('texts that are not known are read when the sources of the compiler are', async () => {
  const { files, texts } = open('one');
  files.set(path, 'one, changed');
  files.set('/app/obj/Made.cs', 'made');
  await texts.setBuilt([path, '/app/obj/Made.cs']);
  assert.deepEqual(await texts.changes(texts.paths), [{ path, text: 'one, changed' }]);
});

test('sources that the compiler does not have are forgotten', async () => {
  const { files, texts } = open('one');
  await texts.setBuilt([]);
  files.set(path, 'two');
  assert.equal(texts.has(path), false);
  assert.deepEqual(await texts.added([path]), [path]);
});
