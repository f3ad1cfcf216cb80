import { test } from 'node:test';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { randomSeed } from '../../../tools/fixtures/randomSeed.ts';
import { changeRandomProjects } from './randomProjects.ts';

const first = randomSeed('PROJECTS_SEED');

for (let seed = first; seed < first + 12; seed++) {
  test(
    `projects that change at random run as MSBuild and dotnet run would, PROJECTS_SEED=${seed}`,
    { timeout: 3_600_000 },
    async (context) => changeRandomProjects(await DotnetFixture.of(context), seed, 15),
  );
}
