import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  knowsSessionMessages,
  negotiateVersion,
  protocolVersions,
  upgradeAdvice,
  type VersionNegotiation,
} from '../../src/protocol/versions.ts';

const negotiations: readonly (readonly [string | undefined, VersionNegotiation])[] = [
  [undefined, { kind: 'missing' }],
  ['', { kind: 'missing' }],
  ['newest', { kind: 'malformed' }],
  ['2024-03', { kind: 'malformed' }],
  ['2024-3-3', { kind: 'malformed' }],
  ['20240303', { kind: 'malformed' }],
  ['2024-03-03T00:00:00Z', { kind: 'malformed' }],
  [' 2024-03-03', { kind: 'malformed' }],
  ['2024-03-03\n', { kind: 'malformed' }],
  ['2024-03-03,2025-10-01', { kind: 'malformed' }],
  ['2025-13-01', { kind: 'malformed' }],
  ['2025-00-10', { kind: 'malformed' }],
  ['2025-02-29', { kind: 'malformed' }],
  ['2025-04-31', { kind: 'malformed' }],
  ['٢٠٢٤-٠٣-٠٣', { kind: 'malformed' }],
  ['0000-01-01', { kind: 'older' }],
  ['2023-12-31', { kind: 'older' }],
  ['2024-03-02', { kind: 'older' }],
  ['2024-03-03', { kind: 'known', version: '2024-03-03' }],
  ['2024-03-04', { kind: 'between', version: '2024-03-03' }],
  ['2024-04-22', { kind: 'between', version: '2024-03-03' }],
  ['2024-04-23', { kind: 'known', version: '2024-04-23' }],
  ['2024-04-24', { kind: 'between', version: '2024-04-23' }],
  ['2025-09-30', { kind: 'between', version: '2024-04-23' }],
  ['2025-10-01', { kind: 'known', version: '2025-10-01' }],
  ['2025-10-02', { kind: 'newer', version: '2025-10-01' }],
  ['9999-12-31', { kind: 'newer', version: '2025-10-01' }],
];

for (const [requested, expected] of negotiations) {
  const how = 'version' in expected ? `${expected.kind}, as ${expected.version}` : expected.kind;
  test(`a request for version ${JSON.stringify(requested)} is ${how}`, () => {
    assert.deepEqual(negotiateVersion(requested), expected);
  });
}

test('the versions are those of the specification, oldest first', () => {
  assert.deepEqual(protocolVersions, ['2024-03-03', '2024-04-23', '2025-10-01']);
});

test('only the newest version has session messages', () => {
  assert.deepEqual(protocolVersions.filter(knowsSessionMessages), ['2025-10-01']);
});

test('the upgrade message names the oldest supported version and the component to upgrade', () => {
  assert.match(upgradeAdvice, /2024-03-03/);
  assert.match(upgradeAdvice, /Upgrade your Aspire libraries and tooling/);
});
