import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { scopeOf } from '../../../src/dotnet/build/buildScope.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetRoom } from '../../support/dotnet.ts';

const limit = { timeout: 600_000 };

/** A program that uses a library by another one. */
async function chain(context: TestContext) {
  const room = await DotnetRoom.of(context);
  const library = await room.sdkProject('Library', 'Microsoft.NET.Sdk');
  const middle = await room.sdkProject('Middle', 'Microsoft.NET.Sdk', 'Library');
  const app = await room.sdkProject('App', 'Microsoft.NET.Sdk', 'Middle');
  const projects = new Projects(room.dotnet);
  const scope = (project: string) => scopeOf(project, {}, projects.evaluations.bind(projects));
  return { room, app, middle, library, scope };
}

test('all that a project references takes part in its build', limit, async (context) => {
  const { app, library, middle, scope } = await chain(context);
  assert.deepEqual((await scope(app))?.projects, [app, middle, library]);
});

test('what one of its parts leaves to MSBuild, the whole does', limit, async (context) => {
  const { app, room, scope } = await chain(context);
  const step = '<Target Name="Step" AfterTargets="Build" />';
  await room.project('Library/Library.csproj', step);
  assert.equal(await scope(app), undefined, 'a target of a library');
  await room.project('Library/Library.csproj');
  assert.notEqual(await scope(app), undefined);
  await room.write('build/Own.props', '<Project />');
  await room.write(
    'Directory.Build.props',
    '<Project><Import Project="build/Own.props" /></Project>',
  );
  assert.notEqual(await scope(app), undefined);
  await room.write('build/Own.props', `<Project>${step}</Project>`);
  assert.equal(await scope(app), undefined, 'a target of an imported file');
  await room.write('build/Own.props', '<Project />');
  await room.write('Directory.Build.rsp', '');
  assert.equal(await scope(app), undefined, 'arguments of MSBuild');
});

test('the inputs of other kinds of projects are uncertain', limit, async (context) => {
  const { room, scope } = await chain(context);
  const reference = '<ItemGroup><ProjectReference Include="../Web/Web.esproj" /></ItemGroup>';
  assert.equal(await scope(await room.project('Other/Other.csproj', reference)), undefined);
  assert.equal(await scope(await room.write('program.cs', '')), undefined);
});
