import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { clientHint } from '../../../src/dotnet/evaluate/clientHint.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { createClient } from '../../../tools/fixtures/dotnet/blazorProjects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';

test(
  'the files of a restored client predict its evaluation',
  { timeout: 240_000 },
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const projects = new Projects(fixture.dotnet);
    afterTest(context, () => projects.dispose());
    await createClient(fixture.path('BlazorApp'));
    const project = fixture.path('BlazorApp', 'BlazorApp.csproj');
    await fixture.run('restore', project);

    const { packageFolder, path, runtimeVersion } = await projects.facts(project);
    assert.deepEqual(await clientHint(project), { packageFolder, path, runtimeVersion });

    await replaceIn(project, 'Microsoft.NET.Sdk.BlazorWebAssembly', 'Microsoft.NET.Sdk.Web');
    assert.equal(await clientHint(project), undefined);
  },
);

test('there is no hint for a client that was not restored or whose files are damaged', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = await fixture.write(
    'App/App.csproj',
    '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly" />',
  );
  assert.equal(await clientHint(project), undefined);
  await fixture.write('App/obj/project.assets.json', '{');
  assert.equal(await clientHint(project), undefined);
  assert.equal(await clientHint(fixture.path('None.csproj')), undefined);
});

test('there is no hint for a client with several target frameworks', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = await fixture.write(
    'App/App.csproj',
    '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly" />',
  );
  const framework = {
    downloadDependencies: [
      { name: 'Microsoft.NETCore.App.Runtime.Mono.browser-wasm', version: '[10.0.12, 10.0.12]' },
    ],
  };
  const restoreFor = (...names: string[]) =>
    fixture.write(
      'App/obj/project.assets.json',
      JSON.stringify({
        packageFolders: { '/packages/': {} },
        project: { frameworks: Object.fromEntries(names.map((name) => [name, framework])) },
      }),
    );
  await restoreFor('net10.0');
  assert.equal((await clientHint(project))?.runtimeVersion, '10.0.12');
  await restoreFor('net10.0', 'net9.0');
  assert.equal(await clientHint(project), undefined);
});
