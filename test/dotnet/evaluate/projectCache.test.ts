import assert from 'node:assert/strict';
import { appendFile, mkdir, rm, utimes } from 'node:fs/promises';
import { test } from 'node:test';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { MemoryStore } from '../../../tools/fixtures/memoryStore.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 600_000 };

test(
  'a project is evaluated again when a file that it depends on changes, and for no other',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const calls = await fixture.countCalls();
    const projects = new Projects(fixture.dotnet);
    const project = await fixture.project(
      'src/App/App.csproj',
      '<Import Project="..\\common.props" /><Import Project="missing.props" Condition="false" />',
    );
    const empty = '<Project />';
    await fixture.write('src/common.props', empty);
    const evaluations = async (): Promise<number> => {
      await projects.facts(project);
      return (await calls()).length;
    };
    assert.equal(await evaluations(), 1);
    assert.equal(await evaluations(), 1);

    await fixture.write('src/App/Program.cs', '// nothing');
    await fixture.write('src/App/Properties/launchSettings.json', '{}');
    await fixture.write('src/App/bin/Debug/net10.0/App.dll', '');
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
      await fixture.write(file, text);
      assert.equal(await evaluations(), ++expected, `${file} was written`);
      assert.equal(await evaluations(), expected, `${file} is unchanged`);
    }
    await rm(fixture.path('src/global.json'));
    assert.equal(await evaluations(), ++expected, 'global.json was removed');
    await appendFile(project, '<!-- more -->');
    assert.equal(await evaluations(), ++expected, 'the project was changed');
    await utimes(project, new Date(), new Date());
    assert.equal(await evaluations(), ++expected, 'the project was touched');
  },
);

test(
  'concurrent requests share an evaluation, and their projects a run',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const calls = await fixture.countCalls();
    const projects = new Projects(fixture.dotnet);
    const paths = await Promise.all(
      ['A', 'B', 'C'].map((name) => fixture.project(`${name}/${name}.csproj`)),
    );
    const asked = [...paths, ...paths, fixture.path('A')].map((path) => projects.facts(path));
    const found = await Promise.all(asked);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['A', 'B', 'C', 'A', 'B', 'C', 'A'],
    );
    assert.equal((await calls()).length, 1);
  },
);

test('a cancelled request is rejected and the others complete', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const projects = new Projects(fixture.dotnet);
  const project = await fixture.project('App.csproj');
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
    const fixture = await DotnetFixture.of(context);
    const calls = await fixture.countCalls();
    const projects = new Projects(fixture.dotnet);
    const project = await fixture.project('App.csproj');
    const abort = new AbortController();
    const lost = projects.facts(project, abort.signal);
    await until('dotnet is called', async () => (await calls()).length === 1);
    abort.abort(new Error('enough'));
    await assert.rejects(lost, /enough/);
    assert.equal((await projects.facts(project)).name, 'App');
    assert.equal((await calls()).length, 2);
  },
);

test('disposal ends running evaluations', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const projects = new Projects(fixture.dotnet);
  const facts = projects.facts(await fixture.project('App.csproj'));
  await until('dotnet is called', async () => (await calls()).length === 1);
  projects.dispose();
  await assert.rejects(facts, { name: 'AbortError' });
});

test('an invalid project is evaluated again when a file has changed', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const projects = new Projects(fixture.dotnet);
  const path = await fixture.write('App.csproj', '<Project');
  await assert.rejects(projects.facts(path), { code: 'ProjectBroken' });
  // The fix may be in a file that no evaluation got to name.
  await assert.rejects(projects.facts(path), { code: 'ProjectBroken' });
  assert.equal((await calls()).length, 2);
  await fixture.project('App.csproj');
  assert.equal((await projects.facts(path)).name, 'App');
});

test('a project that changes while it is evaluated is evaluated again', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const projects = new Projects(fixture.dotnet);
  const path = await fixture.project('App.csproj');
  const facts = projects.facts(path);
  await until('dotnet is called', async () => (await calls()).length === 1);
  await fixture.project(
    'App.csproj',
    '<PropertyGroup><AssemblyName>Other</AssemblyName></PropertyGroup>',
  );
  assert.equal((await facts).assemblyName, 'Other');
});

test('the next window needs no evaluation for its first requests', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const memory = new MemoryStore();
  const sound = await fixture.project('A/A.csproj');
  const changed = await fixture.project('B/B.csproj');
  const broken = await fixture.write('C/C.csproj', '<Project');
  const first = new Projects(fixture.dotnet, { store: memory });
  const before = await first.facts(sound);
  await first.facts(changed);
  await assert.rejects(first.facts(broken));
  await memory.saved(2);
  assert.equal((await calls()).length, 3);

  await appendFile(changed, '<!-- more -->');
  const second = new Projects(fixture.dotnet, { store: memory });
  assert.deepEqual(await second.facts(sound), before);
  assert.equal((await calls()).length, 3);
  await second.facts(changed);
  assert.equal((await calls()).length, 4);
  await assert.rejects(second.facts(broken), { code: 'ProjectBroken' });
  assert.equal((await calls()).length, 5);
});

for (const [what, value] of Object.entries({
  'of an earlier format': { version: 0, entries: [] },
  'that is damaged': { version: 4, environment: '', entries: [['key', { stamps: 1 }]] },
  'that is not an object': 'nonsense',
})) {
  test(`a store ${what} counts as empty`, limit, async (context) => {
    const fixture = await DotnetFixture.of(context);
    const memory = new MemoryStore();
    memory.value = value;
    const projects = new Projects(fixture.dotnet, { store: memory });
    assert.equal((await projects.facts(await fixture.project('App.csproj'))).name, 'App');
  });
}

test('a failing store has no effect', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const fail = (): Promise<never> => Promise.reject(new Error('full'));
  const projects = new Projects(fixture.dotnet, { store: { load: fail, save: fail } });
  await mkdir(fixture.path('App'));
  assert.equal((await projects.facts(await fixture.project('App/App.csproj'))).name, 'App');
});
