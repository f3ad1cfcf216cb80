import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toText, WholeLines } from '../../src/common/wholeLines.ts';
import { fc } from '../../tools/fixtures/property.ts';

const bound = 1024 * 1024;

function textOf(pieces: readonly Uint8Array[]): string {
  return pieces.map(toText).join('');
}

/** The output for these bytes split at these positions; the last item is what flushing returns. */
function texts(bytes: Uint8Array, cuts: readonly number[]): readonly string[] {
  const lines = new WholeLines();
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  const sorted = places.toSorted((one, other) => one - other);
  const pieces = sorted.map((end, index) => bytes.subarray(sorted[index - 1] ?? 0, end));
  return [...pieces.map((piece) => textOf(lines.push(piece))), toText(lines.flush())];
}

const cuttings = fc.array(fc.nat(), { maxLength: 20 });
const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\r', '\r\n', 'Grüße 👋', '\u2028', '\uFEFF', 'a\rb'),
);
const text = fc.array(line).map((parts) => parts.join('\n'));

test('text is whole however it is split', () => {
  fc.assert(
    fc.property(text, cuttings, (written, cuts) => {
      assert.equal(texts(Buffer.from(written), cuts).join(''), written);
    }),
  );
});

test('all pieces but the flushed one end with a newline however the input is split', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), cuttings, (bytes, cuts) => {
      const withNewlines = bytes.map((byte) => (byte % 7 === 0 ? 0x0a : byte));
      const given = texts(withNewlines, cuts);
      for (const whole of given.slice(0, -1)) assert.match(whole, /^$|\n$/);
      assert.doesNotMatch(given.at(-1) ?? '', /\n/);
      assert.equal(given.join(''), Buffer.from(withNewlines).toString('utf8'));
    }),
  );
});

test('blank lines, CRLF and a lone CR are passed on unchanged', () => {
  const written = '\n\nfirst\r\n\r\nprogress 1\rprogress 2\r\n \nlast\r';
  for (let cut = 0; cut <= written.length; cut++) {
    const given = texts(Buffer.from(written), [cut]);
    assert.equal(given.join(''), written);
    assert.equal(given.at(-1), 'last\r');
  }
});

test('a split character is joined again', () => {
  const lines = new WholeLines();
  for (const byte of Buffer.from('€👋')) assert.equal(textOf(lines.push(Buffer.of(byte))), '');
  assert.equal(textOf(lines.push(Buffer.from('\n'))), '€👋\n');
});

test('a line is emitted as soon as its newline arrives, with all lines before it', () => {
  const lines = new WholeLines();
  assert.equal(textOf(lines.push(Buffer.from('one'))), '');
  assert.equal(textOf(lines.push(Buffer.from(' line\ntwo\nthr'))), 'one line\ntwo\n');
  assert.equal(toText(lines.flush()), 'thr');
  assert.equal(toText(lines.flush()), '');
});

test('invalid UTF-8 affects neither its neighbours nor the next line', () => {
  const lines = new WholeLines();
  assert.equal(textOf(lines.push(Buffer.from([0x61, 0xff, 0x62, 0x0a]))), 'a\uFFFDb\n');
  assert.equal(textOf(lines.push(Buffer.from([0xe2, 0x82, 0x0a, 0x63, 0x0a]))), '\uFFFD\nc\n');
  assert.equal(textOf(lines.push(Buffer.from([0xf0, 0x9f]))), '');
  assert.equal(toText(lines.flush()), '\uFFFD');
});

test('an unfinished line is copied, and does not retain the buffer it came from', () => {
  const lines = new WholeLines();
  const buffer = Buffer.from('whole\nrest');
  lines.push(buffer);
  buffer.fill('x');
  assert.equal(toText(lines.flush()), 'rest');
});

test('a line within the limit waits for its newline', () => {
  const lines = new WholeLines();
  assert.equal(textOf(lines.push(Buffer.alloc(bound, 'a'))), '');
  assert.equal(textOf(lines.push(Buffer.from('\n'))), `${'a'.repeat(bound)}\n`);
});

test('a line beyond the limit is passed on in pieces that end between characters', () => {
  for (const character of ['a', 'ü', '€', '👋']) {
    for (let shift = 0; shift < 4; shift++) {
      const written = 'x'.repeat(shift) + character.repeat(bound + 1);
      const lines = new WholeLines();
      const given: string[] = [];
      const bytes = Buffer.from(written);
      for (let at = 0; at < bytes.length; at += 65_536) {
        given.push(textOf(lines.push(bytes.subarray(at, at + 65_536))));
      }
      assert.ok(given.filter((piece) => piece !== '').length >= 1);
      assert.ok(given.every((piece) => !piece.includes('\uFFFD')));
      assert.equal([...given, toText(lines.flush())].join(''), written);
    }
  }
});

test('an endless line of invalid UTF-8 is passed on too', () => {
  for (const byte of [0x80, 0xc3, 0xff]) {
    const lines = new WholeLines();
    const given = textOf(lines.push(Buffer.alloc(bound + 1, byte))) + toText(lines.flush());
    assert.equal(given, Buffer.alloc(bound + 1, byte).toString('utf8'));
  }
});

for (const lineEnd of ['\n', '\r\n']) {
  test(`no piece of an overlong line is ${JSON.stringify(lineEnd)} alone`, () => {
    for (const character of ['a', 'ü', '€', '👋']) {
      const written = 'x'.repeat(bound) + character;
      const lines = new WholeLines();
      const bytes = Buffer.from(`${written}${lineEnd}`);
      const pieces = [bytes.subarray(0, -1), bytes.subarray(-1)].flatMap((chunk) =>
        lines.push(chunk).map(toText),
      );
      assert.deepEqual(pieces, ['x'.repeat(bound), `${character}${lineEnd}`]);
    }
  });
}

test('an endless line of carriage returns is passed on too', () => {
  const lines = new WholeLines();
  const given = textOf(lines.push(Buffer.alloc(bound + 1, '\r')));
  assert.equal(given + toText(lines.flush()), '\r'.repeat(bound + 1));
  assert.notEqual(given, '');
});
