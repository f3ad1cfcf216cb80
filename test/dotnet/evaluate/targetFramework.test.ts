import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  splitFrameworks,
  type Installed,
  choosePreferredFramework,
  getVersion,
} from '../../../src/dotnet/evaluate/targetFramework.ts';

test('a list of target frameworks may have empty entries, line ends and duplicates', () => {
  assert.deepEqual(splitFrameworks(' net8.0; ;net9.0;\n  net8.0; '), ['net8.0', 'net9.0']);
  assert.deepEqual(splitFrameworks(''), []);
});

test('a target framework has a .NET version unless it is of another kind', () => {
  assert.equal(getVersion('net10.0-browser1.0'), 10);
  assert.equal(getVersion('netcoreapp3.1'), 3.1);
  assert.equal(getVersion('net48'), 0);
  assert.equal(getVersion('netstandard2.0'), 0);
});

/** By what is installed, and on which platform. */
const linux: Installed = { sdk: 10, runtimes: [8, 10], platform: 'linux' };
const windows: Installed = { ...linux, platform: 'win32' };

const choices: readonly (readonly [
  all: readonly string[],
  preferred: string | undefined,
  installed?: Installed,
])[] = [
  [['net9.0', 'net10.0', 'net8.0'], 'net10.0'],
  [['net8.0', 'net9.0'], 'net8.0'],
  [['net9.0', 'net7.0'], 'net9.0'],
  [['net8.0', 'net11.0'], 'net8.0', { ...linux, runtimes: [8, 11] }],
  [['netcoreapp3.1', 'netcoreapp3.0'], 'netcoreapp3.1', { ...linux, runtimes: [3.1] }],
  [['netcoreapp3.1', 'netcoreapp2.1'], 'netcoreapp2.1', { ...linux, runtimes: [2.2, 3] }],
  [['net10.0', 'net9.0-browser', 'net8.0-browser'], 'net9.0-browser'],
  [['net11.0-browser', 'net10.0-browser'], 'net10.0-browser'],
  [['net10.0-desktop', 'net10.0-browserwasm'], 'net10.0-browserwasm'],
  [['net10.0-android', 'net10.0'], 'net10.0'],
  [['net10.0-android', 'net10.0-ios', 'net8.0'], 'net8.0'],
  [['net10.0-windows10.0.19041.0', 'net8.0'], 'net8.0'],
  [['net10.0-windows10.0.19041.0', 'net8.0'], 'net10.0-windows10.0.19041.0', windows],
  [['net10.0-macos', 'net10.0-windows', 'net10.0'], 'net10.0', windows],
  [['netstandard2.0', 'net48', 'net8.0'], 'net8.0', windows],
  [['netstandard2.0', 'net48'], 'net48', windows],
  [['net9.0', 'net48'], 'net9.0'],
  [['net8.0', 'net10.0'], 'net10.0', { ...linux, runtimes: [] }],
  [[], undefined],
];

for (const [all, preferred, installed = linux] of choices) {
  const { platform, runtimes, sdk } = installed;
  test(`of [${all.join(' ')}] ${preferred ?? 'none'} is preferred with SDK ${sdk} and runtimes ${runtimes.join(', ')} on ${platform}`, () => {
    assert.equal(choosePreferredFramework(all, installed), preferred);
  });
}
