import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { LaunchProfile } from '../../../src/launch/profiles/launchProfile.ts';
import { readLaunchProfiles } from '../../../src/launch/profiles/launchProfiles.ts';
import { chooseProfile, type ProfileChoice } from '../../../src/launch/profiles/profileChoice.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const settings = join('Properties', 'launchSettings.json');

/** A project file, and other files with these texts. */
async function project(
  context: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  return join(await createFolder(context, files), 'Shop.csproj');
}

/** An empty profile in the settings of a project or one of its folders. */
function profile(
  file: string,
  name: string,
  commandName = '',
  folder = 'Properties',
): LaunchProfile {
  const settingsFolder = join(dirname(file), folder);
  return { name, settingsFolder, commandName, applicationUrl: [], environmentVariables: {} };
}

/** The profiles of a project's settings, without their entries. */
async function profilesOf(file: string): Promise<readonly LaunchProfile[]> {
  const entries = await readLaunchProfiles(file);
  return entries.map((entry) => {
    assert.ok(entry.kind === 'profile', entry.name);
    return entry.profile;
  });
}

test('a profile has all properties of its settings', async (context) => {
  const all = {
    commandName: 'Executable',
    commandLineArgs: '--a "b c"',
    workingDirectory: 'sub',
    executablePath: 'tool',
    applicationUrl: 'https://localhost:7016; http://localhost:5275;',
    launchBrowser: true,
    launchUrl: 'start',
    environmentVariables: { A: '1', B: 2, C: true, D: null },
    dotnetRunMessages: 'true',
  };
  const file = await project(context, { [settings]: JSON.stringify({ profiles: { web: all } }) });
  const { dotnetRunMessages: _, ...expected } = {
    ...all,
    name: 'web',
    settingsFolder: join(dirname(file), 'Properties'),
    applicationUrl: ['https://localhost:7016', 'http://localhost:5275'],
    environmentVariables: { A: '1', B: '2', C: 'true', D: '' },
  };
  assert.deepEqual(await profilesOf(file), [expected]);
});

test('a byte order mark, comments and trailing commas are accepted', async (context) => {
  const text =
    '\uFEFF// ours\n{ "profiles": { /* one */ "http": { "commandName": "Project", }, }, }';
  const file = await project(context, { [settings]: text });
  assert.deepEqual(await profilesOf(file), [profile(file, 'http', 'Project')]);
});

test('profiles keep the order of the file, and null counts as absent', async (context) => {
  const text = '{"profiles":{"z":{"commandName":null,"applicationUrl":null},"a":{}}}';
  const file = await project(context, { [settings]: text });
  assert.deepEqual(await profilesOf(file), [profile(file, 'z'), profile(file, 'a')]);
});

test('a project without launch settings, or with empty ones, has no profiles', async (context) => {
  assert.deepEqual(await profilesOf(await project(context, {})), []);
  assert.deepEqual(await profilesOf(await project(context, { Properties: '' })), []);
  assert.deepEqual(await profilesOf(await project(context, { [settings]: '{}' })), []);
});

test('the file beside the project is used if there is no other', async (context) => {
  const flat = { 'Shop.run.json': '{"profiles":{"flat":{}}}' };
  const lone = await project(context, flat);
  assert.deepEqual(await profilesOf(lone), [profile(lone, 'flat', '', '')]);
  const both = await project(context, { ...flat, [settings]: '{"profiles":{"deep":{}}}' });
  assert.deepEqual(await profilesOf(both), [profile(both, 'deep')]);
});

test('a file-based program uses the settings file of its name beside it', async (context) => {
  const texts = {
    'shop.run.json': '{"profiles":{"shop":{}}}',
    'other.run.json': '{"profiles":{"other":{}}}',
  };
  const file = join(dirname(await project(context, texts)), 'shop.cs');
  assert.deepEqual(await profilesOf(file), [profile(file, 'shop', '', '')]);
});

