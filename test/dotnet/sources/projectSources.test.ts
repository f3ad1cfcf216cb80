import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { findProjectSources } from '../../../src/dotnet/sources/projectSources.ts';
import type { RunInputs } from '../../../src/sessions/inputs/runInputs.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** Whether a file is an input, by its own name or that of a folder. */
function isInput({ files, folders }: RunInputs, path: string): boolean {
  if (files.includes(path)) return true;
  return folders.some((folder) => {
    if (relative(folder.path, path).startsWith('..')) return false;
    const parts = relative(folder.path, dirname(path)).split('/').filter(Boolean);
    const above = parts.map((_, index) => join(folder.path, ...parts.slice(0, index + 1)));
    return above.every((each) => folder.hasFolder(each)) && folder.hasFile(path);
  });
}

function check(
  inputs: RunInputs,
  folder: string,
  { are, areNot }: { readonly are: readonly string[]; readonly areNot: readonly string[] },
): void {
  const wrong = [
    ...are.filter((name) => !isInput(inputs, join(folder, name))),
    ...areNot.filter((name) => isInput(inputs, join(folder, name))),
  ];
  assert.deepEqual(wrong, []);
}

test('a project is decided by what the SDK takes by default, and not by what it writes', async (context) => {
  const folder = await createFolder(context, {
    'web/Web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"/>',
  });
  const inputs = await findProjectSources(join(folder, 'web/Web.csproj'));
  assert.equal(inputs.base, join(folder, 'web'));
  check(inputs, folder, {
    are: [
      'web/Web.csproj',
      'web/Web.csproj.user',
      'web/Program.cs',
      'web/Pages/Home.razor',
      'web/Pages/Home.razor.css',
      'web/Resources/Texts.de.resx',
      'web/appsettings.Development.json',
      'web/packages.lock.json',
      'web/Properties/launchSettings.json',
      'web/wwwroot/img/logo.png',
      'web/.editorconfig',
      'web/global.json',
    ],
    areNot: [
      'web/app.db',
      'web/logs/today.log',
      'web/logs/today.json',
      'web/data.json',
      'web/tests/obj/Tests.AssemblyInfo.cs',
      'web/readme.md',
      'web/bin/Debug/appsettings.json',
      'web/obj/project.assets.json',
      'web/node_modules/x/index.json',
      'web/.git/config.json',
      'other/Program.cs',
    ],
  });
});

test('a project is decided by its references as of the last restore', async (context) => {
  const folder = await createFolder(context, {
    'web/Web.csproj': '<Project/>',
    'shared/Shared.csproj': '<Project/>',
  });
  const projects = ['web/Web.csproj', 'shared/Shared.csproj'].map((name) => join(folder, name));
  const list = { projects: Object.fromEntries(projects.map((path) => [path, {}])) };
  await mkdir(join(folder, 'web/obj'));
  await writeFile(join(folder, 'web/obj/Web.csproj.nuget.dgspec.json'), JSON.stringify(list));
  const inputs = await findProjectSources(join(folder, 'web/Web.csproj'));
  check(inputs, folder, {
    are: ['shared/Shared.csproj', 'shared/Model.cs', 'web/Program.cs'],
    areNot: ['shared/obj/Debug/x.cs'],
  });
});

test('imports and files of the folders above decide a project', async (context) => {
  const folder = await createFolder(context, {
    'Directory.Build.props': '<Project><Import Project="build/common.props"/></Project>',
    'build/common.props': `<Project>
      <Import Project='$(MSBuildThisFileDirectory)versions.props' Condition="'$(X)' == ''" />
      <!-- <Import Project="old.props"/> -->
      <Import Project="$(Unknown)/other.props"/>
    </Project>`,
    'build/versions.props': '<Project/>',
    'build/old.props': '<Project/>',
    'nuget.config': '<configuration/>',
    'src/web/Web.csproj': String.raw`<Project><Import Project="..\web.targets" /></Project>`,
    'src/web.targets': '<Project/>',
  });
  const inputs = await findProjectSources(join(folder, 'src/web/Web.csproj'));
  check(inputs, folder, {
    are: [
      'Directory.Build.props',
      'build/common.props',
      'build/versions.props',
      'nuget.config',
      'src/web.targets',
      'src/web/Directory.Build.props',
    ],
    areNot: ['build/old.props', 'Directory.Build.targets'],
  });
});

test('files that a project includes by name or pattern decide it, wherever they are', async (context) => {
  const folder = await createFolder(context, {
    'web/Web.csproj': String.raw`<Project><ItemGroup>
      <Compile Include="..\shared\**\*.cs;..\Version.cs" Link="x" />
      <EmbeddedResource Include="data/*.txt" />
      <None Update="settings.ini" CopyToOutputDirectory="PreserveNewest" />
      <None Update="Data\app.db" CopyToOutputDirectory="PreserveNewest" />
      <Content Include="files/**" />
    </ItemGroup></Project>`,
  });
  const inputs = await findProjectSources(join(folder, 'web/Web.csproj'));
  check(inputs, folder, {
    are: [
      'shared/Model.cs',
      'shared/deep/er/Model.cs',
      'Version.cs',
      'web/data/a.txt',
      'web/settings.ini',
      'web/files/deep/a.csv',
    ],
    areNot: [
      'web/Data/app.db',
      'web/files/app.db-wal',
      'web/files/a.log',
      'shared/readme.md',
      'web/data/deep/a.txt',
      'web/other.txt',
      'shared/obj/a.cs',
    ],
  });
});

test('a program in one file is decided by it and the files above', async (context) => {
  const folder = await createFolder(context, {
    'app.cs': '',
    'Directory.Build.props': '<Project/>',
  });
  const inputs = await findProjectSources(join(folder, 'app.cs'));
  check(inputs, folder, { are: ['app.cs', 'Directory.Build.props'], areNot: ['other.cs'] });
});

test('a build may write assets and lock files itself, but no sources', async (context) => {
  const folder = await createFolder(context, { 'web/Web.csproj': '<Project/>' });
  const { isOutput } = await findProjectSources(join(folder, 'web/Web.csproj'));
  const names = ['wwwroot/app.css', 'packages.lock.json', 'Home.razor.css', 'Home.razor', 'A.cs'];
  assert.deepEqual(
    names.filter((name) => isOutput?.(join(folder, 'web', name))),
    ['wwwroot/app.css', 'packages.lock.json', 'Home.razor.css'],
  );
});
