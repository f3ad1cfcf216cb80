// Some kinds of projects beside `dotnet run`; runMatrix.long.test.ts has them all.

import { test } from 'node:test';
import { compareWithDotnetRun } from './matrixRun.ts';
import { matrixProjects } from './runMatrix.ts';

const names = ['Failing', 'Arguments', 'RunTarget', 'ImportsByProperty', 'ProgramFirst'];

test('projects run as by dotnet run, before and after a change', { timeout: 900_000 }, (context) =>
  compareWithDotnetRun(
    context,
    matrixProjects.filter(({ name }) => names.includes(name)),
    { changes: 1, startsAfterChange: 1 },
  ),
);
