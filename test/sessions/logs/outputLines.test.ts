import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../../src/common/deferred.ts';
import { OutputLines } from '../../../src/sessions/logs/outputLines.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';
import { fc } from '../../../tools/fixtures/property.ts';

/** A stream with everything it emitted, and a clock that does not advance. */
class Stream {
  readonly clock = new ManualClock();
  readonly told: string[] = [];
  readonly lines: OutputLines;
  #written: Buffer = Buffer.alloc(0);

  constructor() {
    this.lines = new OutputLines(this.clock, (start, bytes) => {
      // Output is in the stream as soon as it is emitted.
      const { length } = bytes;
      assert.deepEqual(Buffer.from(bytes), this.#written.subarray(start, start + length));
      this.told.push(Buffer.from(bytes).toString('utf8'));
    });
  }

  write(text: string | Uint8Array): void {
    this.#written = Buffer.concat([this.#written, Buffer.from(text)]);
    this.lines.push(Buffer.from(text));
  }

  async wait(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await turn();
  }
}

/** Writes these pieces; a number is a pause of that many seconds. */
async function told(...steps: readonly (string | number)[]): Promise<readonly string[]> {
  const stream = new Stream();
  for (const step of steps) {
    if (typeof step === 'string') stream.write(step);
    else await stream.wait(step);
  }
  stream.lines.flush();
  return stream.told;
}

test('an unfinished line is emitted after a second of silence', async () => {
  const stream = new Stream();
  stream.write('Password: ');
  await stream.wait(999);
  assert.deepEqual(stream.told, []);
  await stream.wait(1);
  assert.deepEqual(stream.told, ['Password: ']);
  assert.equal(stream.lines.isWithinLine, true);
});

test('output within a second prolongs the wait of an unfinished line', async () => {
  const stream = new Stream();
  for (let count = 0; count < 5; count++) {
    stream.write('.');
    await stream.wait(900);
  }
  assert.deepEqual(stream.told, []);
  await stream.wait(100);
  assert.deepEqual(stream.told, ['.....']);
});

test("the end of an emitted line doesn't add a blank line", async () => {
  for (const end of ['\n', '\r\n']) {
    assert.deepEqual(await told('ready', 1_000, `${end}next\n`), ['ready', 'next\n']);
    assert.deepEqual(await told('ready', 1_000, end, 'next\n'), ['ready', 'next\n']);
    assert.deepEqual(await told('ready', 1_000, `${end}${end}`), ['ready', end]);
  }
  assert.deepEqual(await told('ready', 1_000, '\r', '\nnext\n'), ['ready', 'next\n']);
  assert.deepEqual(await told('ready\r', 1_000, '\nnext\n'), ['ready', 'next\n']);
});

test('only the rest of a partly emitted line follows', async () => {
  assert.deepEqual(await told('a', 1_000, 'b', 1_000, 'c\nd\n'), ['a', 'b', 'c\nd\n']);
});

test('a carriage return ends a line when it is overwritten', async () => {
  assert.deepEqual(await told('10%\r', '20%\r', '30%\n'), ['10%', '20%\r30%\n']);
  assert.deepEqual(await told('10%', '\r20%', '\r30%'), ['10%', '20%', '30%']);
  assert.deepEqual(await told('\r10%', '\r20%', '\r30%'), ['10%', '20%', '30%']);
  assert.deepEqual(await told('old\n\r10%\r20%', '\n'), ['old\n', '10%', '20%\n']);
});

test('progress is emitted during pauses, each state once', async () => {
  const expected = ['10%', '20%', '100%', 'done\n'];
  assert.deepEqual(await told('100%\r'), ['100%\r']);
  const after = ['10%\r', 2_000, '20%\r', 2_000, '100%', 2_000, '\ndone\n'];
  assert.deepEqual(await told(...after), expected);
  const before = ['\r10%', 2_000, '\r20%', 2_000, '\r100%', 2_000, '\r\ndone\n'];
  assert.deepEqual(await told(...before), expected);
});

test('CRLF ends a line however it is split, and blank lines are kept', async () => {
  assert.deepEqual(await told('a\r', '\nb\r\n'), ['a\r\n', 'b\r\n']);
  assert.deepEqual(await told('a\r\n\r\n', '\r', '\n'), ['a\r\n\r\n', '\r\n']);
  assert.deepEqual(await told('\n', 1_000, '\n'), ['\n', '\n']);
});

test('a pause does not split a character', async () => {
  const stream = new Stream();
  const bytes = Buffer.from('a€');
  stream.write(bytes.subarray(0, 2));
  await stream.wait(1_000);
  assert.deepEqual(stream.told, ['a']);
  stream.write(bytes.subarray(2));
  await stream.wait(1_000);
  assert.deepEqual(stream.told, ['a', '€']);
  stream.write('\nb\n');
  assert.deepEqual(stream.told, ['a', '€', 'b\n']);
});

test('time in which nothing is read is not a pause of the program', async () => {
  const stream = new Stream();
  const read = deferred();
  stream.write('half ');
  stream.lines.hold(read.promise);
  await stream.wait(5_000);
  assert.deepEqual(stream.told, []);
  read.resolve();
  await turn();
  await stream.wait(999);
  assert.deepEqual(stream.told, []);
  stream.write('line\n');
  assert.deepEqual(stream.told, ['half line\n']);
});

test('output that arrives while a late timer fires counts', async () => {
  const stream = new Stream();
  stream.write('half ');
  stream.clock.advance(1_000);
  stream.write('line\n');
  await turn();
  assert.deepEqual(stream.told, ['half line\n']);
});

test('after a flush the next output begins a new line', async () => {
  const stream = new Stream();
  stream.write('first');
  await stream.wait(1_000);
  stream.lines.flush();
  stream.write('\nsecond\n');
  assert.deepEqual(stream.told, ['first', '\nsecond\n']);
  await stream.wait(10_000);
  assert.equal(stream.clock.pending, 0);
});

const piece = fc.oneof(fc.constantFrom('\n', '\r', '\r\n', 'a', 'bc', '€'), fc.constant(1_000));

test('no text is lost or repeated however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (steps) => {
      const written = steps.filter((step) => typeof step === 'string').join('');
      const heard = (await told(...steps)).map((text) => text.replace(/\r?\n$|\r$/, ''));
      // Only text between line ends counts here; other tests cover blank lines.
      const words = (text: string): readonly string[] => text.split(/[\r\n]+/).filter(Boolean);
      assert.equal(words(heard.join('\n')).join(''), words(written).join(''));
      for (const word of words(heard.join('\n')))
        assert.ok(words(written).some((one) => one.includes(word)));
    }),
  );
});
