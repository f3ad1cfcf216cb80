// The next window knows what the last one built, from the files that MSBuild named.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { MemoryStore } from '../../../tools/fixtures/memoryStore.ts';

const limit = { timeout: 600_000 };
const never = new AbortController().signal;

/** A program whose name is set in a file that only MSBuild finds. */
async function sharedApp(context: TestContext) {
  const fixture = await DotnetFixture.of(context);
  const name = (assembly: string) =>
    fixture.write(
      'shared/common.props',
      `<Project><PropertyGroup><AssemblyName>${assembly}</AssemblyName></PropertyGroup></Project>`,
    );
  await fixture.write(
    'Directory.Build.props',
    '<Project><PropertyGroup><Shared>$(MSBuildThisFileDirectory)shared/</Shared></PropertyGroup></Project>',
  );
  await fixture.write('App/Program.cs', 'System.Console.Write("ran");');
  const project = await fixture.project(
    'App/App.csproj',
    '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><Import Project="$(Shared)common.props" />',
  );
  await name('First');
  return { name, project, fixture };
}

/** What one window knows of projects and builds. */
function windowOf(
  { dotnet }: DotnetFixture,
  stores: { readonly projects: MemoryStore; readonly builds: MemoryStore },
  isTrusted: (project: string) => boolean = () => true,
) {
  const projects = new Projects(dotnet, { store: stores.projects, isTrusted });
  const builds = new Builds(dotnet, projects, { store: stores.builds, isTrusted });
  const build = async (project: string) =>
    (await builds.build({ project }, { output: () => undefined }, never)).kind;
  return { projects, build };
}

test(
  'the next window starts a built program without a build, until MSBuild would build it',
  limit,
  async (context) => {
    const { name, project, fixture } = await sharedApp(context);
    const calls = await fixture.countCalls();
    const stores = { projects: new MemoryStore(), builds: new MemoryStore() };
    const first = windowOf(fixture, stores);
    assert.equal(await first.build(project), 'succeeded');
    assert.match((await first.projects.runFacts(project)).runCommand, /First$/);
    await stores.builds.saved(1);

    const before = (await calls()).length;
    const second = windowOf(fixture, stores);
    assert.equal(await second.build(project), 'upToDate');
    assert.match((await second.projects.runFacts(project)).runCommand, /First$/);
    assert.equal((await calls()).length, before, 'MSBuild is not called');

    await name('Second');
    assert.equal(await second.build(project), 'succeeded');
    const { runCommand } = await second.projects.runFacts(project);
    assert.match(runCommand, /Second$/);
    assert.equal(await second.build(project), 'upToDate');
  },
);

test('a changed environment or setting leaves the decision to MSBuild', limit, async (context) => {
  const { project, fixture } = await sharedApp(context);
  const stores = { projects: new MemoryStore(), builds: new MemoryStore() };
  let isTrusted = true;
  const first = windowOf(fixture, stores, () => isTrusted);
  assert.equal(await first.build(project), 'succeeded');
  assert.equal(await first.build(project), 'upToDate');
  isTrusted = false;
  assert.equal(await first.build(project), 'succeeded', 'the setting is off');
  isTrusted = true;
  assert.equal(await first.build(project), 'upToDate');
  await stores.builds.saved(2);
  fixture.environment['Configuration'] = 'Release';
  assert.equal(await windowOf(fixture, stores).build(project), 'succeeded', 'another environment');
});

test('the setting of each project decides whether it is built', limit, async (context) => {
  const { project, fixture } = await sharedApp(context);
  const other = await fixture.project('Other/Other.csproj');
  const stores = { projects: new MemoryStore(), builds: new MemoryStore() };
  const { build } = windowOf(fixture, stores, (path) => path === other);
  for (const each of [project, other]) assert.equal(await build(each), 'succeeded');
  assert.equal(await build(project), 'succeeded');
  assert.equal(await build(other), 'upToDate');
});

test('the setting of each project decides whether it is evaluated', limit, async (context) => {
  const { project, fixture } = await sharedApp(context);
  const other = await fixture.project('Other/Other.csproj');
  const calls = await fixture.countCalls();
  const projects = new Projects(fixture.dotnet, { isTrusted: (path) => path === other });
  for (const each of [project, other]) await projects.facts(each);
  const before = (await calls()).length;
  await projects.facts(other);
  assert.equal((await calls()).length, before);
  await projects.facts(project);
  assert.equal((await calls()).length, before + 1);
});
