import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LaunchProfile } from '../../../src/launch/profiles/launchProfile.ts';
import {
  expandProfile,
  expandProperties,
  expandVariables,
  listProperties,
} from '../../../src/launch/profiles/profileVariables.ts';
import { context } from '../../../tools/fixtures/sessions/launchRequests.ts';

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

test('on Windows, names are case-insensitive', () => {
  const windows = { ...context, environment: { Path: 'C:\\bin' }, platform: 'win32' } as const;
  assert.equal(expandVariables('%PATH%;%nope%', windows), 'C:\\bin;%nope%');
});

/** A profile with the same text in every property. */
function profileOf(text: string): LaunchProfile {
  return {
    name: text,
    settingsFolder: text,
    commandName: text,
    commandLineArgs: text,
    workingDirectory: text,
    executablePath: text,
    applicationUrl: [text, text],
    launchUrl: text,
    environmentVariables: { [text]: text },
  };
}

/** The same profile with its texts replaced, except for names. */
function replaced(profile: LaunchProfile, text: string): LaunchProfile {
  return {
    ...profile,
    commandLineArgs: text,
    workingDirectory: text,
    executablePath: text,
    applicationUrl: [text, text],
    launchUrl: text,
    environmentVariables: { [profile.name]: text },
  };
}

const bare: LaunchProfile = {
  name: 'a',
  settingsFolder: '/',
  commandName: '',
  applicationUrl: [],
  environmentVariables: {},
};

test('every text of a profile is expanded except for names', () => {
  const profile = profileOf('%AB%');
  assert.deepEqual(expandProfile(profile, { ...context, environment }), replaced(profile, '2'));
});

test('missing properties of a profile stay missing', () => {
  assert.deepEqual(expandProfile(bare, context), bare);
  assert.deepEqual(expandProperties(bare, {}), bare);
});

test('the properties that a profile mentions are listed once, however they are written', () => {
  assert.deepEqual(listProperties(profileOf('$(ProjectDir)x$(PROJECTDIR)$(My_Own-1)')), [
    'PROJECTDIR',
    'My_Own-1',
  ]);
  for (const text of ['$()', '$(A.Length)', '$([System.DateTime]::Now)', '$A', '$(1)', '$( A )']) {
    assert.deepEqual(listProperties(profileOf(text)), [], text);
  }
});

test('properties are replaced in any case, unknown ones by nothing, and functions not at all', () => {
  const profile = profileOf('$(projectdir)$(Nope)|$(A.Length)|$$');
  const values = { ProjectDir: '/srv/$(A)$&', A: '1' };
  assert.deepEqual(
    expandProperties(profile, values),
    replaced(profile, '/srv/$(A)$&|$(A.Length)|$$'),
  );
});
