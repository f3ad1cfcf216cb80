import { fc } from '../../../tools/fixtures/property.ts';

/** One change to a sequence of bytes, at a position given as a fraction of its length. */
interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: Uint8Array;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const edit: fc.Arbitrary<Edit> = fc.record({
  at: share,
  removed: fc.nat({ max: 8 }),
  inserted: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc
      .constantFrom('\r\n', '\n', '\r\n\r\n', '\0', ': ', ' ', '\t', 'Host: x\r\n', '\x80\xff', ';')
      .map((text) => Buffer.from(text, 'latin1')),
  ),
});

function edited(bytes: Buffer, { at, removed, inserted }: Edit): Buffer {
  const start = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start + removed)]);
}

/** A request with up to four changed bytes, possibly truncated. */
export function damaged(request: string): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.option(share, { freq: 3 }))
    .map(([edits, length]) => {
      const bytes = edits.reduce(edited, Buffer.from(request, 'latin1'));
      return bytes.subarray(0, Math.ceil(bytes.length * (length ?? 1)));
    });
}

/** Bytes that are not a request. */
export const noise: fc.Arbitrary<Buffer> = fc
  .oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(`${text}\r\n\r\n`)),
    fc
      .constantFrom(
        'PRI * HTTP/2.0',
        'CONNECT localhost:1 HTTP/1.1',
        'GET / HTTP/9.9',
        'GET /',
        'SSH-2.0',
      )
      .map((text) => Buffer.from(`${text}\r\n\r\n`)),
  )
  .map((bytes) => Buffer.from(bytes));

/** Invalid chunked bodies (RFC 9112, section 7.1). */
export const badChunks: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'z\r\n',
    '-1\r\n',
    '\r\n',
    'ffffffffffffffffff\r\n',
    '0x5\r\n',
    '5;\0\r\nabcde\r\n',
  ),
  fc.nat({ max: 20 }).map((length) => `5\r\n${'x'.repeat(length + 6)}\r\n0\r\n\r\n`),
);
