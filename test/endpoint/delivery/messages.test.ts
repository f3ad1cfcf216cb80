import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { outputEntry } from '../../../src/endpoint/delivery/entry.ts';
import { Messages } from '../../../src/endpoint/delivery/messages.ts';
import type { OutputStream } from '../../../src/sessions/runner.ts';

const messages = new Messages();

function heard(session: string, stream: OutputStream, ...chunks: readonly Uint8Array[]): unknown {
  const [first, ...others] = chunks.map((chunk) => outputEntry(stream, 0, chunk));
  const message = messages.make(
    session,
    [first ?? outputEntry(stream, 0, Buffer.of()), ...others],
    '2025-10-01',
  );
  const text = String(message?.bytes);
  message?.release();
  return JSON.parse(text);
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
);

test('whatever bytes a program writes, its controller reads what UTF-8 makes of them', () => {
  const property = fc.property(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('stdout', 'stderr'),
    fc.array(bytes, { minLength: 1, maxLength: 5 }),
    (session_id, stream, chunks) => {
      assert.deepEqual(heard(session_id, stream, ...chunks), {
        notification_type: 'serviceLogs',
        session_id: Buffer.from(session_id).toString(),
        is_std_err: stream === 'stderr',
        log_message: chunks.map((chunk) => Buffer.from(chunk).toString()).join(''),
      });
    },
  );
  fc.assert(property, { numRuns: 1000 });
});

test('every byte below 128 is escaped as JSON wants it, however many there are', () => {
  const all = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 128));
  const { log_message } = heard('s', 'stdout', all) as { log_message: string };
  assert.equal(log_message, all.toString('latin1'));
});
