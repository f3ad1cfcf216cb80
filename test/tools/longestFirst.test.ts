import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestFirst, longFiles } from '../../tools/testRun/longestFirst.ts';
import { findTestFiles } from '../../tools/testRun/testFiles.ts';

test('files that take long come first, the others keep their order', () => {
  assert.deepEqual(longestFirst(['a', 'b', 'c', 'd'], ['d', 'elsewhere', 'b']), [
    'd',
    'b',
    'a',
    'c',
  ]);
});

test('each file that is listed as long is a test file, listed once', () => {
  const { required } = findTestFiles();
  assert.deepEqual(
    longFiles.filter(
      (file, index) => !required.includes(file) || longFiles.indexOf(file) !== index,
    ),
    [],
  );
});
