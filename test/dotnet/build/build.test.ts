import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { test } from 'node:test';
import { buildFailure, buildProject } from '../../../src/dotnet/build/build.ts';
import type { BuildPlan, BuildResult } from '../../../src/dotnet/build/buildPlan.ts';
import type { Restores } from '../../../src/dotnet/build/restores.ts';
import { CountedClock } from '../../../tools/fixtures/time/countedClock.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { HeardText } from '../../../tools/fixtures/heardText.ts';

const limit = { timeout: 600_000 };

async function build(fixture: DotnetFixture, plan: BuildPlan, restores?: Restores) {
  let output = '';
  const parts = restores === undefined ? fixture.dotnet : { ...fixture.dotnet, restores };
  const result = await buildProject(plan, parts, {
    output: (_, chunk) => (output += Buffer.from(chunk)),
  });
  return { result, output };
}

function failureOf(project: string, result: BuildResult) {
  assert.ok(result.kind === 'failed');
  return buildFailure(project, result);
}

test(
  'a build succeeds in the requested configuration and reports plain lines',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const project = await fixture.project('My App (1)/My App.csproj');
    await fixture.write('My App (1)/A.cs', 'class A { int unused; }\n#warning odd\n');
    const { result, output } = await build(fixture, { project, configuration: 'Release' });
    assert.equal(result.kind, 'succeeded', output);
    assert.deepEqual(
      result.issues
        .map(({ code, file, line, severity }) => ({ code, file, line, severity }))
        .toSorted((one, other) => one.line - other.line),
      [
        { code: 'CS0169', file: fixture.path('My App (1)', 'A.cs'), line: 1, severity: 'warning' },
        { code: 'CS1030', file: fixture.path('My App (1)', 'A.cs'), line: 2, severity: 'warning' },
      ],
    );
    assert.match(output, /My App -> .*My App\.dll/);
    // No colours, and no problem twice.
    assert.ok(!output.includes('\u001B'));
    assert.equal(output.split('CS1030').length, 2);
    assert.ok(existsSync(fixture.path('My App (1)', 'bin', 'Release', 'net10.0', 'My App.dll')));
  },
);

test(
  'a build for one of several target frameworks only builds that one',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const frameworks = '<TargetFrameworks>net10.0;net10.0-browser</TargetFrameworks>';
    const project = await fixture.project(
      'App/App.csproj',
      '<PropertyGroup><Nullable>enable</Nullable></PropertyGroup>',
      frameworks,
    );
    const { result, output } = await build(fixture, { project, targetFramework: 'net10.0' });
    assert.equal(result.kind, 'succeeded', output);
    assert.ok(existsSync(fixture.path('App', 'bin', 'Debug', 'net10.0')));
    assert.ok(!existsSync(fixture.path('App', 'bin', 'Debug', 'net10.0-browser')));
  },
);

test('errors in C# and Razor are reported with their location', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  await fixture.client('BlazorApp');
  const project = fixture.path('BlazorApp', 'BlazorApp.csproj');
  await appendFile(fixture.path('BlazorApp', 'Adder.razor'), '\n<p>@missing</p>\n');
  await appendFile(fixture.path('BlazorApp', 'Calc.cs'), 'class Bad { void M() => Missing(); }\n');
  const { result } = await build(fixture, { project });
  const failure = failureOf(project, result);
  assert.equal(failure.code, 'BuildFailed');
  assert.match(failure.message, /^Adder\.razor\(\d+,5\): CS0103 .*'missing'/m);
  assert.match(failure.message, /^Calc\.cs\(\d+,25\): CS0103 .*'Missing'/m);
  assert.deepEqual(new Set(result.issues.map((issue) => issue.project)), new Set([project]));
});

test('an error of a referenced project is reported with its file', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const library = await fixture.project('Library/Library.csproj');
  await fixture.write('Library/A.cs', 'class A { ');
  const reference =
    '<ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>';
  const project = await fixture.project('App/App.csproj', reference);
  const { result } = await build(fixture, { project });
  assert.match(failureOf(project, result).message, /^\.\.[\\/]Library[\\/]A\.cs\(1,11\): CS1513/m);
  assert.equal(result.issues[0]?.project, library);
});

test('a missing package is reported as a failed restore', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const source = '<packageSources><clear /><add key="none" value="./tmp" /></packageSources>';
  await fixture.write('NuGet.config', `<configuration>${source}</configuration>`);
  const reference = '<ItemGroup><PackageReference Include="No.Such" Version="1.0.0" /></ItemGroup>';
  const project = await fixture.project('App/App.csproj', reference);
  const { result } = await build(fixture, { project });
  const { code, message } = failureOf(project, result);
  assert.equal(code, 'RestoreFailed');
  assert.match(message, /NU1101 Unable to find package No\.Such/);
});

test('reports an SDK that is too old for the target framework', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const framework = '<TargetFramework>net99.0</TargetFramework>';
  const project = await fixture.project('App/App.csproj', '', framework);
  const { result } = await build(fixture, { project });
  const { code, message } = failureOf(project, result);
  assert.equal(code, 'DotnetSdkTooOldForProject');
  assert.match(message, /\.NET 99\.0/);
});

test('quotes the output of a build that fails without errors', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const target =
    '<Target Name="No" BeforeTargets="Build"><Error Text="First.%0ASecond." /></Target>';
  const project = await fixture.project('App/App.csproj', target);
  const { result } = await build(fixture, { project });
  assert.match(failureOf(project, result).message, /App\.csproj\(3,\d+\): First\.\n.*: Second\.$/m);
});

test('a build without an SDK is refused', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = await fixture.project('App/App.csproj');
  fixture.environment['PATH'] = '';
  await assert.rejects(build(fixture, { project }), { code: 'DotnetNotFound' });
});

test(
  'a cancelled build ends within two seconds and leaves no processes',
  limit,
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const exec = `<Exec Command="trap '' TERM; echo waiting; sleep 60" IgnoreStandardErrorWarningFormat="true" />`;
    const target = `<Target Name="Wait" BeforeTargets="CoreCompile">${exec}</Target>`;
    const project = await fixture.project('App/App.csproj', target);
    const abort = new AbortController();
    const output = new HeardText();
    const listener = { output: (_: unknown, chunk: Uint8Array) => output.append(chunk) };
    const clock = new CountedClock();
    const result = buildProject({ project }, { ...fixture.dotnet, clock }, listener, abort.signal);
    await output.waitFor('waiting', result);
    const began = clock.elapsed();
    abort.abort();
    assert.equal((await result).kind, 'stopped');
    assert.ok(clock.elapsed() - began < 2_000);
    if (process.platform === 'linux') assert.deepEqual(fixture.processes(), []);
  },
);

test('a build that is cancelled before it starts never runs', limit, async (context) => {
  const fixture = await DotnetFixture.of(context);
  const calls = await fixture.countCalls();
  const project = await fixture.project('App/App.csproj');
  const listener = { output: () => {} };
  const result = await buildProject({ project }, fixture.dotnet, listener, AbortSignal.abort());
  assert.equal(result.kind, 'stopped');
  assert.deepEqual(await calls(), []);
});
