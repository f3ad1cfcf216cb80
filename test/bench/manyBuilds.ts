import { join } from 'node:path';
import { Builds } from '../../src/dotnet/builds.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import { type Result, result } from './statistics.ts';

const count = 20;

/** How long 20 programs that share a library take to be built as starts of one moment, next to other ways. */
export async function measureManyBuilds(): Promise<Result[]> {
  const room = await DotnetRoom.make();
  try {
    // What is first only is not to be counted.
    await room.run('--version');
    const together = await timeOf(await writePrograms(room, 'together'), (projects) =>
      buildTogether(room, projects),
    );
    const solution = await timeOf(await writePrograms(room, 'solution'), async () => {
      await room.run('build', room.path('solution', 'All.slnx'), '-nologo');
    });
    const apart = await timeOf(await writePrograms(room, 'apart'), (projects) =>
      buildApart(room, projects),
    );
    return [
      result(`${count} projects built, next to their solution`, together, solution),
      result(`${count} projects built, next to one by one`, together, apart),
    ];
  } finally {
    await room.remove();
  }
}

/** Writes a library, programs that use it, and a solution of them all. */
async function writePrograms(room: DotnetRoom, folder: string): Promise<readonly string[]> {
  await room.project(join(folder, 'Library', 'Library.csproj'));
  await room.write(
    join(folder, 'Library', 'Greeting.cs'),
    'public static class Greeting { public static string Text => "hello"; }',
  );
  const projects = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `App${index}`;
      await room.write(
        join(folder, name, 'Program.cs'),
        'System.Console.WriteLine(Greeting.Text);',
      );
      return room.project(
        join(folder, name, `${name}.csproj`),
        '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>',
      );
    }),
  );
  const items = projects.map((project) => `<Project Path="${project}" />`);
  await room.write(join(folder, 'All.slnx'), `<Solution>${items.join('')}</Solution>`);
  return projects;
}

async function timeOf(
  projects: readonly string[],
  work: (projects: readonly string[]) => Promise<void>,
): Promise<number> {
  const begun = performance.now();
  await work(projects);
  return performance.now() - begun;
}

async function buildTogether(room: DotnetRoom, projects: readonly string[]): Promise<void> {
  const builds = new Builds(room.dotnet);
  await Promise.all(projects.map((project) => build(builds, project)));
}

async function buildApart(room: DotnetRoom, projects: readonly string[]): Promise<void> {
  const builds = new Builds(room.dotnet);
  for (const project of projects) await build(builds, project);
}

async function build(builds: Builds, project: string): Promise<void> {
  const silent = { output: () => undefined };
  const { kind } = await builds.build({ project }, silent, new AbortController().signal);
  if (kind !== 'succeeded') throw new Error(`The build of ${project} ${kind}.`);
}
