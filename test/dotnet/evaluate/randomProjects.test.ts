import { test } from 'node:test';
import { DotnetRoom } from '../../support/dotnet.ts';
import { changeRandomProjects } from './randomProjects.ts';

const seed = Number(process.env['PROJECTS_SEED'] ?? Date.now() % 1_000_000);

test(
  'projects that change at random run as MSBuild and dotnet run have it',
  { timeout: 600_000 },
  async (context) => {
    context.diagnostic(`The projects and their changes come from PROJECTS_SEED=${seed}.`);
    await changeRandomProjects(await DotnetRoom.of(context), seed, 4);
  },
);
