import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { evaluateAlone } from '../../../src/dotnet/evaluate/evaluateAlone.ts';
import { Evaluations } from '../../../src/dotnet/evaluate/evaluations.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 600_000 };
const { signal } = new AbortController();

async function withPrograms(context: TestContext, ...names: readonly string[]) {
  const fixture = await DotnetFixture.of(context);
  const projects = await Promise.all(
    names.map(async (name) => {
      await fixture.write(`${name}/Program.cs`, 'System.Console.WriteLine(1);');
      return fixture.project(`${name}/${name}.csproj`, exe);
    }),
  );
  return { fixture, projects, calls: await fixture.countCalls() };
}

const exe = '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>';

test('concurrent requests are evaluated by one run', limit, async (context) => {
  const { calls, projects, fixture } = await withPrograms(context, 'One', 'Two', 'Three');
  const known = new Projects(fixture.dotnet);
  const facts = await Promise.all(projects.map((project) => known.facts(project)));
  assert.deepEqual(
    facts.map(({ assemblyName, kind }) => [assemblyName, kind]),
    [
      ['One', 'program'],
      ['Two', 'program'],
      ['Three', 'program'],
    ],
  );
  assert.equal((await calls()).length, 1);
});

test('a request after expected work shares a run with queued ones', limit, async (context) => {
  const { calls, projects, fixture } = await withPrograms(context, 'One', 'Two');
  const evaluations = new Evaluations(fixture.dotnet);
  const [one = '', two = ''] = projects;
  const work = deferred();
  evaluations.expect(work.promise);
  const first = evaluations.ask(one, {}, signal);
  const second = work.promise.then(() => evaluations.ask(two, {}, signal));
  // Longer than a run would wait for others by itself.
  systemClock.after(250, () => work.resolve());
  const answers = await Promise.all([first, second]);
  assert.deepEqual(
    answers.map(({ properties }) => properties['AssemblyName']),
    ['One', 'Two'],
  );
  assert.equal((await calls()).length, 1);
});

test('failed work does not delay evaluations', limit, async (context) => {
  const { projects, fixture } = await withPrograms(context, 'One');
  const evaluations = new Evaluations(fixture.dotnet);
  evaluations.expect(Promise.reject(new Error('failed')));
  const { properties } = await evaluations.ask(projects[0] ?? '', {}, signal);
  assert.equal(properties['AssemblyName'], 'One');
});

test('queued requests are evaluated in order of priority', limit, async (context) => {
  const { projects, fixture } = await withPrograms(context, 'First', 'Second');
  const endless = await fixture.endlessProject('Endless');
  const evaluations = new Evaluations(fixture.dotnet);
  const abort = new AbortController();
  const [first = '', second = ''] = projects;
  const answers: string[] = [];
  const ask = async (project: string, place: number): Promise<void> => {
    const { properties } = await evaluations.ask(project, { place }, abort.signal);
    answers.push(properties['AssemblyName'] ?? '');
  };
  const unanswered = ask(endless, 3);
  unanswered.catch(() => undefined);
  await Promise.all([ask(second, 2), ask(first, 1)]);
  assert.deepEqual(answers, ['First', 'Second']);
  abort.abort(new Error('enough'));
  await assert.rejects(unanswered, /enough/);
});

