import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameworksOf, preferredFramework, versionOf } from '../../src/dotnet/targetFramework.ts';

test('a list of target frameworks may have gaps, line ends and repetitions', () => {
  assert.deepEqual(frameworksOf(' net8.0; ;net9.0;\n  net8.0; '), ['net8.0', 'net9.0']);
  assert.deepEqual(frameworksOf(''), []);
});

test('a target framework names a .NET version, but for those of other kinds', () => {
  assert.equal(versionOf('net10.0-browser1.0'), 10);
  assert.equal(versionOf('netcoreapp3.1'), 3.1);
  assert.equal(versionOf('net48'), 0);
  assert.equal(versionOf('netstandard2.0'), 0);
});

const choices: readonly (readonly [all: readonly string[], preferred: string | undefined])[] = [
  [['net9.0', 'net10.0', 'net8.0'], 'net10.0'],
  [['net10.0', 'net9.0-browser', 'net8.0-browser'], 'net9.0-browser'],
  [['net10.0-desktop', 'net10.0-browserwasm'], 'net10.0-browserwasm'],
  [['net10.0-android', 'net10.0'], 'net10.0'],
  [['netstandard2.0', 'net48', 'net8.0'], 'net8.0'],
  [[], undefined],
];

for (const [all, preferred] of choices) {
  test(`of [${all.join(' ')}] ${preferred ?? 'none'} is preferred`, () => {
    assert.equal(preferredFramework(all), preferred);
  });
}
