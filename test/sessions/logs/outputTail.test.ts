import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allLost, type Reading } from '../../../src/sessions/logs/logSegments.ts';
import { findTail, type TailBounds } from '../../../src/sessions/logs/outputTail.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const large: TailBounds = { lines: 100, bytes: 2 ** 30 };

/** A stream whose first bytes were deleted, read in pieces. */
class StreamStandIn {
  readonly #bytes: Buffer;
  readonly #deleted: number;
  readonly #longestPiece: number;
  /** How many bytes were read. */
  bytesRead = 0;

  constructor(text: string, { deleted = 0, longestPiece = Infinity } = {}) {
    this.#bytes = Buffer.from(text);
    this.#deleted = deleted;
    this.#longestPiece = longestPiece;
  }

  size(): number {
    return this.#bytes.length;
  }

  read(_stream: string, start: number, length: number): Promise<Reading> {
    const until = this.#deleted;
    if (start < until) return Promise.resolve({ ...allLost, until });
    const bytes = this.#bytes.subarray(start, start + Math.min(length, this.#longestPiece));
    this.bytesRead += bytes.length;
    return Promise.resolve({ kind: 'bytes', bytes });
  }

  async tail(bounds: Partial<TailBounds>): Promise<string> {
    const start = await findTail(this, 'stdout', { ...large, ...bounds });
    return this.#bytes.subarray(start).toString();
  }
}

test('the last lines are found, with and without a line end after the last one', async () => {
  assert.equal(await new StreamStandIn('a\nb\nc\n').tail({ lines: 2 }), 'b\nc\n');
  assert.equal(await new StreamStandIn('a\nb\nc').tail({ lines: 2 }), 'b\nc');
  assert.equal(await new StreamStandIn('\n\n\n').tail({ lines: 2 }), '\n\n');
  assert.equal(await new StreamStandIn('').tail({ lines: 2 }), '');
});

test('the end of a long stream is found by reading only the end', async () => {
  const stream = new StreamStandIn('0123456789\n'.repeat(1_000_000));
  assert.equal(await stream.tail({ lines: 1000 }), '0123456789\n'.repeat(1000));
  assert.equal(stream.bytesRead, 64 * 1024);
});

test('no more than the bound in bytes is read, from the start of a line if there is one', async () => {
  assert.equal(await new StreamStandIn('aaa\nbbb\nccc\n').tail({ bytes: 6 }), 'ccc\n');
  assert.equal(await new StreamStandIn('a'.repeat(100)).tail({ bytes: 10 }), 'a'.repeat(10));
});

test('the tail starts after output that was deleted', async () => {
  assert.equal(await new StreamStandIn('a\nb\nc\nd\n', { deleted: 4 }).tail({}), 'c\nd\n');
  assert.equal(await new StreamStandIn('a\nb\n', { deleted: 4 }).tail({}), '');
});

test('the tail is the same as that of the whole text', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'bc') });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (written, lines) => {
      const stream = new StreamStandIn(written, { longestPiece: 3 });
      const expected = written.split(/(?<=\n)/).slice(-lines);
      assert.equal(await stream.tail({ lines }), expected.join(''));
    }),
  );
});
