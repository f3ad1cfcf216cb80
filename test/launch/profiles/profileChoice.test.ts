import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProfileEntry } from '../../../src/launch/profiles/launchProfile.ts';
import { chooseProfile, type ProfileChoice } from '../../../src/launch/profiles/profileChoice.ts';

function profile(name: string, commandName = 'Project', executablePath?: string): ProfileEntry {
  const made = {
    name,
    settingsFolder: '/srv/shop/Properties',
    commandName,
    ...(executablePath !== undefined && { executablePath }),
    applicationUrl: [],
    environmentVariables: {},
  };
  return { kind: 'profile', name, profile: made };
}

const present = [
  profile('IIS Express', 'IISExpress'),
  profile('Tool', 'Executable', 'tool'),
  profile('HTTP'),
  profile('http'),
  profile('Pathless', 'Executable'),
  profile('Nameless', ''),
  profile('lower', 'project'),
];

/** A profile by its name, none, or the error. */
const choices: readonly (readonly [choice: ProfileChoice, chosen: string | RegExp | undefined])[] =
  [
    [{ kind: 'none' }, undefined],
    [{ kind: 'default' }, 'Tool'],
    [{ kind: 'named', name: 'http' }, 'http'],
    [{ kind: 'named', name: 'HTTP' }, 'HTTP'],
    [{ kind: 'named', name: 'Http' }, /^several .*'Http', ignoring case$/],
    [{ kind: 'named', name: 'tool' }, 'Tool'],
    [{ kind: 'named', name: 'https' }, /^it has no profile named 'https'$/],
    [{ kind: 'named', name: 'iis express' }, /'IIS Express' has the commandName IISExpress, and/],
    [{ kind: 'named', name: 'Pathless' }, /'Pathless' is an Executable without executablePath$/],
    [{ kind: 'named', name: 'Nameless' }, /'Nameless' has no commandName, and/],
    [{ kind: 'named', name: 'lower' }, /'lower' has the commandName project, and/],
    [{ kind: 'base', name: undefined }, undefined],
    [{ kind: 'base', name: 'TOOL' }, 'Tool'],
    [{ kind: 'base', name: 'https' }, undefined],
    [{ kind: 'base', name: 'Http' }, undefined],
    [{ kind: 'base', name: 'IIS Express' }, /'IIS Express'/],
  ];

for (const [choice, expected] of choices) {
  const { kind } = choice;
  const title = 'name' in choice ? `${kind} '${choice.name}'` : kind;
  test(`the choice ${title} is ${expected instanceof RegExp ? 'refused with its cause' : (expected ?? 'no profile')}`, () => {
    const chosen = chooseProfile(present, choice);
    if (expected instanceof RegExp) {
      assert.ok(chosen.kind === 'unusable');
      assert.match(chosen.why, expected);
    } else {
      assert.equal(chosen.kind === 'profile' ? chosen.profile.name : undefined, expected);
      assert.notEqual(chosen.kind, 'unusable');
    }
  });
}

test('the default is the first profile that can be run', () => {
  const others = [profile('IIS', 'IISExpress'), profile('lower', 'project'), profile('', '')];
  const choice: ProfileChoice = { kind: 'default' };
  assert.deepEqual(chooseProfile(others, choice), { kind: 'none' });
  const [tool, http] = [profile('Tool', 'Executable', 'tool'), profile('HTTP')];
  for (const profiles of [
    [...others, http, tool],
    [...others, tool, http],
  ]) {
    const chosen = chooseProfile(profiles, choice);
    assert.equal(chosen.kind === 'profile' && chosen.profile.name, profiles[3]?.name);
  }
});

/** Names that .NET considers equal regardless of case, and names that it does not. */
const names: readonly (readonly [one: string, other: string, isSame: boolean])[] = [
  ['Größe', 'GRÖSSE', false],
  ['größe', 'GRÖßE', true],
  ['ΟΔΟΣ', 'οδος', true],
  ['ΟΔΟΣ', 'οδοσ', true],
  ['I', 'ı', false],
  ['i', 'İ', false],
  ['k', '\u212A', false],
  ['s', 'ſ', false],
  ['жар', 'ЖАР', true],
];

for (const [one, other, isSame] of names) {
  test(`${one} and ${other} are ${isSame ? 'the same name' : 'two names'}`, () => {
    const chosen = chooseProfile([profile(one)], { kind: 'named', name: other });
    assert.equal(chosen.kind, isSame ? 'profile' : 'unusable');
  });
}
