// Some kinds of projects and starts, compared with `dotnet run`; runMatrix.long.test.ts has all of them.

import { test } from 'node:test';
import { compareWithDotnetRun } from './matrixRun.ts';
import { matrixProjects } from './runMatrix.ts';

const names = ['Failing', 'Arguments', 'RunTarget', 'ImportsByProperty', 'ProgramFirst'];

test(
  'projects run as with dotnet run, before and after a change',
  { timeout: 900_000 },
  (context) =>
    compareWithDotnetRun(
      context,
      matrixProjects.filter(({ name }) => names.includes(name)),
      { firstStarts: 3, changes: 1, startsAfterChange: 1 },
    ),
);
