import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineErrors } from '../../src/common/errorCatalogue.ts';

const errors = defineErrors({
  FolderMissing: { message: 'There is no folder.', remedy: 'Create it.' },
  FileBroken: { message: '{file} is invalid: {problem}.', remedy: 'Correct {file}.' },
  ToolFailed: { message: 'The tool failed.', remedy: 'Correct these errors:\n{lines}' },
});

test("an error has its entry's code, what happened and what to do", () => {
  const error = errors.FolderMissing();
  assert.deepEqual(
    [error.name, error.code, error.message],
    ['HumanError', 'FolderMissing', 'There is no folder. Create it.'],
  );
});

test('values replace their placeholders, and placeholders in values stay', () => {
  const { message } = errors.FileBroken({ file: 'a$&.json', problem: '{file} is empty' });
  assert.equal(message, 'a$&.json is invalid: {file} is empty. Correct a$&.json.');
});

test('a value that ends a sentence is not followed by a second full stop', () => {
  const { message } = errors.FileBroken({ file: 'a.json', problem: 'A comma is missing.' });
  assert.equal(message, 'a.json is invalid: A comma is missing. Correct a.json.');
});

test('an empty value at the end leaves no trailing white space', () => {
  assert.equal(errors.ToolFailed({ lines: '' }).message, 'The tool failed. Correct these errors:');
});

test('the entry of an error can be read without creating one', () => {
  assert.equal(errors.FolderMissing.entry.remedy, 'Create it.');
});
