import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Evaluation } from '../../../src/dotnet/evaluate/evaluation.ts';
import { Builds } from '../../../src/dotnet/build/builds.ts';
import { Projects } from '../../../src/dotnet/evaluate/projects.ts';
import { isBuiltElsewhere } from '../../../src/dotnet/upToDate/builtElsewhere.ts';
import { getScope } from '../../../src/dotnet/build/buildScope.ts';
import type { BuildPlan } from '../../../src/dotnet/build/buildPlan.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** What MSBuild reports for a project in a usual folder that imports no files of the user. */
function evaluationOf(project: string): Evaluation {
  const folder = dirname(project);
  const library = join(folder, '../Library/Library.csproj');
  return {
    properties: {
      Configuration: 'Debug',
      IntermediateOutputPath: 'obj/Debug/net10.0/',
      MSBuildProjectExtensionsPath: join(folder, 'obj/'),
    },
    items: { ProjectReference: project === library ? [] : [{ FullPath: library }] },
    imports: { files: [project], absent: [], wildcards: [], conditions: [] },
  };
}

/** The files of a built program and its library, whose times a test can set. */
class BuiltTree {
  readonly folder: string;
  readonly #built: Date;

  static async of(context: TestContext): Promise<BuiltTree> {
    const tree = new BuiltTree(await temporaryFolder(context));
    await tree.#writeSources();
    await tree.#restore('App', ['App', 'Library']);
    await tree.#restore('Library', ['Library']);
    await tree.#build('Library', ['Library']);
    await tree.#build('App', ['App', 'Library']);
    return tree;
  }

  private constructor(folder: string) {
    this.folder = folder;
    // Later than the last written file, so that a disk's coarse timestamps don't matter.
    this.#built = new Date(Date.now() + 10_123);
  }

  async isBuilt(
    settings: Omit<BuildPlan, 'project'> = { configuration: 'Debug' },
    evaluate = evaluationOf,
  ): Promise<boolean> {
    const project = this.path('App/App.csproj');
    const scope = await getScope(project, {}, (each) => Promise.resolve([evaluate(each)]));
    assert.ok(scope);
    return isBuiltElsewhere({ project, ...settings }, scope);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text = name): Promise<string> {
    const path = this.path(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  /** Sets a file's time to this many milliseconds after the build. */
  async setTime(name: string, after: number): Promise<void> {
    const time = new Date(this.#built.getTime() + after);
    await utimes(this.path(name), time, time);
  }

  async #writeSources(): Promise<void> {
    await this.write('.git/HEAD', 'ref: refs/heads/main\n');
    await this.write('sdk/10.0.401/graph.json', '{}');
    for (const name of ['packs', 'sdk-manifests', 'shared/Microsoft.NETCore.App']) {
      await mkdir(this.path(name), { recursive: true });
    }
    const reference =
      '<ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>';
    await this.write('App/App.csproj', `<Project Sdk="Microsoft.NET.Sdk">${reference}</Project>`);
    await this.write('App/Program.cs');
    await this.write('App/Below/More.cs');
    await this.write('App/Properties/launchSettings.json');
    await this.write('Library/Library.csproj', '<Project Sdk="Microsoft.NET.Sdk"></Project>');
    await this.write('Library/Library.cs');
  }

  async #restore(name: string, references: readonly string[]): Promise<void> {
    const projects = references.map((each) => [this.path(`${each}/${each}.csproj`), {}]);
    const spec = { projects: Object.fromEntries(projects) as object };
    await this.write(`${name}/obj/${name}.csproj.nuget.dgspec.json`, JSON.stringify(spec));
    const assets = { runtimeIdentifierGraphPath: this.path('sdk/10.0.401/graph.json') };
    await this.write(
      `${name}/obj/project.assets.json`,
      JSON.stringify(assets, undefined, 1).replaceAll('":"', '": "'),
    );
    await this.write(`${name}/obj/${name}.csproj.nuget.g.props`, '<Project />');
    await this.write(`${name}/obj/${name}.csproj.nuget.g.targets`, '<Project />');
  }

  async #build(name: string, assemblies: readonly string[]): Promise<void> {
    const [bin, obj] = [`${name}/bin/Debug/net10.0`, `${name}/obj/Debug/net10.0`];
    const results = assemblies.map((each) => `${bin}/${each}.dll`);
    for (const [index, file] of results.entries()) await this.write(file, assemblies[index]);
    await this.write(`${obj}/${name}.dll`, name);
    const listed = [...results, `${obj}/${name}.dll`, `${obj}/never.made`];
    const list = `${obj}/${name}.csproj.FileListAbsolute.txt`;
    await this.write(list, listed.map((file) => `${this.path(file)}\n`).join(''));
    for (const file of [...results, `${obj}/${name}.dll`, list]) await this.setTime(file, 0);
  }
}

