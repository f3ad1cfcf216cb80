import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Clock } from '../../../src/common/clock.ts';
import { deferred } from '../../../src/common/deferred.ts';
import type { BuildPlan, BuildResult } from '../../../src/dotnet/build/buildPlan.ts';
import {
  Builds,
  type BuildTiming,
  type ProjectKnowledge,
} from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { CountedClock } from '../../../tools/fixtures/time/countedClock.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { HeardText } from '../../../tools/fixtures/heardText.ts';
import { noKnowledge } from '../../../tools/fixtures/noKnowledge.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 600_000 };

/** Requested builds, with the progress each received. */
class BuildsFixture {
  readonly fixture: DotnetFixture;
  readonly builds: Builds;
  readonly timings: BuildTiming[] = [];

  static async of(context: TestContext, clock?: Clock): Promise<BuildsFixture> {
    const fixture = await DotnetFixture.of(context);
    // The builds' own temporary files appear there.
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = fixture.path('tmp');
    afterTest(context, () => {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    });
    return new BuildsFixture(fixture, clock ?? fixture.dotnet.clock);
  }

  /** Builds that share what they learn. */
  static async learning(context: TestContext): Promise<BuildsFixture> {
    const { fixture } = await BuildsFixture.of(context);
    return new BuildsFixture(fixture, fixture.dotnet.clock, new Projects(fixture.dotnet));
  }

  private constructor(
    fixture: DotnetFixture,
    clock: Clock,
    knowledge: ProjectKnowledge = noKnowledge,
  ) {
    this.fixture = fixture;
    this.builds = new Builds({ ...fixture.dotnet, clock }, knowledge);
    this.builds.timings((timing) => this.timings.push(timing));
  }

  ask(plan: BuildPlan) {
    const output = new HeardText();
    const postponed = deferred();
    const heard = { output, postponed: 0 };
    const abort = new AbortController();
    const listener = {
      output: (_: unknown, chunk: Uint8Array) => output.append(chunk),
      postponed: () => {
        heard.postponed++;
        postponed.resolve();
      },
    };
    const result = this.builds.build(plan, listener, abort.signal);
    result.catch(() => undefined);
    return {
      heard,
      result,
      waitFor: (part: string) => output.waitFor(part, result),
      isPostponed: postponed.promise,
      stop: () => abort.abort(new Error('not wanted')),
    };
  }

  /** Writes a library that counts its compilations, and console programs that use it. */
  async programs(...names: readonly string[]): Promise<readonly string[]> {
    const count =
      '<Target Name="Count" AfterTargets="CoreCompile"><WriteLinesToFile File="compiled.txt" Lines="once" /></Target>';
    await this.fixture.project('Library/Library.csproj', count);
    await this.fixture.write(
      'Library/Greeting.cs',
      'public static class Greeting { public const int Number = 1; }',
    );
    return Promise.all(
      names.map(async (name) => {
        await this.fixture.write(
          `${name}/Program.cs`,
          'System.Console.WriteLine(Greeting.Number);',
        );
        return this.fixture.project(
          `${name}/${name}.csproj`,
          '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>',
        );
      }),
    );
  }

  async compiled(): Promise<number> {
    const text = await readFile(this.fixture.path('Library', 'compiled.txt'), 'utf8').catch(
      () => '',
    );
    return text.split('\n').filter((line) => line !== '').length;
  }

  /** When the output of projects was last written. */
  async made(...names: readonly string[]): Promise<readonly number[]> {
    const files = names.map((name) =>
      this.fixture.path(name, 'bin', 'Debug', 'net10.0', `${name}.dll`),
    );
    return (await Promise.all(files.map((file) => stat(file)))).map(({ mtimeMs }) => mtimeMs);
  }

  /** Files that the builds left in the temporary folder. */
  async leftovers(): Promise<readonly string[]> {
    const names = await readdir(this.fixture.path('tmp'));
    return names.filter((name) => name.startsWith('ide-session-host'));
  }
}

