import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findProfiles, getSettingsOwner } from '../../../src/launch/profiles/profilePlaces.ts';

const settings = `{
  // As the templates write it.
  "profiles": {
    "http": { "commandName": "Project" },
    "IIS Express": { "commandName": "IISExpress" },
    "tool \\"x\\"": { "executablePath": "x", "commandName": "Executable", },
    "broken": 1,
  },
}`;

test('the profiles that can be run are found at their names', () => {
  assert.deepEqual(
    findProfiles(settings).map(({ name, offset }) => [name, settings.slice(offset, offset + 6)]),
    [
      ['http', '"http"'],
      ['tool "x"', '"tool '],
    ],
  );
});

test('a text without profiles has none', () => {
  for (const text of ['', '[]', '{ "profiles": 1 }', '{ "profiles": { "http": {']) {
    assert.deepEqual(findProfiles(text), []);
  }
});

test('launch settings belong to the folder of the project, or to a file-based program', () => {
  const owner = (...path: string[]) => getSettingsOwner(join('/shop', ...path));
  assert.equal(owner('Properties', 'launchSettings.json'), '/shop');
  assert.equal(owner('My Project', 'launchSettings.json'), '/shop');
  assert.equal(owner('tool.run.json'), join('/shop', 'tool.cs'));
  assert.equal(owner('launchSettings.json'), undefined);
  assert.equal(owner('.run.json'), undefined);
});
