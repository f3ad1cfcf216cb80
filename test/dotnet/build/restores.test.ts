import assert from 'node:assert/strict';
import { appendFile, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { type BuildOptions, buildProject } from '../../../src/dotnet/build/build.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { Restores } from '../../../src/dotnet/build/restores.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };

/** Builds as a window does, and remembers the restore. */
async function built(
  project: string,
  parts: BuildOptions,
  fixture: DotnetFixture,
): Promise<string> {
  const began = new Date();
  const { kind } = await buildProject({ project }, parts, { output: () => {} });
  const projects = new Projects(fixture.dotnet);
  const getEvaluations = projects.evaluations.bind(projects);
  if (kind === 'succeeded') await parts.restores?.remember({ project }, began, getEvaluations);
  return kind;
}

async function buildCalls(calls: () => Promise<readonly string[]>): Promise<readonly string[]> {
  return (await calls()).filter((call) => call.startsWith('build'));
}

test(
  'a project is restored when one of its restore inputs has changed since its last build',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const calls = await fixture.countCalls();
    const parts = { ...fixture.dotnet, restores: new Restores() };
    const library = await fixture.quickProject('Library');
    const reference =
      '<ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>';
    const project = await fixture.quickProject('App', reference);

    /** Builds, and returns whether it included a restore. */
    async function restores(): Promise<boolean> {
      const kind = await built(project, parts, fixture);
      assert.equal(kind, 'succeeded');
      return !(await buildCalls(calls)).at(-1)?.includes('--no-restore');
    }

    assert.equal(await restores(), true, 'the first build');
    await fixture.write('App/A.cs', 'class A {}');
    assert.equal(await restores(), false, 'only a source file has changed');
    await appendFile(library, '<!-- more -->');
    assert.equal(await restores(), true, 'its references have changed');
    await rm(fixture.path('App', 'obj'), { recursive: true });
    assert.equal(await restores(), true, 'the restored files are gone');
  },
);

test(
  'a project is restored when a file has changed whose import only MSBuild can follow',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const calls = await fixture.countCalls();
    const parts = { ...fixture.dotnet, restores: new Restores() };
    const project = await fixture.quickProject(
      'App',
      '<PropertyGroup><Shared>../shared/</Shared></PropertyGroup><Import Project="$(Shared)packages.props" />',
    );
    await fixture.write('shared/packages.props', '<Project />');
    assert.equal(await built(project, parts, fixture), 'succeeded');
    assert.equal(await built(project, parts, fixture), 'succeeded');
    const isRestored = async () => !(await buildCalls(calls)).at(-1)?.includes('--no-restore');
    assert.equal(await isRestored(), false);
    await fixture.write('shared/packages.props', '<Project></Project>');
    assert.equal(await built(project, parts, fixture), 'succeeded');
    assert.equal(await isRestored(), true);
  },
);

test('a build that fails for lack of a restore is repeated with one', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  // Accepts every restore, as if the change went unnoticed.
  const restores = new (class extends Restores {
    override isCurrent = () => Promise.resolve(true);
  })();
  const project = await fixture.quickProject('App');
  const parts = { ...fixture.dotnet, restores };
  const { kind } = await buildProject({ project }, parts, { output: () => {} });
  assert.equal(kind, 'succeeded');
  assert.deepEqual(
    (await calls()).map((call) => call.includes('--no-restore')),
    [true, false],
  );
});

test('a failed build does not cause a restore', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const parts = { ...fixture.dotnet, restores: new Restores() };
  const project = await fixture.quickProject('App');
  const build = () => built(project, parts, fixture);
  await build();
  await fixture.write('App/wrong.txt', '');
  assert.equal(await build(), 'failed');
  await rm(fixture.path('App/wrong.txt'));
  assert.equal(await build(), 'succeeded');
  assert.deepEqual(
    (await buildCalls(calls)).map((call) => call.includes('--no-restore')),
    [false, true, true],
  );
});
