import { test } from 'node:test';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { changeRandomProjects } from './randomProjects.ts';

const seed = Number(process.env['PROJECTS_SEED'] ?? 1);

test(
  'projects that change run as MSBuild and dotnet run would',
  { timeout: 600_000 },
  async (context) => changeRandomProjects(await DotnetFixture.of(context), seed, 4),
);