function kindsOf(results: readonly BuildResult[]): readonly string[] {
  return results.map(({ kind }) => kind);
}

function errorsOf(result: BuildResult | undefined): readonly string[] {
  return (result?.issues ?? [])
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file }) => `${code} ${file}`);
}

test(
  'concurrent requests are built by one run, and shared projects once',
  limit,
  async (context) => {
    const builds = await BuildsFixture.learning(context);
    const { fixture } = builds;
    const all = await fixture.countCalls();
    const calls = async () => (await all()).filter((call) => call.startsWith('build'));
    const projects = await builds.programs('One', 'Two (2)', "It's & Three");
    const asked = projects.map((project) => builds.ask({ project }));
    const results = await Promise.all(asked.map(({ result }) => result));
    assert.deepEqual(kindsOf(results), ['succeeded', 'succeeded', 'succeeded']);
    assert.equal((await calls()).length, 1);
    assert.equal(await builds.compiled(), 1);
    for (const name of ['One', 'Two (2)', "It's & Three"]) {
      assert.ok(existsSync(fixture.path(name, 'bin', 'Debug', 'net10.0', `${name}.dll`)), name);
    }
    assert.match(asked[0]?.heard.output.text ?? '', /One -> .*One\.dll/);
    assert.ok(
      !asked[0]?.heard.output.text.includes('ide-session-host-build-'),
      'our own lines are not reported',
    );
    await until('no files are left', async () => (await builds.leftovers()).length === 0);

    const made = await builds.made('One', 'Library');
    const again = await Promise.all(projects.map((project) => builds.ask({ project }).result));
    assert.deepEqual(kindsOf(again), ['succeeded', 'succeeded', 'succeeded']);
    assert.deepEqual(await builds.made('One', 'Library'), made, 'an up-to-date output is kept');
    assert.match((await calls()).at(-1) ?? '', /--no-restore/);
  },
);

test('a failing project does not affect others and has its own errors', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const [one = '', wrong = '', three = ''] = await builds.programs('One', 'Wrong', 'Three');
  const file = await builds.fixture.write(
    'Wrong/Wrong.cs',
    'class Wrong { void M() => Missing(); }',
  );
  const [first, second, third] = await Promise.all(
    [one, wrong, three].map((project) => builds.ask({ project }).result),
  );
  assert.deepEqual(builds.timings.map(({ result }) => result).toSorted(), [
    'failed',
    'succeeded',
    'succeeded',
  ]);
  assert.ok(builds.timings.every(({ duration, queueTime }) => queueTime >= 0 && duration > 0));
  assert.equal(first?.kind, 'succeeded');
  assert.deepEqual(errorsOf(first), []);
  assert.equal(second?.kind, 'failed');
  assert.deepEqual(errorsOf(second), [`CS0103 ${file}`]);
  assert.deepEqual(new Set(second?.issues.map(({ project }) => project)), new Set([wrong]));
  assert.equal(third?.kind, 'succeeded');
  assert.deepEqual(errorsOf(third), []);
});

test(
  'an error in a library fails all projects that use it, and no others',
  limit,
  async (context) => {
    const builds = await BuildsFixture.of(context);
    const users = await builds.programs('One', 'Two');
    const file = await builds.fixture.write('Library/Wrong.cs', 'class Wrong { ');
    const other = await builds.fixture.quickProject('Other');
    const results = await Promise.all(
      [...users, other].map((project) => builds.ask({ project }).result),
    );
    assert.deepEqual(kindsOf(results), ['failed', 'failed', 'succeeded']);
    for (const result of results.slice(0, 2))
      assert.deepEqual(errorsOf(result), [`CS1513 ${file}`]);
  },
);

