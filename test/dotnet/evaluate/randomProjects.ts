// Random projects that change at random, checked against MSBuild and `dotnet run`.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import type { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

/** A generator of numbers from 0 to 1 that only depends on the seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const program = `var parts = new System.Collections.Generic.List<string>(args);
#if LOCAL
parts.Add("local");
#endif
parts.Add(typeof(Program).Assembly.GetName().Name ?? "");
parts.Add(Library.Text);
var primitives = System.Type.GetType("Microsoft.Extensions.Primitives.StringValues, Microsoft.Extensions.Primitives");
if (primitives != null) parts.Add(System.Diagnostics.FileVersionInfo.GetVersionInfo(primitives.Assembly.Location).ProductVersion ?? "");
foreach (var type in typeof(Program).Assembly.GetTypes())
  if (type.Name.StartsWith("Extra")) parts.Add(type.Name);
System.Console.Write(string.Join(",", parts));
`;

/** Optional parts of a project. */
const features = [
  '<Import Project="$(Shared)named.props" />',
  `<Import Project="$(Shared)local.props" Condition="Exists('$(Shared)local.props')" />`,
  '<Import Project="parts/*.props" />',
  `<PropertyGroup Condition="Exists('flag.txt')"><StartArguments>$(StartArguments) flag</StartArguments></PropertyGroup>`,
  '<ItemGroup><Compile Include="../Common/**/*.cs" /></ItemGroup>',
  `<PropertyGroup Condition="'$(Chosen)' == 'on'"><StartArguments>$(StartArguments) chosen</StartArguments></PropertyGroup>`,
  `<Import Project="$([MSBuild]::GetPathOfFileAbove('above.props'))" />`,
  `<ItemGroup Condition="'$(ManagePackageVersionsCentrally)' == 'true'"><PackageReference Include="Microsoft.Extensions.Primitives" /></ItemGroup>`,
];

/** Ways in which a program can name its SDK. */
const sdks: readonly ((content: string) => string)[] = [
  (content) => `<Project Sdk="Microsoft.NET.Sdk">${content}</Project>`,
  (content) => `<Project Sdk="Microsoft.NET.Sdk.Web">${content}</Project>`,
  (content) => `<Project>
    <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />${content}
    <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
  </Project>`,
];

/** Target frameworks of a program that `dotnet run` runs without an option. */
const programFrameworks = [
  '<TargetFramework>net10.0</TargetFramework>',
  '<TargetFrameworks>net10.0</TargetFrameworks>',
];

const libraryFrameworks = [
  '<TargetFramework>net10.0</TargetFramework>',
  '<TargetFrameworks>net9.0;net10.0</TargetFrameworks>',
];

type Change = (fixture: DotnetFixture, number: number) => Promise<unknown>;

const props = (content: string): string =>
  `<Project><PropertyGroup>${content}</PropertyGroup></Project>`;
const adding = (text: string): string =>
  `<StartArguments>$(StartArguments) ${text}</StartArguments>`;
const without =
  (name: string): Change =>
  (fixture) =>
    rm(fixture.path(name), { force: true });

/** The possible changes between two starts, by name. */
const changes: Readonly<Record<string, Change>> = {
  nothing: () => Promise.resolve(),
  'launch settings': (fixture) => fixture.write('App/Properties/launchSettings.json', '{}'),
  'an output of others': (fixture, number) => fixture.write(`App/bin/note${number}.txt`, ''),
  'the named import': (fixture, number) =>
    fixture.write('shared/named.props', props(`<AssemblyName>App${number}</AssemblyName>`)),
  'arguments of the named import': (fixture, number) =>
    fixture.write('shared/named.props', props(adding(`named${number}`))),
  'the optional import': (fixture) =>
    fixture.write(
      'shared/local.props',
      props('<DefineConstants>$(DefineConstants);LOCAL</DefineConstants>'),
    ),
  'no optional import': without('shared/local.props'),
  'a matching import': (fixture, number) =>
    fixture.write(`App/parts/part${number % 3}.props`, props(adding(`part${number}`))),
  'no matching import': without('App/parts/part0.props'),
  'a looked-for file': (fixture) => fixture.write('App/flag.txt', ''),
  'no looked-for file': without('App/flag.txt'),
  'a choice': (fixture) => fixture.write('App/App.csproj.user', props('<Chosen>on</Chosen>')),
  'no choice': without('App/App.csproj.user'),
  'a nearer Directory.Build.props': (fixture, number) =>
    fixture.write(
      'App/Directory.Build.props',
      `<Project><Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" /><PropertyGroup>${adding(`near${number}`)}</PropertyGroup></Project>`,
    ),
  'no nearer Directory.Build.props': without('App/Directory.Build.props'),
  'a Directory.Build.targets': (fixture, number) =>
    fixture.write('Directory.Build.targets', props(adding(`targets${number}`))),
  'no Directory.Build.targets': without('Directory.Build.targets'),
  'a file above': (fixture, number) =>
    fixture.write('above.props', props(adding(`above${number}`))),
  'a nearer file above': (fixture, number) =>
    fixture.write('App/above.props', props(adding(`nearer${number}`))),
  'no nearer file above': without('App/above.props'),
  'central packages': (fixture, number) =>
    fixture.write(
      'Directory.Packages.props',
      `<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include="Microsoft.Extensions.Primitives" Version="${number % 2 === 0 ? '9.0.20' : '8.0.0'}" /></ItemGroup></Project>`,
    ),
  'no central packages': without('Directory.Packages.props'),
  'a source elsewhere': (fixture, number) =>
    fixture.write(`Common/below${number % 2}/Extra${number}.cs`, `class Extra${number} {}`),
  'the library': (fixture, number) => fixture.write('Library/Library.cs', library(number)),
  'a new source': (fixture, number) =>
    fixture.write(`App/New${number}.cs`, `class ExtraNew${number} {}`),
  'a build of a solution': async (fixture) => {
    const projects = ['App/App.csproj', 'Library/Library.csproj'];
    const lines = projects.map((path) => `<Project Path="${path}" />`).join('');
    await fixture.write('All.slnx', `<Solution>${lines}</Solution>`);
    await fixture.run('build', fixture.path('All.slnx'), '-nologo', '-v:quiet');
  },
  'a new .editorconfig': (fixture, number) =>
    fixture.write(
      '.editorconfig',
      `[*.cs]\ndotnet_diagnostic.CA${1000 + number}.severity = none\n`,
    ),
};

