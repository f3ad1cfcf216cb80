import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceTexts } from '../../../src/wasm/hotReload/sourceTexts.ts';

const path = '/app/A.cs';

async function open(text: string) {
  const files = new Map([[path, text]]);
  const texts = await SourceTexts.of([path], async (file) => files.get(file));
  return { files, texts };
}

test('a source whose text changes and changes back is a change both times', async () => {
  const { files, texts } = await open('one');
  files.set(path, 'two');
  assert.deepEqual(await texts.changes([path]), [{ path, text: 'two' }]);
  assert.deepEqual(await texts.changes([path]), []);
  files.set(path, 'one');
  assert.deepEqual(await texts.changes([path]), [{ path, text: 'one' }]);
});

test('a deleted source is a change without a text, and moves no lines', async () => {
  const { files, texts } = await open('one\ntwo');
  files.delete(path);
  assert.deepEqual(await texts.changes([path]), [{ path, text: undefined }]);
  assert.equal(texts.commit()(path), undefined);
});

test('committed texts are compared with the next ones', async () => {
  const { files, texts } = await open('one\ntwo');
  files.set(path, 'new\none\ntwo');
  await texts.changes([path]);
  assert.equal(texts.commit()(path)?.to(2), 3);
  assert.equal(texts.commit()(path), undefined);
  files.set(path, 'one\ntwo');
  await texts.changes([path]);
  assert.equal(texts.commit()(path)?.to(3), 2);
});

test('files that the app is not compiled from are no changes', async () => {
  const { texts } = await open('one');
  assert.deepEqual(await texts.changes(['/app/other.cs']), []);
});

test('a byte order mark is no text', async () => {
  const { files, texts } = await open('\uFEFFone');
  files.set(path, 'one');
  assert.deepEqual(await texts.changes([path]), []);
  files.set(path, '\uFEFFtwo');
  assert.deepEqual(await texts.changes([path]), [{ path, text: 'two' }]);
});

test('a change is found once, whoever asks, and again when it is undone', async () => {
  const { files, texts } = await open('one');
  assert.deepEqual(await texts.findChanged([path]), []);
  files.set(path, 'two');
  const found = await Promise.all([texts.findChanged([path]), texts.findChanged([path])]);
  assert.deepEqual(found, [[path], []]);
  await texts.changes([path]);
  assert.deepEqual(await texts.findChanged([path]), []);
  files.set(path, 'one');
  assert.deepEqual(await texts.findChanged([path]), [path]);
});
