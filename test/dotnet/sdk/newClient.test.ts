import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { createClient } from '../../../src/dotnet/sdk/newClient.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };

test(
  'a client is created in an empty folder, under its name, and nowhere else',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const folder = fixture.path('My Shop');
    await mkdir(folder);
    await createClient(folder, fixture.dotnet);
    const files = await readdir(folder, { recursive: true });
    for (const file of ['My Shop.csproj', 'Pages/Counter.razor', 'Program.cs']) {
      assert.ok(files.includes(file), files.join());
    }
    await assert.rejects(createClient(folder, fixture.dotnet), { code: 'ClientFolderNotEmpty' });
    assert.deepEqual(await readdir(folder, { recursive: true }), files);
  },
);

test('a template that the SDK refuses is reported with its reason', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const folder = fixture.path('empty');
  await mkdir(folder);
  // Without templates.
  fixture.environment['DOTNET_CLI_HOME'] = '/dev/null/none';
  await assert.rejects(createClient(folder, fixture.dotnet), { code: 'ClientNotCreated' });
});
