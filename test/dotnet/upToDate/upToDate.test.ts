import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { buildProject } from '../../../src/dotnet/build/build.ts';
import type { BuildPlan } from '../../../src/dotnet/build/buildPlan.ts';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { getOutputs, UpToDateCheck } from '../../../src/dotnet/upToDate/upToDate.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };

/** Writes a web program with all kinds of sources, and a library that it uses. */
async function writeApp(fixture: DotnetFixture): Promise<string> {
  await fixture.write('.git/HEAD', 'ref: refs/heads/main\n');
  await fixture.write('Directory.Build.props', '<Project />');
  await fixture.write('Shared/Shared.cs', 'static class Shared {}');
  await fixture.sdkProject('Library', 'Microsoft.NET.Sdk');
  await fixture.write('Library/Greeting.cs', 'public static class Greeting {}');
  const sources = {
    'Program.cs': 'System.Console.WriteLine(typeof(Greeting));',
    'Unused.cs': '',
    'Page.razor': '<h1>Page</h1>',
    'Page.razor.css': 'h1 { color: red; }',
    'appsettings.json': '{}',
    'Properties/launchSettings.json': '{}',
    'wwwroot/app.css': '',
  };
  for (const [name, text] of Object.entries(sources)) await fixture.write(`App/${name}`, text);
  return fixture.write(
    'App/App.csproj',
    `<Project Sdk="Microsoft.NET.Sdk.Web">
      <PropertyGroup>
        <TargetFramework>net10.0</TargetFramework>
        <RequiresAspNetWebAssets>false</RequiresAspNetWebAssets>
      </PropertyGroup>
      <ItemGroup>
        <ProjectReference Include="../Library/Library.csproj" />
        <Compile Include="../Shared/*.cs" Link="%(Filename).cs" />
      </ItemGroup>
    </Project>`,
  );
}

test('a project is not up to date after a change of any input', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = await writeApp(fixture);
  const projects = new Projects(fixture.dotnet);
  const check = new UpToDateCheck(systemClock, projects.evaluations.bind(projects));
  const isUpToDate = async (plan: BuildPlan = { project }) =>
    (await check.rememberedIssues(plan)) !== undefined;

  assert.equal(await isUpToDate(), false, 'never built');
  const inputs = await check.begin({ project });
  const { kind } = await buildProject({ project }, fixture.dotnet, { output: () => {} });
  assert.equal(kind, 'succeeded');
  await check.remember({ project }, inputs, await getOutputs({ project }), []);
  assert.equal(await isUpToDate(), true, 'built');
  assert.equal(await isUpToDate({ project, configuration: 'Release' }), false);
  assert.equal(await isUpToDate({ project, targetFramework: 'net10.0' }), false);

  /** Replaces or removes a file, checks, and restores the file. */
  async function isUpToDateWith(name: string, text?: string): Promise<boolean> {
    const [path, aside] = [fixture.path(name), fixture.path('tmp', 'aside')];
    const wasThere = await rename(path, aside).then(
      () => true,
      () => false,
    );
    await mkdir(dirname(path), { recursive: true });
    if (text !== undefined) await fixture.write(name, text);
    const answer = await isUpToDate();
    await rm(path, { force: true });
    if (wasThere) await rename(aside, path);
    assert.equal(await isUpToDate(), true, `${name} is unchanged`);
    return answer;
  }

  const written = [
    'App/App.csproj',
    'App/App.csproj.user',
    'App/Program.cs',
    'App/Added.cs',
    'App/Below/Added.txt',
    'App/Page.razor',
    'App/Page.razor.css',
    'App/appsettings.json',
    'App/wwwroot/app.css',
    'App/wwwroot/.well-known/added.txt',
    'App/bin/Debug/net10.0/App.dll',
    'App/bin/Debug/net10.0/Library.dll',
    'App/obj/project.assets.json',
    'Library/Library.csproj',
    'Library/Greeting.cs',
    'Library/Added.cs',
    'Library/node_modules/package/Added.cs',
    'Library/obj/Library.csproj.nuget.g.props',
    'Shared/Shared.cs',
    'Shared/Added.cs',
    'Directory.Build.props',
    'Directory.Build.targets',
    'Directory.Packages.props',
    'global.json',
    '.editorconfig',
    '.git/HEAD',
    '.git/logs/HEAD',
  ];
  for (const name of written) assert.equal(await isUpToDateWith(name, 'new'), false, name);
  const deleted = [
    'App/Unused.cs',
    'App/wwwroot/app.css',
    'Library/Greeting.cs',
    'Shared/Shared.cs',
    'Directory.Build.props',
    'App/bin/Debug/net10.0/App.pdb',
    'App/bin/Debug/net10.0/App.runtimeconfig.json',
    'App/bin/Debug/net10.0/App.staticwebassets.runtime.json',
    'App/bin/Debug/net10.0/appsettings.json',
    'App/obj/Debug/net10.0/App.dll',
  ];
  for (const name of deleted) assert.equal(await isUpToDateWith(name), false, name);
  const without = [
    'App/Properties/launchSettings.json',
    'App/bin/Debug/net10.0/app.log',
    'App/bin/Release/net10.0/App.dll',
    'App/.vscode/settings.json',
    'App/node_modules/package/index.js',
  ];
  for (const name of without) assert.equal(await isUpToDateWith(name, 'new'), true, name);

  await symlink(fixture.path('Shared'), fixture.path('App', 'Linked'));
  assert.equal(await isUpToDate(), false, 'a linked folder');
});

