// The target ComputeRunArguments, with `dotnet run` as the oracle.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildProject } from '../../../src/dotnet/build/build.ts';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };
const { signal } = new AbortController();
const listener = { output: () => undefined };
const exe = '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>';
const program =
  'System.Console.WriteLine($"{System.Environment.CurrentDirectory} {string.Join(",", args)}");';
/** Makes the run target read how to run the program from a file. */
const ownTarget = `${exe}
  <Target Name="Own" BeforeTargets="ComputeRunArguments">
    <ReadLinesFromFile File="run.txt"><Output TaskParameter="Lines" PropertyName="FromFile" /></ReadLinesFromFile>
    <PropertyGroup>
      <RunArguments>--from $(FromFile)</RunArguments>
      <RunWorkingDirectory>$(MSBuildProjectDirectory)/data</RunWorkingDirectory>
    </PropertyGroup>
  </Target>`;

let fixture: DotnetFixture;
before(async () => {
  fixture = await DotnetFixture.withFilePrograms();
});
after(() => fixture.remove());

async function ownProject(name: string): Promise<string> {
  await fixture.write(`${name}/Program.cs`, program);
  await fixture.write(`${name}/data/empty.txt`, '');
  await fixture.write(`${name}/run.txt`, 'here');
  return fixture.project(`${name}/${name}.csproj`, ownTarget);
}

test('a program is run as its own run target says', limit, async () => {
  const projects = new Projects(fixture.dotnet);
  const project = await ownProject('Own');
  await buildProject({ project }, fixture.dotnet, listener);
  const { runArguments, runTargetFailure, runWorkingDirectory } = await projects.runFacts(project);
  assert.equal(runTargetFailure, undefined);
  assert.equal(
    await fixture.run('run', '--no-build', '--project', project),
    `${runWorkingDirectory} ${runArguments.join(',')}\n`,
  );
  assert.deepEqual(runArguments, ['--from', 'here']);
});

test('the run target runs each time, since it may depend on anything', limit, async () => {
  const projects = new Projects(fixture.dotnet);
  const project = await ownProject('Changing');
  assert.deepEqual((await projects.runFacts(project)).runArguments, ['--from', 'here']);
  await fixture.write('Changing/run.txt', 'there');
  assert.deepEqual((await projects.runFacts(project)).runArguments, ['--from', 'there']);
});

test('a project without a run target of its own is evaluated once', limit, async (context) => {
  const counting = await DotnetFixture.of(context);
  const project = await counting.project('Plain/Plain.csproj', exe);
  const calls = await counting.countCalls();
  const projects = new Projects(counting.dotnet);
  const facts = await projects.runFacts(project);
  assert.deepEqual(await projects.runFacts(project), facts);
  assert.deepEqual(await projects.facts(project), facts);
  assert.equal((await calls()).length, 1);
});

test('evaluating a project does not run its run target', limit, async () => {
  const { runArguments } = await new Projects(fixture.dotnet).facts(await ownProject('Quiet'));
  assert.deepEqual(runArguments, []);
});

test('projects that are built together are run as their run targets say', limit, async () => {
  const projects = new Projects(fixture.dotnet);
  const builds = new Builds(fixture.dotnet, projects);
  const paths = await Promise.all(['First', 'Second'].map(ownProject));
  const results = await Promise.all(
    paths.map((project) => builds.build({ project }, listener, signal)),
  );
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['succeeded', 'succeeded'],
  );
  for (const path of paths) {
    assert.deepEqual((await projects.runFacts(path)).runArguments, ['--from', 'here']);
  }
});

test(
  'a failing run target is reported and affects neither build nor evaluation',
  limit,
  async () => {
    const projects = new Projects(fixture.dotnet);
    const builds = new Builds(fixture.dotnet, projects);
    const failing = await fixture.project(
      'Failing/Failing.csproj',
      `${exe}<Target Name="Own" BeforeTargets="ComputeRunArguments"><Error Text="No port is free." /></Target>`,
    );
    await fixture.write('Failing/Program.cs', program);
    const other = await ownProject('Other');
    const results = await Promise.all(
      [failing, other].map((project) => builds.build({ project }, listener, signal)),
    );
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['succeeded', 'succeeded'],
    );
    const facts = await projects.runFacts(failing);
    assert.equal(facts.kind, 'program');
    assert.equal(facts.runTargetFailure, `${failing}(3,115): No port is free.`);
  },
);

test('a file-based program is run as its run target says', limit, async () => {
  await fixture.write(
    'files/Directory.Build.targets',
    '<Project><Target Name="Own" BeforeTargets="ComputeRunArguments"><PropertyGroup><RunArguments>from target</RunArguments></PropertyGroup></Target></Project>',
  );
  const path = await fixture.fileProgram('files/hello.cs', 'return 0;');
  const { runArguments } = await new Projects(fixture.dotnet).runFacts(path);
  assert.deepEqual(runArguments, ['from', 'target']);
});
