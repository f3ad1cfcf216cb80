import assert from 'node:assert/strict';
import { appendFile, mkdir, rm, utimes } from 'node:fs/promises';
import { test } from 'node:test';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetRoom } from '../../support/dotnet.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import { until } from '../../support/waiting.ts';

const limit = { timeout: 600_000 };

test(
  'a project is evaluated again for each file that decides it, and for no other',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    const calls = await room.countCalls();
    const projects = new Projects(room.dotnet);
    const project = await room.project(
      'src/App/App.csproj',
      '<Import Project="..\\common.props" /><Import Project="missing.props" Condition="false" />',
    );
    const empty = '<Project />';
    await room.write('src/common.props', empty);
    const evaluations = async (): Promise<number> => {
      await projects.facts(project);
      return (await calls()).length;
    };
    assert.equal(await evaluations(), 1);
    assert.equal(await evaluations(), 1);

    await room.write('src/App/Program.cs', '// nothing');
    await room.write('src/App/Properties/launchSettings.json', '{}');
    await room.write('src/App/bin/Debug/net10.0/App.dll', '');
    assert.equal(await evaluations(), 1);

    const deciding: readonly (readonly [file: string, text: string])[] = [
      ['src/App/App.csproj.user', empty],
      ['src/Directory.Build.props', empty],
      ['src/App/Directory.Build.targets', empty],
      ['Directory.Packages.props', empty],
      ['src/global.json', '{}'],
      ['NuGet.config', '<configuration />'],
      ['src/common.props', '<Project></Project>'],
      ['src/App/missing.props', empty],
      ['src/App/obj/App.csproj.nuget.g.props', empty],
      ['src/App/obj/App.csproj.nuget.g.targets', empty],
      ['src/App/obj/project.assets.json', '{}'],
    ];
    let expected = 1;
    for (const [file, text] of deciding) {
      await room.write(file, text);
      assert.equal(await evaluations(), ++expected, `${file} was written`);
      assert.equal(await evaluations(), expected, `${file} stayed as it was`);
    }
    await rm(room.path('src/global.json'));
    assert.equal(await evaluations(), ++expected, 'global.json was removed');
    await appendFile(project, '<!-- more -->');
    assert.equal(await evaluations(), ++expected, 'the project was changed');
    await utimes(project, new Date(), new Date());
    assert.equal(await evaluations(), ++expected, 'the project was touched');
  },
);

test(
  'questions at one time share an evaluation, and their projects a run',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    const calls = await room.countCalls();
    const projects = new Projects(room.dotnet);
    const paths = await Promise.all(
      ['A', 'B', 'C'].map((name) => room.project(`${name}/${name}.csproj`)),
    );
    const asked = [...paths, ...paths, room.path('A')].map((path) => projects.facts(path));
    const found = await Promise.all(asked);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['A', 'B', 'C', 'A', 'B', 'C', 'A'],
    );
    assert.equal((await calls()).length, 1);
  },
);

test('a cancelled request is rejected and the others are answered', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  const projects = new Projects(room.dotnet);
  const project = await room.project('App.csproj');
  const [first, second] = [new AbortController(), new AbortController()];
  const lost = projects.facts(project, first.signal);
  const kept = projects.facts(project, second.signal);
  first.abort(new Error('enough'));
  await assert.rejects(lost, /enough/);
  assert.equal((await kept).name, 'App');
  assert.equal((await calls()).length, 1);
});

test(
  'an evaluation without waiters is stopped, and repeated on the next request',
  limit,
  async (context) => {
    const room = await DotnetRoom.of(context);
    const calls = await room.countCalls();
    const projects = new Projects(room.dotnet);
    const project = await room.project('App.csproj');
    const abort = new AbortController();
    const lost = projects.facts(project, abort.signal);
    await until('dotnet is called', async () => (await calls()).length === 1);
    abort.abort(new Error('enough'));
    await assert.rejects(lost, /enough/);
    assert.equal((await projects.facts(project)).name, 'App');
    assert.equal((await calls()).length, 2);
  },
);

test('a disposal ends the evaluations that run', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  const projects = new Projects(room.dotnet);
  const facts = projects.facts(await room.project('App.csproj'));
  await until('dotnet is called', async () => (await calls()).length === 1);
  projects.dispose();
  await assert.rejects(facts, { name: 'AbortError' });
});

test('an invalid project is evaluated again when a file has changed', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  const projects = new Projects(room.dotnet);
  const path = await room.write('App.csproj', '<Project');
  await assert.rejects(projects.facts(path), { code: 'ProjectBroken' });
  // It may be mended by a file that no evaluation came to name.
  await assert.rejects(projects.facts(path), { code: 'ProjectBroken' });
  assert.equal((await calls()).length, 2);
  await room.project('App.csproj');
  assert.equal((await projects.facts(path)).name, 'App');
});

test('a project that changes while it is evaluated is evaluated again', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  const projects = new Projects(room.dotnet);
  const path = await room.project('App.csproj');
  const facts = projects.facts(path);
  await until('dotnet is called', async () => (await calls()).length === 1);
  await room.project(
    'App.csproj',
    '<PropertyGroup><AssemblyName>Other</AssemblyName></PropertyGroup>',
  );
  assert.equal((await facts).assemblyName, 'Other');
});

test("the next window's first questions need no evaluation", limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const calls = await room.countCalls();
  const memory = new MemoryStore();
  const sound = await room.project('A/A.csproj');
  const changed = await room.project('B/B.csproj');
  const broken = await room.write('C/C.csproj', '<Project');
  const first = new Projects(room.dotnet, { store: memory });
  const before = await first.facts(sound);
  await first.facts(changed);
  await assert.rejects(first.facts(broken));
  await memory.saved(2);
  assert.equal((await calls()).length, 3);

  await appendFile(changed, '<!-- more -->');
  const second = new Projects(room.dotnet, { store: memory });
  assert.deepEqual(await second.facts(sound), before);
  assert.equal((await calls()).length, 3);
  await second.facts(changed);
  assert.equal((await calls()).length, 4);
  await assert.rejects(second.facts(broken), { code: 'ProjectBroken' });
  assert.equal((await calls()).length, 5);
});

for (const [what, value] of Object.entries({
  'of an earlier form': { version: 0, entries: [] },
  'that is damaged': { version: 4, environment: '', entries: [['key', { stamps: 1 }]] },
  'that is no object': 'nonsense',
})) {
  test(`a store ${what} counts as empty`, limit, async (context) => {
    const room = await DotnetRoom.of(context);
    const memory = new MemoryStore();
    memory.value = value;
    const projects = new Projects(room.dotnet, { store: memory });
    assert.equal((await projects.facts(await room.project('App.csproj'))).name, 'App');
  });
}

test('a failing store has no effect', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const fail = (): Promise<never> => Promise.reject(new Error('full'));
  const projects = new Projects(room.dotnet, { store: { load: fail, save: fail } });
  await mkdir(room.path('App'));
  assert.equal((await projects.facts(await room.project('App/App.csproj'))).name, 'App');
});
