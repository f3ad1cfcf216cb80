// All kinds of projects and starts beside `dotnet run`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithDotnetRun } from './matrixRun.ts';
import { matrixChanges, matrixProjects, startsOf } from './runMatrix.ts';

test(
  'projects and profiles run as by dotnet run, before and after every kind of change',
  { timeout: 7_200_000 },
  async (context) => {
    const { length } = matrixProjects.flatMap(startsOf);
    assert.ok(length >= 60, `${length} of at least 60`);
    await compareWithDotnetRun(context, matrixProjects, Object.keys(matrixChanges).length);
  },
);
