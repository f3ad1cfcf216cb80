import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };
let fixture: DotnetFixture;
let projects: Projects;

before(async () => {
  fixture = await DotnetFixture.make();
  projects = new Projects(fixture.dotnet);
  await fixture.client('BlazorApp');
  await fixture.fixtures('PlainApp');
});
after(() => fixture.remove());

test('a stock client is recognised before any restore', limit, async () => {
  await fixture.run('new', 'blazorwasm', '--no-restore', '-o', 'Stock (a) é');
  const facts = await projects.facts(fixture.path('Stock (a) é'));
  assert.equal(facts.kind, 'client');
  assert.equal(facts.isBlazor, true);
  assert.equal(facts.folder, fixture.path('Stock (a) é'));
  assert.equal(facts.path, fixture.path('Stock (a) é', 'Stock (a) é.csproj'));
  assert.equal(facts.configuration, 'Debug');
  assert.match(facts.targetFramework, /^net\d+\.0$/);
  assert.deepEqual(facts.targetFrameworks, [facts.targetFramework]);
  assert.equal(
    facts.targetPath,
    fixture.path('Stock (a) é', 'bin', 'Debug', facts.targetFramework, 'Stock (a) é.dll'),
  );
  assert.equal(facts.packageFolder, undefined);
  assert.equal(facts.isTrimmed, true);
  assert.match(facts.runtimeVersion, /^\d+\.0\.\d+/);
  assert.deepEqual(
    facts.packageReferences.map(({ name }) => name),
    [
      'Microsoft.AspNetCore.Components.WebAssembly',
      'Microsoft.AspNetCore.Components.WebAssembly.DevServer',
    ],
  );
});

test('a stock server and its client are recognised by the reference', limit, async () => {
  await fixture.run('new', 'blazor', '-int', 'WebAssembly', '--no-restore', '-o', 'Web');
  const [server, client] = await Promise.all([
    projects.facts(fixture.path('Web', 'Web')),
    projects.facts(fixture.path('Web', 'Web.Client')),
  ]);
  assert.equal(server.kind, 'server');
  assert.equal(client.kind, 'client');
  assert.deepEqual(server.projectReferences, [client.path]);
});

test(
  'a project is evaluated again when a file has changed whose import only MSBuild can follow',
  limit,
  async () => {
    const shared = (assembly: string) =>
      fixture.write(
        'Far/shared/common.props',
        `<Project><PropertyGroup><AssemblyName>${assembly}</AssemblyName></PropertyGroup></Project>`,
      );
    await fixture.write(
      'Far/Directory.Build.props',
      '<Project><PropertyGroup><Shared>$(MSBuildThisFileDirectory)shared/</Shared></PropertyGroup></Project>',
    );
    await shared('First');
    const project = await fixture.project(
      'Far/App/App.csproj',
      '<Import Project="$(Shared)common.props" />',
    );
    assert.equal((await projects.facts(project)).assemblyName, 'First');
    await shared('Second');
    assert.equal((await projects.facts(project)).assemblyName, 'Second');
  },
);

test('a restored client is run by its dev server', limit, async () => {
  await fixture.run('restore', fixture.path('BlazorApp'));
  const facts = await projects.facts(fixture.path('BlazorApp'));
  assert.equal(facts.runCommand, 'dotnet');
  assert.match(facts.runArguments[0] ?? '', /blazor-devserver\.dll$/);
  assert.deepEqual(facts.runArguments.slice(1), ['--applicationpath', facts.targetPath]);
});

test('a WebAssembly app without Blazor is a client', limit, async () => {
  const { isBlazor, kind } = await projects.facts(fixture.path('PlainApp'));
  assert.deepEqual({ isBlazor, kind }, { isBlazor: false, kind: 'client' });
});

const several = '<TargetFrameworks>net9.0;net10.0;net8.0</TargetFrameworks>';