test('a project that another build has built is recognised as up to date', async (context) => {
  const tree = await BuiltTree.of(context);
  assert.equal(await tree.isBuilt(), true);
  assert.equal(await tree.isBuilt({ configuration: 'Release' }), false);
  assert.equal(await tree.isBuilt({}), true, 'the configuration is the evaluated one');
  const environment = { FLAVOR: 'plain' };
  assert.equal(await tree.isBuilt({ configuration: 'Debug', environment }), false);
});

test('a target framework that was not built needs a build', async (context) => {
  const tree = await BuiltTree.of(context);
  const isBuilt = (targetFramework: string) =>
    tree.isBuilt({ configuration: 'Debug', targetFramework });
  assert.equal(await isBuilt('net10.0'), true);
  assert.equal(await isBuilt('net9.0'), false);
});

test('projects with different default configurations need a build', async (context) => {
  const tree = await BuiltTree.of(context);
  const evaluate = (project: string): Evaluation => {
    const evaluation = evaluationOf(project);
    const Configuration = project.includes('Library') ? 'Release' : 'Debug';
    return { ...evaluation, properties: { ...evaluation.properties, Configuration } };
  };
  assert.equal(await tree.isBuilt({}, evaluate), false);
});

const doubts: Readonly<Record<string, (tree: BuiltTree) => Promise<unknown>>> = {
  'a newer source file': (tree) => tree.setTime('App/Program.cs', 1),
  'a source file as old as the assembly': (tree) => tree.setTime('App/Program.cs', 0),
  'a newer source file of the library': (tree) => tree.setTime('Library/Library.cs', 1),
  'a newer project file': (tree) => tree.setTime('Library/Library.csproj', 1),
  'a newer file imported from above': async (tree) => {
    await tree.write('Directory.Build.props', '<Project />');
    await tree.setTime('Directory.Build.props', 1);
  },
  'a folder from which a file was removed later': (tree) => tree.setTime('App/Below', 1),
  'a newer restore': (tree) => tree.setTime('App/obj/project.assets.json', 1),
  'no restore': (tree) => rm(tree.path('Library/obj/Library.csproj.nuget.g.props')),
  'a newer SDK': (tree) => tree.setTime('sdk', 1),
  'no result': (tree) => rm(tree.path('App/bin/Debug/net10.0/App.dll')),
  "no copy of the library's assembly": (tree) => rm(tree.path('App/bin/Debug/net10.0/Library.dll')),
  "an older copy of the library's assembly": (tree) =>
    tree.setTime('App/bin/Debug/net10.0/Library.dll', -1_000),
  'a different copy of its own assembly': async (tree) => {
    await tree.write('App/bin/Debug/net10.0/App.dll', 'longer than before');
    await tree.setTime('App/bin/Debug/net10.0/App.dll', 0);
  },
  'an incomplete build': (tree) =>
    tree.setTime('App/obj/Debug/net10.0/App.csproj.FileListAbsolute.txt', -1_000),
  'a library that was not built': (tree) =>
    rename(tree.path('Library/obj/Debug'), tree.path('Library/obj/Other')),
};

for (const [doubt, make] of Object.entries(doubts)) {
  test(`a project with ${doubt} needs a build`, async (context) => {
    const tree = await BuiltTree.of(context);
    await make(tree);
    assert.equal(await tree.isBuilt(), false);
  });
}

test('files that are not inputs may be newer', async (context) => {
  const tree = await BuiltTree.of(context);
  await tree.write('App/Properties/launchSettings.json', 'changed');
  await tree.setTime('App/Properties/launchSettings.json', 1);
  assert.equal(await tree.isBuilt(), true);
});

test(
  'a project that was built by hand is not built again until it changes',
  { timeout: 600_000 },
  async (context) => {
    const fixture = await DotnetFixture.of(context);
    const program = '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>';
    const reference =
      '<ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>';
    await fixture.project('Library/Library.csproj');
    const greeting = await fixture.write('Library/Greeting.cs', 'public static class Greeting {}');
    await fixture.write('App/Program.cs', 'System.Console.Write(typeof(Greeting));');
    const project = await fixture.project('App/App.csproj', program + reference);
    await fixture.run('build', 'App', '-nologo');
    const calls = await fixture.countCalls();
    const builds = new Builds(fixture.dotnet, new Projects(fixture.dotnet));
    const never = new AbortController().signal;
    const build = (output: () => void = () => undefined) =>
      builds.build({ project, configuration: 'Debug' }, { output }, never);
    assert.equal((await build()).kind, 'upToDate');
    assert.ok(!(await calls()).some((call) => call.startsWith('build')));

    const change = (number: number): void =>
      writeFileSync(greeting, `public static class Greeting { public const int N = ${number}; }`);
    change(1);
    let isChanged = false;
    const changeOnce = (): void => {
      if (!isChanged) change(2);
      isChanged = true;
    };
    assert.equal((await build(changeOnce)).kind, 'succeeded');
    assert.equal((await build()).kind, 'succeeded', 'a change came during the build');
    assert.equal((await build()).kind, 'upToDate');
  },
);