test("a project that can't be restored does not affect others", limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const { fixture } = builds;
  const source = '<packageSources><clear /><add key="none" value="./tmp" /></packageSources>';
  await fixture.write('NuGet.config', `<configuration>${source}</configuration>`);
  const reference = '<ItemGroup><PackageReference Include="No.Such" Version="1.0.0" /></ItemGroup>';
  const wrong = await fixture.quickProject('Wrong', reference);
  const others = [await fixture.quickProject('One'), await fixture.quickProject('Two')];
  const calls = await fixture.countCalls();
  const asked = [others[0] ?? '', wrong, others[1] ?? ''].map((project) => builds.ask({ project }));
  const results = await Promise.all(asked.map(({ result }) => result));
  assert.deepEqual(kindsOf(results), ['succeeded', 'failed', 'succeeded']);
  assert.deepEqual(errorsOf(results[1]), [`NU1101 ${wrong}`]);
  const told =
    asked[0]?.heard.output.text.split('\n').find((line) => line.includes('NU1101')) ?? '';
  assert.ok(told.endsWith(`[${wrong}]`), told);
  // All of them, then the invalid one for its own error, and the others together.
  assert.equal((await calls()).length, 3);
});

test('files missing from a restore are restored', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const { fixture } = builds;
  const projects = [await fixture.quickProject('One'), await fixture.quickProject('Two')];
  const build = () => Promise.all(projects.map((project) => builds.ask({ project }).result));
  await build();
  await rm(fixture.path('One', 'obj'), { recursive: true });
  assert.deepEqual(kindsOf(await build()), ['succeeded', 'succeeded']);
  assert.ok(existsSync(fixture.path('One', 'obj', 'project.assets.json')));
});

test('equal concurrent requests share a build', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const calls = await builds.fixture.countCalls();
  const project = await builds.fixture.quickProject('One');
  const asked = [builds.ask({ project }), builds.ask({ project })];
  assert.deepEqual(kindsOf(await Promise.all(asked.map(({ result }) => result))), [
    'succeeded',
    'succeeded',
  ]);
  for (const { heard } of asked) assert.match(heard.output.text, /Restored/);
  assert.equal((await calls()).length, 1);
});

test('a build that is cancelled before it starts is not run', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const calls = await builds.fixture.countCalls();
  const first = builds.ask({ project: await builds.fixture.waitingProject('One') });
  await first.waitFor('waiting');
  const unwanted = builds.ask({ project: await builds.fixture.quickProject('Two') });
  unwanted.stop();
  await assert.rejects(unwanted.result, /not wanted/);
  await builds.fixture.write('go', '');
  assert.equal((await first.result).kind, 'succeeded');
  assert.equal((await calls()).length, 1);
});

test('cancelling one build does not affect the others of its run', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const calls = await builds.fixture.countCalls();
  const one = await builds.fixture.waitingProject('One');
  const two = await builds.fixture.waitingProject('Two');
  const [leaving, staying] = [builds.ask({ project: one }), builds.ask({ project: two })];
  await staying.waitFor('waiting One');
  leaving.stop();
  assert.equal((await leaving.result).kind, 'stopped');
  await builds.fixture.write('go', '');
  assert.equal((await staying.result).kind, 'succeeded');
  assert.equal((await calls()).length, 1);
});

test(
  'a build ahead shares no run, and reports when a caller waits for another build',
  limit,
  async (context) => {
    const builds = await BuildsFixture.of(context);
    const calls = await builds.fixture.countCalls();
    const demands: boolean[] = [];
    const abort = new AbortController();
    builds.builds.demand(() => {
      demands.push(builds.builds.isWanted);
      abort.abort();
    });
    const ahead = builds.builds.buildAhead(
      { project: await builds.fixture.waitingProject('One') },
      abort.signal,
    );
    await until('it has begun', async () => (await calls()).length === 1);
    const wanted = builds.ask({ project: await builds.fixture.quickProject('Two') });
    assert.equal((await ahead).kind, 'stopped');
    assert.equal((await wanted.result).kind, 'succeeded');
    assert.equal(wanted.heard.postponed, 0);
    assert.deepEqual(demands, [true, false]);
    assert.equal((await calls()).length, 2);
    assert.deepEqual(
      builds.timings.map(({ result }) => result),
      ['succeeded'],
    );
  },
);