test('the preferred one of several target frameworks is evaluated', limit, async () => {
  const project = await fixture.project('Several/Several.csproj', '', several);
  const facts = await projects.facts(project);
  assert.equal(facts.targetFramework, 'net10.0');
  assert.deepEqual(facts.targetFrameworks, ['net9.0', 'net10.0', 'net8.0']);
  assert.equal(facts.targetPath, fixture.path('Several', 'bin', 'Debug', 'net10.0', 'Several.dll'));
});

test("a target framework that can't be built or run here is not preferred", limit, async () => {
  const others = '<TargetFrameworks>net11.0;net10.0-android;net10.0;net9.0</TargetFrameworks>';
  const facts = await projects.facts(await fixture.project('Others/Others.csproj', '', others));
  assert.equal(facts.targetFramework, 'net10.0');
});

test('a target framework and a configuration can be chosen', limit, async () => {
  const project = await fixture.project('Chosen/Chosen.csproj', '', several);
  const choice = { targetFramework: 'net8.0', configuration: 'Release' };
  const facts = await projects.facts(project, undefined, choice);
  assert.equal(facts.targetPath, fixture.path('Chosen', 'bin', 'Release', 'net8.0', 'Chosen.dll'));
  assert.match(facts.runtimeVersion, /^8\.0\./);
  await assert.rejects(projects.facts(project, undefined, { targetFramework: 'net7.0' }), {
    code: 'TargetFrameworkNotFound',
    message: /net9\.0, net10\.0, net8\.0/,
  });
});

test("an invalid project is reported with its line and MSBuild's message", limit, async () => {
  const text = '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n  </Wrong>\n</Project>\n';
  const path = await fixture.write('Broken/Broken.csproj', text);
  await assert.rejects(projects.facts(path), ({ code, message }) => {
    assert.equal(code, 'ProjectBroken');
    assert.ok(message.startsWith(`${path}(3,5): The project file could not be loaded.`), message);
    return true;
  });
});

test('reports a missing project SDK', limit, async () => {
  const path = await fixture.write('Odd/Odd.csproj', '<Project Sdk="No.Such.Sdk" />\n');
  await assert.rejects(projects.facts(path), {
    code: 'ProjectBroken',
    message: /'No\.Such\.Sdk' specified could not be found/,
  });
});

test('an invalid imported file is named', limit, async () => {
  const path = await fixture.project('Importing/Importing.csproj');
  const props = await fixture.write('Importing/Directory.Build.props', '<Project>\n<\n');
  await assert.rejects(projects.facts(path), ({ code, message }) => {
    assert.equal(code, 'ProjectBroken');
    assert.ok(message.includes(props), message);
    return true;
  });
});

test('a path that is not a single project is refused with its own error code', limit, async () => {
  await fixture.project('Two/A.csproj');
  await fixture.project('Two/B.csproj');
  const solution = await fixture.write('Some.sln', '');
  const text = await fixture.write('Some.txt', '');
  const refusals = [
    [fixture.path('Two', 'C.csproj'), 'ProjectNotFound'],
    [fixture.path('missing'), 'ProjectNotFound'],
    [fixture.path('Two'), 'FolderWithProjects'],
    [fixture.path('tmp'), 'FolderWithoutProject'],
    [solution, 'SolutionNotProject'],
    [text, 'NotAProject'],
  ] as const;
  for (const [path, code] of refusals) {
    await assert.rejects(projects.facts(path), { code, message: new RegExp('.') });
  }
});

test('a failure of dotnet is not cached for the project', limit, async (context) => {
  const other = await DotnetFixture.of(context);
  const project = await other.project('App/App.csproj');
  const path = other.environment['PATH'] ?? '';
  const own = new Projects(other.dotnet);
  other.environment['PATH'] = '';
  await assert.rejects(own.facts(project), { code: 'DotnetNotFound' });
  other.environment['PATH'] = path;
  assert.equal((await own.facts(project)).kind, 'library');
});
