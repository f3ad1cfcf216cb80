import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../tools/fixtures/property.ts';
import { ByteReader } from '../../../src/wasm/metadata/byteReader.ts';
import { ByteWriter } from '../../../src/wasm/metadata/byteWriter.ts';
import {
  parseSequencePoints,
  type SequencePoints,
  writeSequencePoints,
} from '../../../src/wasm/metadata/sequencePoints.ts';

const line = fc.integer({ min: 1, max: 100_000 });
const column = fc.integer({ min: 1, max: 500 });

const point = fc
  .record({
    document: fc.integer({ min: 1, max: 3 }),
    line,
    column,
    lines: fc.integer({ min: 0, max: 5 }),
    columns: fc.integer({ min: 1, max: 100 }),
    offsetDelta: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ columns, lines, ...start }) => ({
    kind: 'point' as const,
    ...start,
    endLine: start.line + lines,
    endColumn: start.column + columns,
  }));
const hidden = fc.integer({ min: 1, max: 300 }).map((offsetDelta) => ({
  kind: 'hidden' as const,
  offsetDelta,
}));

const localSignature = fc.integer({ min: 0, max: 20_000 });
const points = fc.array(fc.oneof(point, hidden), { minLength: 1 });

test('sequence points are read as they were written', () => {
  fc.assert(
    fc.property(localSignature, points, (signature, written) => {
      const expected: SequencePoints = { localSignature: signature, points: written };
      const blob = writeSequencePoints(expected, 0);
      assert.deepEqual(parseSequencePoints(blob, 0), expected);
    }),
  );
});

test('the own document of a method is not written', () => {
  fc.assert(
    fc.property(point, (only) => {
      const expected = { localSignature: 0, points: [{ ...only, document: 7 }] };
      const blob = writeSequencePoints(expected, 7);
      assert.deepEqual(parseSequencePoints(blob, 7), expected);
      assert.equal(blob.length, writeSequencePoints(expected, 0).length - 1);
    }),
  );
});

test('compressed numbers are written in the form of the standard', () => {
  const written = (value: number): string =>
    new ByteWriter().compressed(value).written().toString('hex');
  assert.deepEqual([0x03, 0x7f, 0x80, 0x2e57, 0x3fff, 0x4000, 0x1fffffff].map(written), [
    '03',
    '7f',
    '8080',
    'ae57',
    'bfff',
    'c0004000',
    'dfffffff',
  ]);
  assert.throws(() => written(0x20000000), RangeError);
});

test('compressed signed numbers are written in the form of the standard', () => {
  const written = (value: number): string =>
    new ByteWriter().compressedSigned(value).written().toString('hex');
  const values = [3, -3, 64, -64, 8192, -8192, 268435455, -268435456];
  assert.deepEqual(values.map(written), [
    '06',
    '7b',
    '8080',
    '01',
    'c0004000',
    '8001',
    'dffffffe',
    'c0000001',
  ]);
  const read = (value: number): number =>
    new ByteReader(Buffer.from(written(value), 'hex')).compressedSigned();
  assert.deepEqual(values.map(read), values);
  assert.throws(() => written(268435456), RangeError);
});
