import { test } from 'node:test';
import { DotnetRoom } from '../../support/dotnet.ts';
import { changeRandomProjects } from './randomProjects.ts';

const seed = Number(process.env['PROJECTS_SEED'] ?? 1);

test(
  'projects that change run as MSBuild and dotnet run have it',
  { timeout: 600_000 },
  async (context) => changeRandomProjects(await DotnetRoom.of(context), seed, 4),
);
