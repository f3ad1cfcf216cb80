import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../../tools/fixtures/property.ts';
import { compareVersions, getMajor } from '../../../src/dotnet/sdk/nugetVersion.ts';

test("versions are ordered as in NuGet's documentation", () => {
  const newestFirst = [
    '1.0.1',
    '1.0.1-zzz',
    '1.0.1-rc.10',
    '1.0.1-rc.2',
    '1.0.1-open',
    '1.0.1-beta',
    '1.0.1-alpha2',
    '1.0.1-alpha10',
    '1.0.1-aaa',
  ];
  assert.deepEqual(newestFirst.toSorted(compareVersions), newestFirst.toReversed());
});

test('pre-releases are ordered as in the SemVer specification', () => {
  const oldestFirst = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
  ];
  assert.deepEqual(oldestFirst.toReversed().toSorted(compareVersions), oldestFirst);
});

test('versions that NuGet normalizes to the same are equal', () => {
  for (const [one, other] of [
    ['1.00', '1.0'],
    ['1.01.1', '1.1.1'],
    ['1.00.0.1', '1.0.0.1'],
    ['1.0.0.0', '1.0.0'],
    ['1.0.01.0', '1.0.1'],
    ['1.0.7+r3456', '1.0.7'],
    ['10.0', '10.0.0'],
    ['1.0.0-RC.1', '1.0.0-rc.1'],
  ] as const) {
    assert.equal(compareVersions(one, other), 0, `${one} and ${other}`);
  }
});

test('numbers are compared as numbers, the fourth one too', () => {
  const oldestFirst = [
    '9.0.10',
    '10.0',
    '10.0.1-alpha',
    '10.0.9',
    '10.0.10',
    '10.0.10.2',
    '10.0.10.11',
    '10.1',
  ];
  assert.deepEqual(oldestFirst.toReversed().toSorted(compareVersions), oldestFirst);
});

test('a label that .NET cannot parse as a 32-bit integer is text', () => {
  const oldestFirst = ['1.0.0-9', '1.0.0-2147483647', '1.0.0-2147483648', '1.0.0-a'];
  assert.deepEqual(oldestFirst.toReversed().toSorted(compareVersions), oldestFirst);
});

test('what is not a version is older than every version', () => {
  assert.deepEqual(['1.0.0-a', 'notes', ''].toSorted(compareVersions).at(-1), '1.0.0-a');
  assert.equal(compareVersions('notes', ''), 0);
  assert.deepEqual([getMajor('10.0.1-rc.2'), getMajor('notes')], [10, 0]);
});

test('the order is consistent for any versions', () => {
  const label = fc.constantFrom('0', '1', '10', '-1', 'a', 'A', 'b-', 'alpha2', '99999999999');
  const version = fc
    .tuple(
      fc.array(fc.constantFrom(0, 1, 10), { minLength: 1, maxLength: 4 }),
      fc.array(label, { maxLength: 3 }),
    )
    .map(([numbers, labels]) => [numbers.join('.'), labels.join('.')].filter(Boolean).join('-'));
  fc.assert(
    fc.property(version, version, version, (one, other, third) => {
      assert.equal(
        Math.sign(compareVersions(one, other)),
        -Math.sign(compareVersions(other, one)) + 0,
      );
      const [low, middle, high] = [one, other, third].toSorted(compareVersions);
      assert.ok(low !== undefined && middle !== undefined && high !== undefined);
      assert.ok(compareVersions(low, high) <= 0 && compareVersions(low, middle) <= 0);
    }),
  );
});
