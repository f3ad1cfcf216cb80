import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../tools/checks/files.ts';
import { catalogues } from '../../tools/reference/catalogues.ts';
import { projectFolder } from '../../tools/setup/node.mjs';

const entries = catalogues.flatMap(({ errors }) =>
  Object.entries(errors).map(([code, { entry }]) => ({ code, ...entry })),
);

function textOf(file: string): string {
  return readFileSync(join(projectFolder, file), 'utf8');
}

test('every catalogue of the code is in the reference', () => {
  const files = filesBelow('src', '.ts').filter((file) => /= defineErrors\(/.test(textOf(file)));
  assert.equal(files.length, catalogues.length, files.join(', '));
});

test('a code is in one catalogue only', () => {
  const codes = entries.map(({ code }) => code);
  assert.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
});

test('an entry says in sentences what happened and what to do', () => {
  for (const { code, message, remedy } of entries) {
    assert.match(code, /^([A-Z][A-Za-z]+)+$/);
    assert.match(message, /^[A-Z{].*[.:}]$/s, code);
    assert.match(remedy, /^[A-Z{].*[.}:]$/s, code);
  }
});

test('every error is provoked by a test, which names its code or the start of its message', () => {
  // A test that creates an error with this code itself doesn't provoke it.
  const texts = filesBelow('test', '.test.ts').map((file) =>
    textOf(file).replace(/new (Human|Protocol)Error\(\s*'\w+'/g, ''),
  );
  const untested = entries.filter(({ code, message }) => {
    const [start = ''] = message.split('{');
    const isNamed = new RegExp(`['"\\s.]${code}\\b`);
    return !texts.some((text) => isNamed.test(text) || (start.length > 15 && text.includes(start)));
  });
  assert.deepEqual(
    untested.map(({ code }) => code),
    [],
  );
});