test('a run without waiters is stopped within two seconds', limit, async (context) => {
  const clock = new CountedClock();
  const builds = await BuildsFixture.of(context, clock);
  const one = await builds.fixture.waitingProject('One');
  const two = await builds.fixture.waitingProject('Two');
  const asked = [builds.ask({ project: one }), builds.ask({ project: two })];
  await asked[0]?.waitFor('waiting');
  const began = clock.elapsed();
  for (const { stop } of asked) stop();
  const results = await Promise.all(asked.map(({ result }) => result));
  assert.deepEqual(kindsOf(results), ['stopped', 'stopped']);
  assert.ok(clock.elapsed() - began < 2_000);
  if (process.platform === 'linux') assert.deepEqual(builds.fixture.processes(), []);
  assert.deepEqual(await builds.leftovers(), []);

  // The next build is not affected.
  await builds.fixture.write('go', '');
  const next = builds.ask({ project: await builds.fixture.quickProject('Three') });
  assert.equal((await next.result).kind, 'succeeded');
});

test(
  'a file that a stopped build left half written is written by the next one',
  limit,
  async (context) => {
    const builds = await BuildsFixture.of(context);
    const go = builds.fixture.path('go');
    const output = 'obj/Debug/written.txt';
    const command = `echo half &gt; ${output}; echo waiting; while [ ! -e '${go}' ]; do sleep 0.05; done; echo whole &gt; ${output}`;
    const project = await builds.fixture.quickProject(
      'Half',
      `<Target Name="Write" BeforeTargets="CoreBuild" Inputs="$(MSBuildProjectFile)" Outputs="${output}">
      <MakeDir Directories="obj/Debug" />
      <Exec Command="${command}" />
    </Target>`,
    );
    const stopped = builds.ask({ project });
    await stopped.waitFor('waiting');
    stopped.stop();
    await stopped.result;
    await builds.fixture.write('go', '');
    assert.equal((await builds.ask({ project }).result).kind, 'succeeded');
    const written = await readFile(join(dirname(project), output), 'utf8');
    assert.equal(written, 'whole\n');
  },
);

test('a request during a build of the project builds it again', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const { fixture } = builds;
  const wait = `while [ ! -e '${fixture.path('go')}' ]; do sleep 0.05; done`;
  const project = await fixture.project(
    'App/App.csproj',
    `<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
      <Target Name="Wait" AfterTargets="CoreCompile"><Exec Command="echo compiled; ${wait}" /></Target>`,
  );
  await fixture.write('App/Program.cs', 'System.Console.WriteLine("old");');
  const first = builds.ask({ project });
  await first.waitFor('compiled');
  await fixture.write('App/Program.cs', 'System.Console.WriteLine("new");');
  const second = builds.ask({ project });
  await fixture.write('go', '');
  assert.equal((await first.result).kind, 'succeeded');
  assert.equal((await second.result).kind, 'succeeded');
  assert.equal(
    await fixture.run(fixture.path('App', 'bin', 'Debug', 'net10.0', 'App.dll')),
    'new\n',
  );
});

test('requests during a run are built together by the next run', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const calls = await builds.fixture.countCalls();
  const first = builds.ask({ project: await builds.fixture.waitingProject('One') });
  await first.waitFor('waiting');
  const others = [
    builds.ask({ project: await builds.fixture.quickProject('Two') }),
    builds.ask({ project: await builds.fixture.quickProject('Three') }),
  ];
  await Promise.all(others.map(({ isPostponed }) => isPostponed));
  await builds.fixture.write('go', '');
  await Promise.all([first, ...others].map(({ result }) => result));
  assert.equal((await calls()).length, 2);
  assert.deepEqual(
    [first, ...others].map(({ heard }) => heard.postponed),
    [0, 1, 1],
  );
});

