import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayInput } from '../../../src/host/replay/inputs.ts';
import { spreadOutput } from '../../../src/host/replay/spreadOutput.ts';

const session = 'session-1';
const line = { id: 1, kind: 'output', session, stream: 'stderr', bytes: 4, chunks: 1 } as const;
const both = { ...line, id: 2, stream: 'stdout', chunks: 2 } as const;

function spread(...inputs: readonly ReplayInput[]): readonly unknown[] {
  return spreadOutput(inputs).map((input) =>
    input.kind === 'output' ? [input.at, input.stream, input.bytes, input.rest ?? 0] : input.kind,
  );
}

test('an unfinished line comes when it was written, after output that came before', () => {
  const inputs = [
    { ...both, at: 0, rest: 3, lasted: 10 },
    { ...line, at: 5 },
  ] as const;
  assert.deepEqual(spread(...inputs, { id: 3, kind: 'ended', session, at: 10 }), [
    [0, 'stdout', 1, 0],
    [5, 'stderr', 4, 0],
    [10, 'stdout', 3, 3],
    'ended',
  ]);
});

test('the beginning of a line comes at the time of its last piece, since a stream is silent from then on', () => {
  assert.deepEqual(spread({ ...both, at: 0, rest: 4, lasted: 10 }), [[10, 'stdout', 4, 4]]);
});

test('output that was written at once comes at once', () => {
  assert.deepEqual(spread({ ...both, at: 0, rest: 3 }), [[0, 'stdout', 4, 3]]);
});

test('the last of several lines comes when it was written, since the program was in use until then', () => {
  assert.deepEqual(spread({ ...both, at: 5, lasted: 10 }), [
    [5, 'stdout', 3, 0],
    [15, 'stdout', 1, 0],
  ]);
});
