import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { getScope } from '../../../src/dotnet/build/buildScope.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };

/** A program that uses a library through another one. */
async function chain(context: TestContext) {
  const fixture = await DotnetFixture.of(context);
  const library = await fixture.sdkProject('Library', 'Microsoft.NET.Sdk');
  const middle = await fixture.sdkProject('Middle', 'Microsoft.NET.Sdk', 'Library');
  const app = await fixture.sdkProject('App', 'Microsoft.NET.Sdk', 'Middle');
  const projects = new Projects(fixture.dotnet);
  const scope = (project: string) => getScope(project, {}, projects.evaluations.bind(projects));
  return { fixture, app, middle, library, scope };
}

test('all referenced projects are part of the build', limit, async (context) => {
  const { app, library, middle, scope } = await chain(context);
  assert.deepEqual((await scope(app))?.projects, [app, middle, library]);
});

test('a build is up to MSBuild if one of its projects is', limit, async (context) => {
  const { app, fixture, scope } = await chain(context);
  const step = '<Target Name="Step" AfterTargets="Build" />';
  await fixture.project('Library/Library.csproj', step);
  assert.equal(await scope(app), undefined, 'a target of a library');
  await fixture.project('Library/Library.csproj');
  assert.notEqual(await scope(app), undefined);
  await fixture.write('build/Own.props', '<Project />');
  await fixture.write(
    'Directory.Build.props',
    '<Project><Import Project="build/Own.props" /></Project>',
  );
  assert.notEqual(await scope(app), undefined);
  await fixture.write('build/Own.props', `<Project>${step}</Project>`);
  assert.equal(await scope(app), undefined, 'a target of an imported file');
  await fixture.write('build/Own.props', '<Project />');
  await fixture.write('Directory.Build.rsp', '');
  assert.equal(await scope(app), undefined, 'arguments of MSBuild');
});

test('the inputs of other kinds of projects are uncertain', limit, async (context) => {
  const { fixture, scope } = await chain(context);
  const reference = '<ItemGroup><ProjectReference Include="../Web/Web.esproj" /></ItemGroup>';
  assert.equal(await scope(await fixture.project('Other/Other.csproj', reference)), undefined);
  assert.equal(await scope(await fixture.write('program.cs', '')), undefined);
});
