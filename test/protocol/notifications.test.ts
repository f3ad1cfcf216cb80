import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isKnownTo,
  processRestarted,
  sessionTerminated,
} from '../../src/protocol/notifications.ts';
import { protocolVersions } from '../../src/protocol/versions.ts';
import { notificationExamples } from './notificationExamples.ts';
import { fc } from '../../tools/fixtures/property.ts';

const exitCodes: readonly (readonly [known: number | undefined, sent: number | undefined])[] = [
  [undefined, undefined],
  [0, 0],
  [143, 143],
  [-1, 0xffffffff],
  [-(2 ** 31), 2 ** 31],
  [-1073741510, 0xc000013a],
  [2 ** 32 - 1, 2 ** 32 - 1],
  [2 ** 32, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [Number.NEGATIVE_INFINITY, undefined],
  [1.5, undefined],
  [-1.5, undefined],
];

for (const [known, sent] of exitCodes) {
  test(`exit code ${known} is ${sent === undefined ? 'left out' : `sent as ${sent}`}`, () => {
    const notification = sessionTerminated('s', known);
    assert.equal(notification.exit_code, sent);
    assert.equal('exit_code' in notification, sent !== undefined);
  });
}

test('every 32-bit exit code is sent as the uint32 of the same bits', () => {
  fc.assert(
    fc.property(fc.integer(), (exitCode) => {
      assert.equal(sessionTerminated('s', exitCode).exit_code, exitCode >>> 0);
    }),
  );
});

test('an exit code that does not fit into 32 bits is unknown', () => {
  const below = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: -(2 ** 31) - 1 });
  const above = fc.integer({ min: 2 ** 32, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(fc.oneof(below, above), (exitCode) => {
      assert.equal('exit_code' in sessionTerminated('s', exitCode), false);
    }),
    { examples: [[-(2 ** 31) - 1], [-(2 ** 32)], [2 ** 32]] },
  );
});

test('a pid is sent if it is a uint32 and omitted otherwise', () => {
  for (const pid of [1, 4711, 2 ** 32 - 1]) assert.equal(processRestarted('s', pid).pid, pid);
  for (const pid of [undefined, -1, 2 ** 32, 0.5, Number.NaN]) {
    assert.equal('pid' in processRestarted('s', pid), false);
  }
});

test('only controllers that support session messages receive them, and all receive the rest', () => {
  for (const notification of Object.values(notificationExamples)) {
    const knowing = protocolVersions.filter((version) => isKnownTo(version, notification));
    const isMessage = notification.notification_type === 'sessionMessage';
    assert.deepEqual(knowing, isMessage ? ['2025-10-01'] : protocolVersions);
  }
});
