import assert from 'node:assert/strict';
import { appendFile, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { buildProject } from '../../src/dotnet/build.ts';
import { Restores } from '../../src/dotnet/restores.ts';
import { DotnetRoom } from '../support/dotnet.ts';

const limit = { timeout: 180_000 };

test(
  'a project is restored when something that decides it has changed since its last build',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    const calls = await room.countCalls();
    const parts = { ...room.dotnet, restores: new Restores() };
    const library = await room.quickProject('Library');
    const reference =
      '<ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>';
    const project = await room.quickProject('App', reference);

    /** Builds, and tells whether that included a restore. */
    async function restores(): Promise<boolean> {
      const { kind } = await buildProject({ project }, parts, { output: () => {} });
      assert.equal(kind, 'succeeded');
      return !(await calls()).at(-1)?.includes('--no-restore');
    }

    assert.equal(await restores(), true, 'the first build');
    await room.write('App/A.cs', 'class A {}');
    assert.equal(await restores(), false, 'only a source has changed');
    await appendFile(library, '<!-- more -->');
    assert.equal(await restores(), true, 'what it references has changed');
    await rm(room.path('App', 'obj'), { recursive: true });
    assert.equal(await restores(), true, 'what the restore made is gone');
  },
);

test(
  'a project is restored each time where only MSBuild knows what decides it',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    const calls = await room.countCalls();
    const parts = { ...room.dotnet, restores: new Restores() };
    await room.write('shared/packages.props', '<Project />');
    const project = await room.quickProject(
      'App',
      '<PropertyGroup><Shared>../shared/</Shared></PropertyGroup><Import Project="$(Shared)packages.props" />',
    );
    const build = () => buildProject({ project }, parts, { output: () => {} });
    assert.equal((await build()).kind, 'succeeded');
    assert.equal((await build()).kind, 'succeeded');
    assert.ok(!(await calls()).some((call) => call.includes('--no-restore')));
  },
);

test('a build that fails for want of a restore is made again with one', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  // Remembers whatever it is told, as if nobody could see the change.
  const restores = new (class extends Restores {
    override isCurrent = () => Promise.resolve(true);
  })();
  const project = await room.quickProject('App');
  const parts = { ...room.dotnet, restores };
  const { kind } = await buildProject({ project }, parts, { output: () => {} });
  assert.equal(kind, 'succeeded');
  assert.deepEqual(
    (await calls()).map((call) => call.includes('--no-restore')),
    [true, false],
  );
});

test('a failed build is no reason to restore', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  const parts = { ...room.dotnet, restores: new Restores() };
  const project = await room.quickProject('App');
  const build = () => buildProject({ project }, parts, { output: () => {} });
  await build();
  await room.write('App/wrong.txt', '');
  assert.equal((await build()).kind, 'failed');
  await rm(room.path('App/wrong.txt'));
  assert.equal((await build()).kind, 'succeeded');
  assert.deepEqual(
    (await calls()).map((call) => call.includes('--no-restore')),
    [false, true, true],
  );
});
