import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type TargetOptions, readTarget } from '../../../src/cli/start/target.ts';
import { toSessionObject } from '../../../src/cli/start/sessionRequest.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

interface TargetFixture {
  readonly folder: string;
  readonly options: TargetOptions;
}

async function prepare(
  context: TestContext,
  files: Record<string, string>,
): Promise<TargetFixture> {
  const folder = await createFolder(context, files);
  const options = { currentFolder: folder, mode: 'NoDebug', launchProfile: undefined } as const;
  return { folder, options };
}

const profiles = JSON.stringify({
  profiles: { iis: { commandName: 'IISExpress' }, https: { commandName: 'Project' } },
});

test('a script runs in the current folder, as in a shell', async (context) => {
  const { folder, options } = await prepare(context, { 'src/app.js': '', 'app.py': '' });
  const base = { mode: 'NoDebug', working_directory: folder };
  assert.deepEqual((await readTarget('src/app.js', options))?.launchConfiguration, {
    ...base,
    type: 'node',
    script_path: join(folder, 'src/app.js'),
  });
  assert.deepEqual((await readTarget(join(folder, 'app.py'), options))?.launchConfiguration, {
    ...base,
    type: 'python',
    program_path: join(folder, 'app.py'),
  });
});

test('a project gets the launch profile that dotnet run takes', async (context) => {
  const { folder, options } = await prepare(context, {
    'Shop/Shop.csproj': '',
    'Shop/Properties/launchSettings.json': profiles,
  });
  const expected = {
    type: 'project',
    mode: 'NoDebug',
    project_path: join(folder, 'Shop/Shop.csproj'),
    launch_profile: 'https',
  };
  for (const target of ['Shop', 'Shop/Shop.csproj', './Shop/']) {
    assert.deepEqual((await readTarget(target, options))?.launchConfiguration, expected);
  }
});

test('--launch-profile replaces the launch profile, and an empty one turns it off', async (context) => {
  const { folder, options } = await prepare(context, {
    'Shop.csproj': '',
    'Properties/launchSettings.json': profiles,
  });
  const project = { type: 'project', mode: 'Debug', project_path: join(folder, 'Shop.csproj') };
  const read = async (launchProfile: string): Promise<unknown> =>
    (await readTarget('Shop.csproj', { ...options, mode: 'Debug', launchProfile }))
      ?.launchConfiguration;
  assert.deepEqual(await read('http'), { ...project, launch_profile: 'http' });
  assert.deepEqual(await read(''), { ...project, disable_launch_profile: true });
});

test('a project without launch settings has no launch profile', async (context) => {
  const { options } = await prepare(context, { 'Shop.csproj': '' });
  const configuration = (await readTarget('.', options))?.launchConfiguration;
  assert.equal(configuration?.['disable_launch_profile'], true);
});

test('folders with a package, a Go module or a crate are run by their tools', async (context) => {
  const { folder, options } = await prepare(context, {
    'web/package.json': '{}',
    'api/go.mod': '',
    'tool/Cargo.toml': '',
  });
  assert.deepEqual(await readTarget('web', options), {
    launchConfiguration: {
      type: 'node',
      mode: 'NoDebug',
      runtime_executable: 'npm',
      working_directory: join(folder, 'web'),
    },
    env: [],
    args: ['start'],
    title: 'web',
  });
  const types = await Promise.all(['api', 'tool'].map((name) => readTarget(name, options)));
  assert.deepEqual(
    types.map((request) => request?.launchConfiguration['type']),
    ['go', 'rust'],
  );
});

test('a web address is opened as a page', async (context) => {
  const { options } = await prepare(context, {});
  assert.deepEqual((await readTarget('http://localhost:5000/a', options))?.launchConfiguration, {
    type: 'browser',
    mode: 'NoDebug',
    url: 'http://localhost:5000/a',
  });
});

test('what cannot be run is refused with the reason', async (context) => {
  const { options } = await prepare(context, {
    'notes.txt': '',
    'empty/notes.txt': '',
    'two/A.csproj': '',
    'two/B.csproj': '',
  });
  await assert.rejects(readTarget('notes.txt', options), { code: 'UnknownTarget' });
  await assert.rejects(readTarget('empty', options), { code: 'UnknownTarget' });
  await assert.rejects(readTarget('two', options), {
    code: 'SeveralProjects',
    message: /A\.csproj, B\.csproj/,
  });
  assert.equal(await readTarget('missing.js', options), undefined);
});

test('a session is named after its target, unless it has a name', () => {
  const request = { launchConfiguration: { type: 'node' }, env: [], title: 'My App.v2.js' };
  assert.deepEqual(toSessionObject(request, undefined), {
    apiVersion: 'usvc-dev.developer.microsoft.com/v1',
    kind: 'IdeSession',
    metadata: { generateName: 'my-app-v2-' },
    spec: { launchConfigurations: '[{"type":"node"}]', desiredState: 'Running' },
  });
  const { metadata } = toSessionObject(request, 'mine') as { metadata: unknown };
  assert.deepEqual(metadata, { name: 'mine' });
});
