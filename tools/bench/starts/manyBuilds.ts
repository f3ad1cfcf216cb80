import { Builds } from '../../../src/dotnet/build/builds.ts';
import { noKnowledge } from '../../fixtures/noKnowledge.ts';
import { DotnetFixture } from '../../fixtures/dotnet/dotnetFixture.ts';
import { count, writePrograms } from './programs.ts';
import { type Result, result } from '../support/results.ts';

/**
 * How long 20 programs that share a library take to build when they are started together, compared
 * with other ways.
 */
export async function measureManyBuilds(): Promise<Result[]> {
  const fixture = await DotnetFixture.make();
  try {
    // The first run is not counted, since caches are cold.
    await fixture.run('--version');
    const together = await getTime(await writePrograms(fixture, 'together'), (projects) =>
      buildTogether(fixture, projects),
    );
    const solution = await getTime(await writePrograms(fixture, 'solution'), async () => {
      await fixture.run('build', fixture.path('solution', 'All.slnx'), '-nologo');
    });
    const apart = await getTime(await writePrograms(fixture, 'apart'), (projects) =>
      buildApart(fixture, projects),
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
    await fixture.remove();
  }
}

async function getTime(
  projects: readonly string[],
  work: (projects: readonly string[]) => Promise<void>,
): Promise<number> {
  const begun = performance.now();
  await work(projects);
  return performance.now() - begun;
}

async function buildTogether(fixture: DotnetFixture, projects: readonly string[]): Promise<void> {
  const builds = new Builds(fixture.dotnet, noKnowledge);
  await Promise.all(projects.map((project) => build(builds, project)));
}

async function buildApart(fixture: DotnetFixture, projects: readonly string[]): Promise<void> {
  const builds = new Builds(fixture.dotnet, noKnowledge);
  for (const project of projects) await build(builds, project);
}

async function build(builds: Builds, project: string): Promise<void> {
  const silent = { output: () => undefined };
  const { kind } = await builds.build({ project }, silent, new AbortController().signal);
  if (kind !== 'succeeded') throw new Error(`The build of ${project} ${kind}.`);
}
