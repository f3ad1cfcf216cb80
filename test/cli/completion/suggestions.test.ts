import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggest } from '../../../src/cli/completion/suggestions.ts';

function wordsAfter(...words: readonly string[]): readonly string[] {
  const suggestions = suggest(words);
  assert.equal(suggestions.kind, 'words');
  return suggestions.kind === 'words' ? suggestions.words.map(({ word }) => word) : [];
}

test('commands are suggested with their summary', () => {
  const suggestions = suggest(['ho']);
  assert.deepEqual(suggestions, {
    kind: 'words',
    words: [{ word: 'hosts', description: 'list running hosts' }],
  });
  assert.ok(wordsAfter('').includes('serve'));
});

test('options of a command are suggested after a dash', () => {
  assert.deepEqual(wordsAfter('env', '-'), ['--host', '--mode', '--output', '--help']);
  assert.deepEqual(wordsAfter('env', '--ho'), ['--host']);
  assert.deepEqual(wordsAfter('env', '--zz'), []);
});

test('hidden options are not suggested', () => {
  assert.deepEqual(wordsAfter('--'), ['--version', '--help']);
});

test('values of options with a choice are suggested', () => {
  assert.deepEqual(wordsAfter('hosts', '-o', ''), ['json', 'yaml', 'wide', 'name']);
  assert.deepEqual(wordsAfter('env', '--output', 'y'), ['yaml']);
  assert.deepEqual(wordsAfter('completion', ''), ['bash', 'zsh', 'fish']);
});

test('paths are suggested for files and folders, and after --', () => {
  assert.deepEqual(suggest(['serve', '--state', '']), { kind: 'files' });
  assert.deepEqual(suggest(['report', '--file', '']), { kind: 'files' });
  assert.deepEqual(suggest(['serve', '--workspace', 'x']), { kind: 'files' });
  assert.deepEqual(suggest(['serve', '--json', '--', 'asp']), { kind: 'files' });
});

test('hosts are suggested for --host', () => {
  assert.deepEqual(suggest(['info', '--host', '']), { kind: 'hosts' });
  assert.deepEqual(suggest(['report', '--host', '']), { kind: 'hosts' });
});

test('the value of an option is not parsed as a command', () => {
  assert.deepEqual(wordsAfter('env', '--host', 'info', '--mo'), ['--mode']);
});

test('no words are suggested where no argument may follow', () => {
  assert.deepEqual(wordsAfter('hosts', ''), []);
  assert.deepEqual(wordsAfter('completion', 'bash', ''), []);
});