test(
  'a shared run has the same results for every kind of project as its own run',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    await fixture.client('BlazorApp');
    await fixture.servedClient('Web');
    await fixture.fixtures('PlainApp');
    const projects = [
      fixture.path('BlazorApp', 'BlazorApp.csproj'),
      fixture.path('Web', 'Web', 'Web.csproj'),
      fixture.path('Web', 'Web.Client', 'Web.Client.csproj'),
      fixture.path('PlainApp', 'PlainApp.csproj'),
      await fixture.project(
        'Several/Several.csproj',
        '',
        '<TargetFrameworks>\n net9.0;\n net10.0\n</TargetFrameworks>',
      ),
      await fixture.project(
        "It's (a) %3B;é/Odd.csproj",
        `<PropertyGroup><OutputType>Exe</OutputType><AssemblyName>It's (b) %3B é</AssemblyName><StartArguments>a;b "c d" 'e'</StartArguments></PropertyGroup>
      <ItemGroup><PackageReference Include="X" Version="[1.0,2)" /><PackageReference Include="Y" /><PackageVersion Include="Y" Version="2.0" /></ItemGroup>`,
      ),
      await fixture.write('Bare/Bare.csproj', '<Project><Target Name="Build" /></Project>'),
    ];
    const evaluations = new Evaluations(fixture.dotnet);
    const together = await Promise.all(projects.map((path) => evaluations.ask(path, {}, signal)));
    for (const [index, path] of projects.entries()) {
      const alone = await evaluateAlone(path, {}, fixture.dotnet, signal);
      const { imports, ...others } = together[index] ?? assert.fail();
      assert.deepEqual(others, { properties: alone.properties, items: alone.items }, path);
      assert.deepEqual(imports?.files, alone.imports?.files, path);
      // A file that the SDK looks for may be looked for by any of them.
      const missed = alone.imports?.absent.filter((each) => !imports?.absent.includes(each));
      assert.deepEqual(missed ?? [], [], path);
    }
  },
);

