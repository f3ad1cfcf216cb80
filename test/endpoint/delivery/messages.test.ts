import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputEntry } from '../../../src/endpoint/delivery/entry.ts';
import { Messages } from '../../../src/endpoint/delivery/messages.ts';
import type { OutputStream } from '../../../src/common/outputStream.ts';
import { fc } from '../../../tools/fixtures/property.ts';

/** The message for these chunks; `lineEnd` is what the controller appends to it. */
function heard(
  lineEnd: string,
  session: string,
  stream: OutputStream,
  ...chunks: readonly Uint8Array[]
): { readonly log_message: string } {
  const messages = new Messages(lineEnd);
  const [first, ...others] = chunks.map((chunk) => outputEntry(stream, 0, chunk));
  const message = messages.make(
    session,
    [first ?? outputEntry(stream, 0, Buffer.of()), ...others],
    '2025-10-01',
  );
  const text = String(message?.bytes);
  message?.release();
  return JSON.parse(text) as { log_message: string };
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
);

test('a controller receives the UTF-8 decoding of any bytes', () => {
  const property = fc.property(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('stdout', 'stderr'),
    fc.array(bytes, { minLength: 1, maxLength: 5 }),
    (session_id, stream, chunks) => {
      const rest = Buffer.from('rest');
      assert.deepEqual(heard('\n', session_id, stream, ...chunks, rest), {
        notification_type: 'serviceLogs',
        session_id: Buffer.from(session_id).toString(),
        is_std_err: stream === 'stderr',
        log_message: [...chunks, rest].map((chunk) => Buffer.from(chunk).toString()).join(''),
      });
    },
  );
  fc.assert(property, { numRuns: 1000 });
});

test('every byte below 128 is escaped as JSON requires, however many there are', () => {
  const all = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 128));
  assert.equal(heard('\n', 's', 'stdout', all).log_message, all.toString('latin1'));
});

const endings: readonly (readonly [lineEnd: string, written: string, sent: string])[] = [
  ['\n', 'one\n', 'one'],
  ['\n', 'one\ntwo\n', 'one\ntwo'],
  ['\n', '\n', ''],
  ['\n', 'one\n\n', 'one\n'],
  ['\n', '\n\n\n', '\n\n'],
  ['\n', 'one\r\n', 'one\r'],
  ['\n', '\r\n', '\r'],
  ['\n', 'progress\r', 'progress\r'],
  ['\n', 'rest', 'rest'],
  ['\r\n', 'one\r\n', 'one'],
  ['\r\n', 'one\r\n\r\n', 'one\r\n'],
  ['\r\n', '\r\n', ''],
  ['\r\n', 'one\n', 'one'],
  ['\r\n', '\n', ''],
  ['\r\n', 'rest', 'rest'],
];

for (const [lineEnd, written, sent] of endings) {
  const [appended, title] = [JSON.stringify(lineEnd), JSON.stringify(written)];
  test(`for a controller that appends ${appended}, ${title} is sent as ${JSON.stringify(sent)}`, () => {
    for (const stream of ['stdout', 'stderr'] as const) {
      assert.equal(heard(lineEnd, 's', stream, Buffer.from(written)).log_message, sent);
    }
  });
}

test('only the last line end of joined output is left to the controller', () => {
  const chunks = ['one\n', '\n', 'two\n'].map((text) => Buffer.from(text));
  assert.equal(heard('\n', 's', 'stdout', ...chunks).log_message, 'one\n\ntwo');
});

for (const lineEnd of ['\n', '\r\n']) {
  test(`for a controller that appends ${JSON.stringify(lineEnd)}, the log equals the written complete lines`, () => {
    const line = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${text}${lineEnd}`);
    const property = fc.property(fc.array(fc.array(line, { minLength: 1 })), (batches) => {
      const log = batches.map((lines) => {
        const chunks = lines.map((text) => Buffer.from(text));
        return `${heard(lineEnd, 's', 'stdout', ...chunks).log_message}${lineEnd}`;
      });
      assert.equal(log.join(''), Buffer.from(batches.flat().join('')).toString());
    });
    fc.assert(property);
  });
}