test(
  'an up-to-date project is not built again, and a changed one is never run without a build',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const calls = await fixture.countCalls();
    const builds = new Builds(fixture.dotnet, new Projects(fixture.dotnet));
    await fixture.project('Library/Library.csproj');
    const greet = (text: string) =>
      `public static class Greeting { public static string Text => "${text}"; }`;
    const greeting = await fixture.write('Library/Greeting.cs', greet('first'));
    await fixture.write('App/Program.cs', '#warning Later.\nSystem.Console.Write(Greeting.Text);');
    const project = await fixture.project(
      'App/App.csproj',
      '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>',
    );
    const never = new AbortController().signal;
    const build = (output: () => void = () => {}) => builds.build({ project }, { output }, never);
    const assembly = fixture.path('App', 'bin', 'Debug', 'net10.0', 'App.dll');

    const first = await build(() => writeFileSync(greeting, greet('second')));
    assert.equal(first.kind, 'succeeded');
    assert.equal((await build()).kind, 'succeeded', 'a change came during the build');
    assert.equal(await fixture.run(assembly), 'second');
    const ofBuilds = (all: readonly string[]) => all.filter((call) => call.startsWith('build'));
    const built = ofBuilds(await calls()).length;
    const again = await build();
    assert.equal(again.kind, 'upToDate');
    assert.equal(ofBuilds(await calls()).length, built);

    writeFileSync(greeting, greet('third'));
    assert.equal((await build()).kind, 'succeeded', 'a library has changed');
    assert.equal(await fixture.run(assembly), 'third');
    await rm(assembly);
    assert.equal((await build()).kind, 'succeeded', 'an output is gone');
    assert.equal(await fixture.run(assembly), 'third');
    assert.equal((await build()).kind, 'upToDate');
  },
);

test(
  'an optional file that appeared before a build does not count as a change during it',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const builds = new Builds(fixture.dotnet, new Projects(fixture.dotnet));
    await fixture.write(
      'Directory.Build.props',
      '<Project><PropertyGroup><Shared>$(MSBuildThisFileDirectory)shared/</Shared></PropertyGroup></Project>',
    );
    const project = await fixture.project(
      'App/App.csproj',
      `<Import Project="$(Shared)local.props" Condition="Exists('$(Shared)local.props')" />`,
    );
    const never = new AbortController().signal;
    const build = async () => (await builds.build({ project }, { output: () => {} }, never)).kind;
    assert.equal(await build(), 'succeeded');
    assert.equal(await build(), 'upToDate');
    const props = await fixture.write('shared/local.props', '<Project />');
    assert.equal(await build(), 'succeeded', 'the file has appeared');
    assert.equal(await build(), 'upToDate');
    await rm(props);
    assert.equal(await build(), 'succeeded', 'the file is gone');
    assert.equal(await build(), 'upToDate');
  },
);

test("an up-to-date project does not wait for another project's build", limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const builds = new Builds(fixture.dotnet, new Projects(fixture.dotnet));
  const project = await fixture.sdkProject('App', 'Microsoft.NET.Sdk');
  const never = new AbortController().signal;
  const build = () => builds.build({ project }, { output: () => {} }, never);
  assert.equal((await build()).kind, 'succeeded');
  const stop = new AbortController();
  const waiting = await fixture.quickProject(
    'Waiting',
    '<Target Name="Wait" BeforeTargets="CoreBuild"><Exec Command="echo waiting; sleep 60" /></Target>',
  );
  const begun = deferred();
  const other = builds.build({ project: waiting }, { output: () => begun.resolve() }, stop.signal);
  await begun.promise;
  assert.equal((await build()).kind, 'upToDate');
  stop.abort();
  assert.equal((await other).kind, 'stopped');
});

test('a project with its own build steps is always built', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const builds = new Builds(fixture.dotnet, new Projects(fixture.dotnet));
  const command = '<Exec Command="echo step" />';
  const project = await fixture.quickProject(
    'App',
    `<Target Name="Step" BeforeTargets="CoreBuild">${command}</Target>`,
  );
  for (const time of ['first', 'second']) {
    let heard = '';
    const listener = {
      output: (_: unknown, chunk: Uint8Array) => void (heard += Buffer.from(chunk)),
    };
    const { kind } = await builds.build({ project }, listener, new AbortController().signal);
    assert.equal(kind, 'succeeded');
    assert.match(heard, /step/, time);
  }
});
