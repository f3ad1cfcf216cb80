import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSizes, crowded, long } from '../../tools/checks/sizes.ts';

const filesIn = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}/file${index}.ts`);

test('a folder may have 20 files, without its subfolders', () => {
  assert.deepEqual(crowded([...filesIn('src/a', 20), ...filesIn('src/a/b', 20)]), []);
  assert.deepEqual(crowded(filesIn('src/a', 21)), ['src/a has 21 files, more than 20.']);
});

test('a file may have 300 lines', () => {
  const lines = new Map([
    ['src/a.ts', 300],
    ['src/b.ts', 301],
  ]);
  assert.deepEqual(long(lines), ['src/b.ts has 301 lines, more than 300.']);
});

test('the source files are within both limits', async () => {
  assert.deepEqual(await checkSizes(), { isPassed: true, output: '' });
});
