import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutputStream } from '../../../src/common/outputStream.ts';
import {
  fileForm,
  type LogForm,
  LogText,
  terminalForm,
} from '../../../src/vscode/ui/sessionLog/logText.ts';

type Written = readonly [OutputStream, string];

/** The text of a log, with visible escapes. */
function toText(form: LogForm, written: readonly Written[]): string {
  const text = new LogText(form);
  const pieces = written.map(([stream, piece]) => text.push(stream, Buffer.from(piece)));
  return (pieces.join('') + text.end()).replaceAll('\u001b', '^');
}

const terminal = (...written: readonly Written[]): string => toText(terminalForm, written);
const file = (...written: readonly Written[]): string => toText(fileForm, written);

test('lines of stderr are marked', () => {
  const written = [
    ['stdout', 'one\n'],
    ['stderr', 'two\r\n\nthree\n'],
  ] as const;
  const mark = '^[31merr│^[0m ';
  assert.equal(terminal(...written), `one\r\n${mark}two\r\n${mark}\r\n${mark}three\r\n`);
  assert.equal(file(...written), 'one\nerr│ two\nerr│ \nerr│ three\n');
});

test('a line that another stream interrupts is ended, and goes on below', () => {
  assert.equal(
    file(['stdout', 'Name: '], ['stderr', 'warning\n'], ['stdout', 'Ada\n']),
    'Name: \nerr│ warning\nAda\n',
  );
  assert.equal(file(['stdout', 'Name: '], ['stdout', 'Ada\n']), 'Name: Ada\n');
});

test('the styles of a stream end with its line, and go on with its next one', () => {
  assert.equal(
    terminal(
      ['stdout', '\u001b[1m\u001b[32mgreen\n'],
      ['stderr', 'x\n'],
      ['stdout', 'too\u001b[0m\n'],
    ),
    '^[1m^[32mgreen^[0m\r\n^[31merr│^[0m x\r\n^[1m^[32mtoo^[0m\r\n',
  );
  const reset = terminal(['stdout', '\u001b[1m\u001b[0;31mred\n'], ['stdout', 'still\n']);
  assert.equal(reset, '^[1m^[0;31mred^[0m\r\n^[0;31mstill^[0m\r\n');
});

test('the styles that are remembered for the next line are bounded', () => {
  const lines = terminal(['stdout', `${'\u001b[1;33m'.repeat(10_000)}\nnext\n`]);
  const [, next = ''] = lines.split('\r\n');
  assert.ok(next.length < 400, String(next.length));
});

test('a line that a program rewrites is rewritten in a terminal', () => {
  const progress = [
    ['stdout', '10 %\r20 %'],
    ['stdout', '\r30 %\r'],
    ['stdout', '\n'],
  ] as const;
  assert.equal(terminal(...progress), '10 %\r^[2K20 %\r^[2K30 %\r\n');
  assert.equal(file(...progress), '10 %\n20 %\n30 %\n');
});

test('a rewritten line stays until it is rewritten', () => {
  assert.equal(terminal(['stdout', '10 %\r']), '10 %\r\n');
});

test('a character that arrives in parts is shown once it is complete', () => {
  const [text, bytes] = [new LogText(fileForm), Buffer.from('für\n')];
  assert.equal(text.push('stdout', bytes.subarray(0, 2)), 'f');
  assert.equal(text.push('stdout', bytes.subarray(2)), 'ür\n');
});

test('colours are left out of a file, and harmful sequences out of both', () => {
  const written = ['stdout', '\u001b[31mred\u001b[0m\u001b]52;c;eA==\u0007\u001b[6n\n'] as const;
  assert.equal(file(written), 'red\n');
  assert.equal(terminal(written), '^[31mred^[0m\r\n');
});

test('a line that is not output stands alone', () => {
  const text = new LogText(fileForm);
  assert.equal(text.push('stderr', Buffer.from('begun')), 'err│ begun');
  assert.equal(text.line('Ended.'), '\nEnded.\n');
  assert.equal(text.end(), '');
});