test(
  'an invalid project is reported separately and does not affect others',
  limit,
  async (context) => {
    const { projects, fixture } = await withPrograms(context, 'One', 'Two');
    const broken = await fixture.project(
      'Broken/Broken.csproj',
      '<PropertyGroup><A>$([System.Int32]::Parse(x))</A></PropertyGroup>',
    );
    const known = new Projects(fixture.dotnet);
    const [one, failed, two] = await Promise.allSettled(
      [projects[0] ?? '', broken, projects[1] ?? ''].map((project) => known.facts(project)),
    );
    assert.equal(one?.status, 'fulfilled');
    assert.equal(two?.status, 'fulfilled');
    assert.equal(failed?.status, 'rejected');
    assert.equal(failed.reason.code, 'ProjectBroken');
    assert.match(failed.reason.message, /Broken\.csproj\(3,/);
  },
);

test('properties that the environment adds to all projects still apply', limit, async (context) => {
  const { projects, fixture } = await withPrograms(context, 'One', 'Two');
  fixture.environment['CustomAfterMicrosoftCommonTargets'] = await fixture.write(
    'added.targets',
    '<Project><PropertyGroup><AssemblyName>Of$(AssemblyName)</AssemblyName></PropertyGroup></Project>',
  );
  assert.deepEqual(await assemblyNames(fixture, projects), ['OfOne', 'OfTwo']);
});

test('projects with their own MSBuild options get their own run', limit, async (context) => {
  const { calls, projects, fixture } = await withPrograms(context, 'One', 'Two', 'Three');
  await fixture.write('Two/Directory.Build.rsp', '-p:AssemblyName=Optional');
  assert.deepEqual(await assemblyNames(fixture, projects), ['One', 'Optional', 'Three']);
  assert.equal((await calls()).length, 2);
});

test('an evaluation runs no target of a project', limit, async (context) => {
  const { projects, fixture } = await withPrograms(context, 'One', 'Two');
  await fixture.write(
    'Two/Two.csproj',
    '<Project Sdk="Microsoft.NET.Sdk" InitialTargets="Begin"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><Target Name="Begin"><WriteLinesToFile File="begun.txt" Lines="begun" /></Target></Project>',
  );
  const known = new Projects(fixture.dotnet);
  const facts = await Promise.all(projects.map((project) => known.facts(project)));
  assert.deepEqual(
    facts.map(({ name }) => name),
    ['One', 'Two'],
  );
  assert.equal(existsSync(fixture.path('Two', 'begun.txt')), false);
});

test('cancelling one evaluation does not affect others', limit, async (context) => {
  const { projects, fixture } = await withPrograms(context, 'One', 'Two');
  const known = new Projects(fixture.dotnet);
  const abort = new AbortController();
  const [left, stayed] = [
    known.facts(projects[0] ?? '', abort.signal),
    known.facts(projects[1] ?? ''),
  ];
  abort.abort(new Error('not wanted'));
  await assert.rejects(left, /not wanted/);
  assert.equal((await stayed).name, 'Two');
});

test('a run without waiters is stopped', limit, async (context) => {
  const { calls, projects, fixture } = await withPrograms(context, 'One', 'Two');
  const known = new Projects(fixture.dotnet);
  const ended = Promise.allSettled(projects.map((project) => known.facts(project)));
  await until('dotnet is called', async () => (await calls()).length === 1);
  known.dispose();
  assert.deepEqual(
    (await ended).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  // The fixture can only be removed when no process runs in it.
});

test('evaluations that a build has reported are not repeated', limit, async (context) => {
  const { calls, projects, fixture } = await withPrograms(context, 'One', 'Two');
  const known = new Projects(fixture.dotnet);
  const builds = new Builds(fixture.dotnet, known);
  await build(builds, projects);
  assert.equal((await calls()).length, 1);
  const facts = await Promise.all(projects.map((project) => known.facts(project)));
  assert.equal((await calls()).length, 1);
  const others = new Projects(fixture.dotnet);
  assert.deepEqual(facts, await Promise.all(projects.map((project) => others.facts(project))));

  await fixture.project(
    'One/One.csproj',
    '<PropertyGroup><AssemblyName>New</AssemblyName></PropertyGroup>',
  );
  assert.equal((await known.facts(projects[0] ?? '')).assemblyName, 'New');
});

test('projects that one run evaluates are built by one run', limit, async (context) => {
  const { calls, projects, fixture } = await withPrograms(context, 'One', 'Two', 'Three', 'Four');
  const known = new Projects(fixture.dotnet);
  const builds = new Builds(fixture.dotnet, known);
  await Promise.all(
    projects.map(async (project) => {
      await known.facts(project);
      await build(builds, [project]);
    }),
  );
  assert.equal((await calls()).length, 2);
});

test('a project that changes during its build is evaluated again', limit, async (context) => {
  const { projects, fixture } = await withPrograms(context, 'One', 'Two');
  const change = fixture.path('change.csproj');
  await fixture.project(
    'change.csproj',
    '<PropertyGroup><AssemblyName>New</AssemblyName></PropertyGroup>',
  );
  await fixture.project(
    'One/One.csproj',
    `${exe}<Target Name="Change" AfterTargets="CoreCompile"><Copy SourceFiles="${change}" DestinationFiles="$(MSBuildProjectFullPath)" /></Target>`,
  );
  const known = new Projects(fixture.dotnet);
  await build(new Builds(fixture.dotnet, known), projects);
  assert.equal((await known.facts(projects[0] ?? '')).assemblyName, 'New');
});

async function assemblyNames(
  { dotnet }: DotnetFixture,
  projects: readonly string[],
): Promise<readonly string[]> {
  const known = new Projects(dotnet);
  const facts = await Promise.all(projects.map((project) => known.facts(project)));
  return facts.map(({ assemblyName }) => assemblyName);
}

async function build(builds: Builds, projects: readonly string[]): Promise<void> {
  const listener = { output: () => undefined };
  const results = await Promise.all(
    projects.map((project) => builds.build({ project }, listener, signal)),
  );
  assert.deepEqual(
    results.map(({ kind }) => kind),
    projects.map(() => 'succeeded'),
  );
}

test(
  'a project with a list of one target framework runs for that framework after a build',
  limit,
  async (context) => {
    const { projects, fixture } = await withPrograms(context, 'One', 'Two');
    for (const name of ['One/One.csproj', 'Two/Two.csproj']) {
      await fixture.project(name, exe, '<TargetFrameworks>net10.0</TargetFrameworks>');
    }
    const known = new Projects(fixture.dotnet);
    await build(new Builds(fixture.dotnet, known), projects);
    const { runCommand, targetFramework } = await known.runFacts(projects[0] ?? '');
    assert.equal(targetFramework, 'net10.0');
    assert.match(runCommand, /One$/);
  },
);
