// All kinds of projects and starts beside `dotnet run`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithDotnetRun } from './matrixRun.ts';
import { matrixProjects, matrixStarts } from './runMatrix.ts';

test(
  'projects and profiles run as by dotnet run, before and after a change',
  { timeout: 7_200_000 },
  async (context) => {
    const count = matrixProjects.flatMap(({ hasArguments = false }) =>
      matrixStarts.slice(0, hasArguments ? 2 : 3),
    ).length;
    assert.ok(count >= 60, `${count} of at least 60`);
    await compareWithDotnetRun(context, matrixProjects);
  },
);
