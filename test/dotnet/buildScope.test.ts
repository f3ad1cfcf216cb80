import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import { scopeOf } from '../../src/dotnet/buildScope.ts';
import { UpToDateCheck } from '../../src/dotnet/upToDate.ts';
import { DotnetRoom } from '../support/dotnet.ts';

/** A program that uses a library by another one. */
async function chain(context: TestContext) {
  const room = await DotnetRoom.of(context);
  const library = await room.sdkProject('Library', 'Microsoft.NET.Sdk');
  const middle = await room.sdkProject('Middle', 'Microsoft.NET.Sdk', 'Library');
  const app = await room.sdkProject('App', 'Microsoft.NET.Sdk', 'Middle');
  return { room, app, middle, library };
}

test('all that a project references takes part in its build', async (context) => {
  const { app, library, middle } = await chain(context);
  assert.deepEqual((await scopeOf(app))?.projects, [app, middle, library]);
});

test('what one of its parts leaves to MSBuild, the whole does', async (context) => {
  const { app, room } = await chain(context);
  const step = '<Target Name="Step" AfterTargets="Build" />';
  await room.project('Library/Library.csproj', step);
  assert.equal(await scopeOf(app), undefined, 'a target of a library');
  await room.project('Library/Library.csproj');
  assert.notEqual(await scopeOf(app), undefined);
  await room.write(
    'Directory.Build.props',
    '<Project><Import Project="build/Own.props" /></Project>',
  );
  assert.notEqual(await scopeOf(app), undefined);
  await room.write('build/Own.props', `<Project>${step}</Project>`);
  assert.equal(await scopeOf(app), undefined, 'a target of an imported file');
  await room.write('build/Own.props', '<Project />');
  await room.write('Directory.Build.rsp', '');
  assert.equal(await scopeOf(app), undefined, 'arguments of MSBuild');
});

test('a project of another kind leaves room for doubt', async (context) => {
  const { room } = await chain(context);
  const reference = '<ItemGroup><ProjectReference Include="../Web/Web.esproj" /></ItemGroup>';
  assert.equal(await scopeOf(await room.project('Other/Other.csproj', reference)), undefined);
  assert.equal(await scopeOf(await room.write('program.cs', '')), undefined);
});

test('a time in whole seconds tells nothing of a file that has just changed', async (context) => {
  const { app, room } = await chain(context);
  const check = new UpToDateCheck(systemClock);
  const source = await room.write('Library/Source.cs', '');
  const now = Math.floor(Date.now() / 1_000);
  await utimes(source, now, now);
  assert.equal(await check.begin({ project: app }), undefined);
  await utimes(source, now - 60, now - 60);
  assert.notEqual(await check.begin({ project: app }), undefined);
});
