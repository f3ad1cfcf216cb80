import { Builds } from '../../src/dotnet/build/builds.ts';
import { noKnowledge } from '../support/noKnowledge.ts';
import { DotnetRoom } from '../support/dotnet.ts';
import { count, writePrograms } from './programs.ts';
import { type Result, result } from './results.ts';

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
      result(
        `${count} .NET projects built as starts of one moment, next to their solution`,
        together,
        solution,
      ),
      result(
        `${count} .NET projects built as starts of one moment, next to one by one`,
        together,
        apart,
      ),
    ];
  } finally {
    await room.remove();
  }
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
  const builds = new Builds(room.dotnet, noKnowledge);
  await Promise.all(projects.map((project) => build(builds, project)));
}

async function buildApart(room: DotnetRoom, projects: readonly string[]): Promise<void> {
  const builds = new Builds(room.dotnet, noKnowledge);
  for (const project of projects) await build(builds, project);
}

async function build(builds: Builds, project: string): Promise<void> {
  const silent = { output: () => undefined };
  const { kind } = await builds.build({ project }, silent, new AbortController().signal);
  if (kind !== 'succeeded') throw new Error(`The build of ${project} ${kind}.`);
}