function library(number: number): string {
  return `public static class Library { public static string Text => "library${number}"; }`;
}

/** Creates a program and its library, with random parts. */
async function createProjects(fixture: DotnetFixture, random: () => number): Promise<string> {
  const chosen = features.filter(() => random() < 0.7);
  const pick = <T>(choices: readonly T[]): T =>
    choices[Math.floor(random() * choices.length)] ?? assert.fail();
  await fixture.write(
    'Directory.Build.props',
    props('<Shared>$(MSBuildThisFileDirectory)shared/</Shared>'),
  );
  await fixture.write('shared/named.props', props(adding('named')));
  await fixture.write('above.props', props(adding('above')));
  await fixture.project('Library/Library.csproj', '', pick(libraryFrameworks));
  await fixture.write('Library/Library.cs', library(0));
  await fixture.write('App/Program.cs', program);
  const content = `
    <PropertyGroup>${pick(programFrameworks)}<OutputType>Exe</OutputType></PropertyGroup>
    ${chosen.join('\n')}
    <ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>`;
  return fixture.write('App/App.csproj', pick(sdks)(content));
}

/**
 * Changes random projects a number of times. Projects considered up to date must be so for MSBuild,
 * known properties must be current, and the program must do what `dotnet run` does.
 */
export async function changeRandomProjects(
  fixture: DotnetFixture,
  seed: number,
  steps: number,
): Promise<void> {
  const random = randomOf(seed);
  const project = await createProjects(fixture, random);
  const projects = new Projects(fixture.dotnet);
  const builds = new Builds(fixture.dotnet, projects);
  const never = new AbortController().signal;
  const build = async (): Promise<string> =>
    (await builds.build({ project }, { output: () => undefined }, never)).kind;
  const names = Object.keys(changes);
  let history = `seed ${seed}`;
  for (let step = 0; step < steps; step++) {
    const name = names[Math.floor(random() * names.length)] ?? 'nothing';
    history += `, ${name}`;
    await changes[name]?.(fixture, step + 1);
    const kind = await build();
    assert.ok(kind === 'upToDate' || kind === 'succeeded', `${history}: ${kind}`);
    const facts = await projects.runFacts(project);
    assert.deepEqual(facts, await new Projects(fixture.dotnet).runFacts(project), history);
    const { stdout } = await promisify(execFile)(facts.runCommand, [...facts.runArguments], {
      cwd: facts.runWorkingDirectory,
      env: fixture.environment,
    });
    // With a profile, its output would begin with the path of the launch settings.
    const options = ['--no-build', '--no-launch-profile', '--project', project];
    assert.equal(stdout, await fixture.run('run', ...options), history);
    assert.equal(await build(), 'upToDate', `${history}: nothing has changed`);
    // Last, since it writes caches of the Razor SDK, which are outputs.
    if (kind === 'upToDate') await checkQuestion(fixture, project, history);
  }
}

/** Asks MSBuild whether there is nothing to build. */
async function checkQuestion(
  fixture: DotnetFixture,
  project: string,
  history: string,
): Promise<void> {
  const answer = await fixture
    .run('build', project, '-question', '-nologo', '-v:quiet')
    .catch((error: unknown) => (error as { stdout: string }).stdout);
  assert.match(answer, /Up-to-date checks passed/, `${history}: MSBuild would build`);
}
