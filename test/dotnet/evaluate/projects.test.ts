import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetRoom } from '../../support/dotnet.ts';

const limit = { timeout: 600_000 };
let room: DotnetRoom;
let projects: Projects;

before(async () => {
  room = await DotnetRoom.make();
  projects = new Projects(room.dotnet);
  await room.client('BlazorApp');
  await room.fixtures('PlainApp');
});
after(() => room.remove());

test('a stock client is known before any restore', limit, async () => {
  await room.run('new', 'blazorwasm', '--no-restore', '-o', 'Stock (a) é');
  const facts = await projects.facts(room.path('Stock (a) é'));
  assert.equal(facts.kind, 'client');
  assert.equal(facts.isBlazor, true);
  assert.equal(facts.folder, room.path('Stock (a) é'));
  assert.equal(facts.path, room.path('Stock (a) é', 'Stock (a) é.csproj'));
  assert.equal(facts.configuration, 'Debug');
  assert.match(facts.targetFramework, /^net\d+\.0$/);
  assert.deepEqual(facts.targetFrameworks, [facts.targetFramework]);
  assert.equal(
    facts.targetPath,
    room.path('Stock (a) é', 'bin', 'Debug', facts.targetFramework, 'Stock (a) é.dll'),
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

test('a stock server and its client are known by their reference', limit, async () => {
  await room.run('new', 'blazor', '-int', 'WebAssembly', '--no-restore', '-o', 'Web');
  const [server, client] = await Promise.all([
    projects.facts(room.path('Web', 'Web')),
    projects.facts(room.path('Web', 'Web.Client')),
  ]);
  assert.equal(server.kind, 'server');
  assert.equal(client.kind, 'client');
  assert.deepEqual(server.projectReferences, [client.path]);
});

test(
  'a project is evaluated again once a file has changed whose import only MSBuild can follow',
  limit,
  async () => {
    const shared = (assembly: string) =>
      room.write(
        'Far/shared/common.props',
        `<Project><PropertyGroup><AssemblyName>${assembly}</AssemblyName></PropertyGroup></Project>`,
      );
    await room.write(
      'Far/Directory.Build.props',
      '<Project><PropertyGroup><Shared>$(MSBuildThisFileDirectory)shared/</Shared></PropertyGroup></Project>',
    );
    await shared('First');
    const project = await room.project(
      'Far/App/App.csproj',
      '<Import Project="$(Shared)common.props" />',
    );
    assert.equal((await projects.facts(project)).assemblyName, 'First');
    await shared('Second');
    assert.equal((await projects.facts(project)).assemblyName, 'Second');
  },
);

test('a restored client is run by its dev server', limit, async () => {
  await room.run('restore', room.path('BlazorApp'));
  const facts = await projects.facts(room.path('BlazorApp'));
  assert.equal(facts.runCommand, 'dotnet');
  assert.match(facts.runArguments[0] ?? '', /blazor-devserver\.dll$/);
  assert.deepEqual(facts.runArguments.slice(1), ['--applicationpath', facts.targetPath]);
});

test('a WebAssembly app without Blazor is a client', limit, async () => {
  const { isBlazor, kind } = await projects.facts(room.path('PlainApp'));
  assert.deepEqual({ isBlazor, kind }, { isBlazor: false, kind: 'client' });
});

const several = '<TargetFrameworks>net9.0;net10.0;net8.0</TargetFrameworks>';

test('of several target frameworks the preferred one is evaluated', limit, async () => {
  const project = await room.project('Several/Several.csproj', '', several);
  const facts = await projects.facts(project);
  assert.equal(facts.targetFramework, 'net10.0');
  assert.deepEqual(facts.targetFrameworks, ['net9.0', 'net10.0', 'net8.0']);
  assert.equal(facts.targetPath, room.path('Several', 'bin', 'Debug', 'net10.0', 'Several.dll'));
});

test('what can not be built or run here is not preferred', limit, async () => {
  const others = '<TargetFrameworks>net11.0;net10.0-android;net10.0;net9.0</TargetFrameworks>';
  const facts = await projects.facts(await room.project('Others/Others.csproj', '', others));
  assert.equal(facts.targetFramework, 'net10.0');
});

test('a target framework and a configuration may be chosen', limit, async () => {
  const project = await room.project('Chosen/Chosen.csproj', '', several);
  const choice = { targetFramework: 'net8.0', configuration: 'Release' };
  const facts = await projects.facts(project, undefined, choice);
  assert.equal(facts.targetPath, room.path('Chosen', 'bin', 'Release', 'net8.0', 'Chosen.dll'));
  assert.match(facts.runtimeVersion, /^8\.0\./);
  await assert.rejects(projects.facts(project, undefined, { targetFramework: 'net7.0' }), {
    code: 'TargetFrameworkNotFound',
    message: /net9\.0, net10\.0, net8\.0/,
  });
});

test("an invalid project is reported with its line and MSBuild's message", limit, async () => {
  const text = '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n  </Wrong>\n</Project>\n';
  const path = await room.write('Broken/Broken.csproj', text);
  await assert.rejects(projects.facts(path), ({ code, message }) => {
    assert.equal(code, 'ProjectBroken');
    assert.ok(message.startsWith(`${path}(3,5): The project file could not be loaded.`), message);
    return true;
  });
});

test('reports a missing project SDK', limit, async () => {
  const path = await room.write('Odd/Odd.csproj', '<Project Sdk="No.Such.Sdk" />\n');
  await assert.rejects(projects.facts(path), {
    code: 'ProjectBroken',
    message: /'No\.Such\.Sdk' specified could not be found/,
  });
});

test('a broken file that the project imports is named', limit, async () => {
  const path = await room.project('Importing/Importing.csproj');
  const props = await room.write('Importing/Directory.Build.props', '<Project>\n<\n');
  await assert.rejects(projects.facts(path), ({ code, message }) => {
    assert.equal(code, 'ProjectBroken');
    assert.ok(message.includes(props), message);
    return true;
  });
});

test('what is no single project is refused with a code of its own', limit, async () => {
  await room.project('Two/A.csproj');
  await room.project('Two/B.csproj');
  const solution = await room.write('Some.sln', '');
  const text = await room.write('Some.txt', '');
  const refusals = [
    [room.path('Two', 'C.csproj'), 'ProjectNotFound'],
    [room.path('missing'), 'ProjectNotFound'],
    [room.path('Two'), 'FolderWithProjects'],
    [room.path('tmp'), 'FolderWithoutProject'],
    [solution, 'SolutionNotProject'],
    [text, 'NotAProject'],
  ] as const;
  for (const [path, code] of refusals) {
    await assert.rejects(projects.facts(path), { code, message: new RegExp('.') });
  }
});

test('a failure of dotnet is no property of the project', limit, async (context) => {
  const other = await DotnetRoom.of(context);
  const project = await other.project('App/App.csproj');
  const path = other.environment['PATH'] ?? '';
  const own = new Projects(other.dotnet);
  other.environment['PATH'] = '';
  await assert.rejects(own.facts(project), { code: 'DotnetNotFound' });
  other.environment['PATH'] = path;
  assert.equal((await own.facts(project)).kind, 'library');
});
