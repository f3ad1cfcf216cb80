import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable, printableLog, shorten } from '../../src/common/printable.ts';
import { RecordingLog } from '../../tools/fixtures/recordingLog.ts';
import { fc } from '../../tools/fixtures/property.ts';

test('control characters are escaped', () => {
  const examples = {
    '\u001b]52;c;cm0gLXJm\u0007': String.raw`\u001b]52;c;cm0gLXJm\u0007`,
    '\u001b[2J\u009b1A': String.raw`\u001b[2J\u009b1A`,
    'a\r\nb\u2028c\u0085': String.raw`a\r\nb\u2028c\u0085`,
    'file\u202egnp.exe': String.raw`file\u202egnp.exe`,
    '\u0000\u007f': String.raw`\u0000\u007f`,
  };
  for (const [text, expected] of Object.entries(examples)) assert.equal(printable(text), expected);
});

test('text in any language is unchanged', () => {
  for (const text of ['größer', '日本語', 'שלום', '👩‍💻', 'C:\\new\\u001b']) {
    assert.equal(printable(text), text);
  }
  assert.equal(printable('a\tb'), 'a\tb');
});

test('any text becomes one line without control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(printable(text).replaceAll('\t', ''), /[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
  );
  assert.equal(printable('\n'.repeat(3)).split('\n').length, 1);
});

test('a printable log writes one line per entry, at its own level', () => {
  const log = new RecordingLog();
  const safe = printableLog(log);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) safe[level]('a\nb\u001b');
  const levels = log.lines.map((line) => line.split(' ')[0]);
  assert.deepEqual(levels, ['debug', 'info', 'warn', 'error']);
  for (const line of log.lines) assert.ok(line.endsWith(String.raw` a\nb\u001b`));
});

test('a long text is shortened in the middle', () => {
  assert.equal(shorten('0123456789', 10), '0123456789');
  assert.equal(shorten('0123456789', 7), '012…789');
});

test('keeps all printable characters of any text', () => {
  const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
  for (let code = 0; code <= 0xffff; code++) {
    const text = `a${String.fromCharCode(code)}b`;
    const stays = code === 0x09 || text.replace(unprintable, '') === text;
    assert.equal(printable(text) === text, stays, code.toString(16));
  }
});
