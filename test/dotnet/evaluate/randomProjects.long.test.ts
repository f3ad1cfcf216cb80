import { test } from 'node:test';
import { DotnetRoom } from '../../support/dotnet.ts';
import { randomSeed } from '../../support/randomSeed.ts';
import { changeRandomProjects } from './randomProjects.ts';

const first = randomSeed('PROJECTS_SEED');

for (let seed = first; seed < first + 12; seed++) {
  test(
    `projects that change at random run as MSBuild and dotnet run have it, PROJECTS_SEED=${seed}`,
    { timeout: 3_600_000 },
    async (context) => changeRandomProjects(await DotnetRoom.of(context), seed, 15),
  );
}
