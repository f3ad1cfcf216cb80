import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  untilSocketsAreBackTo,
  openSockets,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { frame } from '../../../tools/fixtures/endpoint/rawFrames.ts';
import { dialStream } from '../http/answers.ts';
import { assertWell } from './judge.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const runs = 800;

const anyFrame = fc
  .record({
    first: fc.nat({ max: 255 }),
    payload: fc.uint8Array({ maxLength: 200 }),
    isMasked: fc.boolean(),
    length: fc.option(fc.nat({ max: 2 ** 32 }), { nil: undefined, freq: 2 }),
  })
  .map(({ length, ...others }) => frame(length === undefined ? others : { ...others, length }));

/** A few frames of any kind, in any order, or bytes that are not frames. */
const anyFrames: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.array(anyFrame, { minLength: 1, maxLength: 5 }).map((frames) => Buffer.concat(frames)),
  fc.uint8Array({ minLength: 1, maxLength: 300 }),
);

/** Whether bytes are control frames of a server: pongs, and possibly a Close at the end. */
function areControlFrames(received: string): boolean {
  const bytes = Buffer.from(received, 'latin1');
  let start = 0;
  while (start < bytes.length) {
    const first = bytes[start] ?? 0;
    const length = bytes[start + 1] ?? 0;
    if ((first !== 0x8a && first !== 0x88) || length > 125) return false;
    start += 2 + length;
  }
  return start === bytes.length;
}

test(`${runs} random sequences of frames end only their own stream`, async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  let count = 0;
  const property = fc.asyncProperty(anyFrames, async (bytes) => {
    const connection = await dialStream(fixture);
    connection.socket.end(bytes);
    await connection.closed;
    assert.ok(
      areControlFrames(connection.received),
      'The endpoint sent something that is not a control frame.',
    );
    if (++count % 100 === 0) await assertWell(fixture);
  });
  await fc.assert(property, { numRuns: runs });
  await assertWell(fixture);
  await untilSocketsAreBackTo(sockets);
});
