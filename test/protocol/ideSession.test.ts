import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toTimestamp } from '../../src/protocol/ideSession.ts';
import { fc } from '../../tools/fixtures/property.ts';

test('a timestamp is RFC 3339 in UTC with six digits of a second', () => {
  assert.equal(
    toTimestamp(new Date(Date.UTC(2026, 10, 21, 1, 2, 3, 4))),
    '2026-11-21T01:02:03.004000Z',
  );
});

test('timestamps sort chronologically and parse to their times', () => {
  const time = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(time, time, (one, other) => {
      assert.equal(Date.parse(toTimestamp(one)), one.getTime());
      assert.equal(toTimestamp(one) < toTimestamp(other), one.getTime() < other.getTime());
    }),
  );
});