test('a Visual Basic project has its settings in the folder that Visual Basic uses', async (context) => {
  const texts = {
    [settings]: '{"profiles":{"c":{}}}',
    [join('My Project', 'launchSettings.json')]: '{"profiles":{"vb":{}}}',
  };
  const file = (await project(context, texts)).replace('.csproj', '.vbproj');
  assert.deepEqual(await profilesOf(file), [profile(file, 'vb', '', 'My Project')]);
});

const broken: readonly (readonly [text: string, place: string])[] = [
  ['', 'line 1, column 1'],
  ['{\n  "profiles": {\n    "http" { }\n  }\n}', 'line 3, column 12'],
  ['{ "profiles": { } ', 'line 1, column 19'],
  ['{"profiles":[]}', 'line 1, column 13'],
];

for (const [text, place] of broken) {
  test(`invalid launch settings are refused at ${place}`, async (context) => {
    const file = await project(context, { [settings]: text });
    await assert.rejects(readLaunchProfiles(file), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'LaunchSettingsBroken');
      assert.ok(error.message.includes(join(dirname(file), settings)));
      assert.ok(error.message.includes(`${place}.`), error.message);
      return true;
    });
  });
}

test('launch settings that are not a file are refused', async (context) => {
  const file = await project(context, { [join(settings, 'x')]: '' });
  await assert.rejects(readLaunchProfiles(file), { code: 'LaunchSettingsUnreadable' });
});

const good = '"http":{"commandName":"Project","commandLineArgs":"x"}';
const byDefault: ProfileChoice = { kind: 'default' };

/** Entries that `dotnet run` ignores when it runs another profile. */
const neighbours = [
  '"//":"text"',
  '"old":null',
  '"list":[1]',
  '"number":5',
  '"typo":{"commandName":5}',
  '"nameless":{"applicationUrl":5}',
  '"iis":{"commandName":"IISExpress","environmentVariables":"x"}',
];

for (const neighbour of neighbours) {
  test(`a profile can be chosen beside ${neighbour}`, async (context) => {
    for (const profiles of [`${neighbour},${good}`, `${good},${neighbour}`]) {
      const file = await project(context, { [settings]: `{"profiles":{${profiles}}}` });
      const entries = await readLaunchProfiles(file);
      for (const choice of [byDefault, { kind: 'named', name: 'http' } as const]) {
        const chosen = chooseProfile(entries, choice);
        assert.equal(chosen.kind === 'profile' && chosen.profile.commandLineArgs, 'x');
      }
    }
  });
}

test('properties that a kind of profile does not use may have any value', async (context) => {
  const text =
    '{"profiles":{"http":{"commandName":"Project","executablePath":5,"inspectUri":[]}},"iisSettings":5}';
  const file = await project(context, { [settings]: text });
  assert.deepEqual(await profilesOf(file), [profile(file, 'http', 'Project')]);
});

test("an entry that is not an object can't be run", async (context) => {
  const file = await project(context, { [settings]: `{"profiles":{"old":null,${good}}}` });
  const chosen = chooseProfile(await readLaunchProfiles(file), { kind: 'named', name: 'old' });
  assert.deepEqual(chosen, { kind: 'unusable', why: "its profile 'old' is not an object" });
});

const misfits: readonly (readonly [profile: string, place: string])[] = [
  ['{"commandName":"Project", "applicationUrl":5}', 'line 2, column 52'],
  ['{"commandName":"Executable", "executablePath":5}', 'line 2, column 55'],
  ['{"commandName":"Project", "environmentVariables":{"A":[]}}', 'line 2, column 63'],
];

for (const [text, place] of misfits) {
  test(`the profile ${text} is refused when it is chosen`, async (context) => {
    const file = await project(context, { [settings]: `{"profiles":{\n "web": ${text}}}` });
    const entries = await readLaunchProfiles(file);
    assert.throws(
      () => chooseProfile(entries, { kind: 'named', name: 'web' }),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'LaunchSettingsBroken');
        assert.ok(error.message.includes(join(dirname(file), settings)));
        assert.ok(error.message.includes(`${place}.`), error.message);
        return true;
      },
    );
  });
}
