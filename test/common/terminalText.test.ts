import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TerminalText, withoutSequences } from '../../src/common/terminalText.ts';
import { fc } from '../../tools/fixtures/property.ts';

function clean(...chunks: readonly string[]): string {
  const text = new TerminalText();
  return chunks.map((chunk) => text.push(chunk)).join('') + text.flush();
}

test('colours and styles stay, also where they are 8-bit or use colons', () => {
  const styled = '\u001b[1;31mfailed\u001b[0m \u001b[38:2::1:2:3mgrey\u001b[m';
  assert.equal(clean(styled), styled);
  assert.equal(clean('\u009b32mgreen'), '\u001b[32mgreen');
  assert.equal(withoutSequences(styled), 'failed grey');
});

const harmful: Readonly<Record<string, string>> = {
  'a title': '\u001b]0;owned\u0007',
  'a title that ST ends': '\u001b]2;owned\u001b\\',
  'the clipboard': '\u001b]52;c;cm0gLXJmIH4=\u0007',
  'the clipboard in 8 bits': '\u009d52;c;cm0gLXJmIH4=\u009c',
  "a command of the editor's shell integration": '\u001b]633;E;rm -rf ~\u0007',
  'a question for the device': '\u001b[c\u001b[6n\u001b[>q\u001bZ',
  'a question that is a string': '\u001bP$qm\u001b\\\u001bP+q544e\u001b\\',
  'the mode of keys': '\u001b[>4;2m\u001b[?1m',
  'the alternate screen and the mouse': '\u001b[?1049h\u001b[?1003h',
  'a reset': '\u001bc\u001b[!p',
  'movement and erasure': '\u001b[2J\u001b[1;1H\u001b[5A\u001bM\u001b7',
  'a character set': '\u001b(0\u000e',
  'control characters': '\0\u0005\u0007\b\u000b\u000c\u007f',
};

for (const [what, sequences] of Object.entries(harmful)) {
  test(`${what} is removed`, () => assert.equal(clean(`before${sequences}after`), 'beforeafter'));
}

test('a link is reduced to its text', () => {
  assert.equal(clean('\u001b]8;;command:evil\u0007docs\u001b]8;;\u0007'), 'docs');
});

test('a sequence that never ends hides nothing', () => {
  assert.equal(clean('\u001b]0;title\nnext line'), ']0;title\nnext line');
  assert.equal(clean('\u001b[3'), '[3');
  assert.equal(clean(`\u001b]0;${'x'.repeat(9000)}`, 'y'), `]0;${'x'.repeat(9000)}y`);
});

test('sequences and line ends are found wherever the output is divided', () => {
  const text = 'a\u001b]52;c;x\u001b\\b\u001b[1;32mc\u001b[?25l\r\nd\u009b0me\u001b(Bf';
  const whole = clean(text);
  assert.equal(whole, 'ab\u001b[1;32mc\r\nd\u001b[0mef');
  for (let at = 0; at <= text.length; at++) {
    assert.equal(clean(text.slice(0, at), text.slice(at)), whole);
  }
});

test('what is left consists of text, tabs, line ends and styles', () => {
  const parts =
    '\u001b [ ] \u009b \u009d \u0007 \u001b\\ \u009c P 0; ? m c \n \r \t \0 52;c; \u001b[31m'.split(
      ' ',
    );
  const piece = fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 }));
  // oxlint-disable-next-line no-control-regex
  const style = /\u001b\[[\d:;]*m/g;
  // oxlint-disable-next-line no-control-regex
  const control = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      assert.doesNotMatch(clean(...pieces).replaceAll(style, ''), control);
    }),
  );
});