test("a build that can't share the current run waits and is notified", limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const one = await builds.fixture.waitingProject('One');
  const two = await builds.fixture.quickProject('Two');
  const first = builds.ask({ project: one });
  await first.waitFor('waiting');
  const others = ['Release', 'Other'].map((configuration) =>
    builds.ask({ project: two, configuration }),
  );
  await Promise.all(others.map(({ isPostponed }) => isPostponed));
  await builds.fixture.write('go', '');
  const results = await Promise.all([first, ...others].map(({ result }) => result));
  assert.deepEqual(kindsOf(results), ['succeeded', 'succeeded', 'succeeded']);
  assert.deepEqual(
    [first, ...others].map(({ heard }) => heard.postponed),
    [0, 1, 1],
  );
});

test('two target frameworks of one project are built by one run', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const calls = await builds.fixture.countCalls();
  const frameworks = '<TargetFrameworks>net10.0;net10.0-browser</TargetFrameworks>';
  const project = await builds.fixture.project('Several/Several.csproj', '', frameworks);
  const asked = ['net10.0', 'net10.0-browser'].map((targetFramework) =>
    builds.ask({ project, targetFramework }),
  );
  const results = await Promise.all(asked.map(({ result }) => result));
  assert.deepEqual(kindsOf(results), ['succeeded', 'succeeded']);
  assert.deepEqual((await readdir(builds.fixture.path('Several', 'bin', 'Debug'))).toSorted(), [
    'net10.0',
    'net10.0-browser',
  ]);
  assert.equal((await calls()).length, 1);
});

test('the requested frameworks and configurations are built', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const { fixture } = builds;
  const frameworks = '<TargetFrameworks>net10.0;net10.0-browser</TargetFrameworks>';
  const several = await fixture.project('Several/Several.csproj', '', frameworks);
  const one = await fixture.project('One/One.csproj');
  const results = await Promise.all(
    [
      { project: several, targetFramework: 'net10.0' },
      { project: one, configuration: 'Release' },
      { project: several, targetFramework: 'net10.0', configuration: 'Release' },
      { project: one },
    ].map((plan) => builds.ask(plan).result),
  );
  assert.deepEqual(new Set(kindsOf(results)), new Set(['succeeded']));
  for (const name of ['Several', 'One']) {
    for (const configuration of ['Debug', 'Release']) {
      const folder = fixture.path(name, 'bin', configuration);
      assert.deepEqual(await readdir(folder), ['net10.0'], folder);
    }
  }
});

test('a global.json applies to the projects below it, and to no others', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const { fixture } = builds;
  await fixture.write('Strict/global.json', '{ "sdk": { "version": "99.0.100" } }');
  const strict = await fixture.quickProject('Strict/Inner');
  const results = await Promise.all(
    [strict, await fixture.quickProject('One'), await fixture.quickProject('Two')].map(
      (project) => builds.ask({ project }).result,
    ),
  );
  assert.deepEqual(kindsOf(results), ['failed', 'succeeded', 'succeeded']);
  assert.match(results[0]?.kind === 'failed' ? results[0].output : '', /99\.0\.100/);
});

test('MSBuild arguments that a folder adds are used', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const { fixture } = builds;
  await fixture.write('Directory.Build.rsp', '-p:Added=%MSBuildThisFileDirectory%');
  const check = `<Target Name="Check" BeforeTargets="CoreBuild"><Error Condition="'$(Added)' != '${fixture.folder}/'" Text="Not added: $(Added)" /></Target>`;
  const projects = [
    await fixture.quickProject('One', check),
    await fixture.quickProject('Two', check),
  ];
  const calls = await fixture.countCalls();
  const results = await Promise.all(projects.map((project) => builds.ask({ project }).result));
  assert.deepEqual(kindsOf(results), ['succeeded', 'succeeded']);
  assert.equal((await calls()).length, 1);
});

test('all waiting builds are rejected without an SDK', limit, async (context) => {
  const builds = await BuildsFixture.of(context);
  const projects = [
    await builds.fixture.quickProject('One'),
    await builds.fixture.quickProject('Two'),
  ];
  builds.fixture.environment['PATH'] = '';
  for (const { result } of projects.map((project) => builds.ask({ project }))) {
    await assert.rejects(result, { code: 'DotnetNotFound' });
  }
  assert.deepEqual(await builds.leftovers(), []);
});
