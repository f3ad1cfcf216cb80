import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LaunchProfile } from '../../src/launch/launchProfile.ts';
import { expandProfile, expandVariables } from '../../src/launch/profileVariables.ts';
import { context } from './requests.ts';

const environment = { A: '1%B%', B: '', AB: '2', constructor: undefined };

/** Each as .NET 10 expands it with these variables. */
const examples: readonly (readonly [text: string, expanded: string])[] = [
  ['', ''],
  ['%', '%'],
  ['%%', '%%'],
  ['%A%', '1%B%'],
  ['x%AB%y', 'x2y'],
  ['%B%', ''],
  ['%NOPE%', '%NOPE%'],
  ['%NOPE%AB%', '%NOPE2'],
  ['%AB%AB%', '2AB%'],
  ['100%', '100%'],
  ['%AB%%AB%', '22'],
  ['%ab%', '%ab%'],
  ['%toString%', '%toString%'],
  ['$(ProjectDir)$AB', '$(ProjectDir)$AB'],
];

for (const [text, expanded] of examples) {
  test(`${JSON.stringify(text)} becomes ${JSON.stringify(expanded)}`, () => {
    assert.equal(expandVariables(text, { ...context, environment }), expanded);
  });
}

test('on Windows the case of a name does not matter', () => {
  const windows = { ...context, environment: { Path: 'C:\\bin' }, platform: 'win32' } as const;
  assert.equal(expandVariables('%PATH%;%nope%', windows), 'C:\\bin;%nope%');
});

test('a profile is expanded everywhere but in its names', () => {
  const text = '%AB%';
  const profile: LaunchProfile = {
    name: text,
    commandName: text,
    commandLineArgs: text,
    workingDirectory: text,
    executablePath: text,
    applicationUrl: [text, text],
    launchUrl: text,
    inspectUri: text,
    environmentVariables: { [text]: text },
  };
  assert.deepEqual(expandProfile(profile, { ...context, environment }), {
    ...profile,
    commandLineArgs: '2',
    workingDirectory: '2',
    executablePath: '2',
    applicationUrl: ['2', '2'],
    launchUrl: '2',
    environmentVariables: { [text]: '2' },
  });
});

test('what a profile lacks it lacks afterwards too', () => {
  const profile = { name: 'a', commandName: '', applicationUrl: [], environmentVariables: {} };
  assert.deepEqual(expandProfile(profile, context), profile);
});
