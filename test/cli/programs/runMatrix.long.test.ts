// All kinds of projects and starts, compared with `dotnet run`. MATRIX_PROJECTS=Plain,Web only runs
// some of the projects; MATRIX_STARTS=5 starts each project in every way after every change,
// instead of in two ways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixChanges } from './matrixChanges.ts';
import { compareWithDotnetRun, startsAfterChange } from './matrixRun.ts';
import { matrixProjects, matrixStarts } from './runMatrix.ts';

const { MATRIX_PROJECTS, MATRIX_STARTS } = process.env;
const extent = {
  changes: Object.keys(matrixChanges).length,
  startsAfterChange: Number(MATRIX_STARTS ?? 2),
};

test('at least 60 projects with their profiles are started after every kind of change', () => {
  const starts = matrixProjects.map((project, index) => startsAfterChange(project, index, extent));
  assert.ok(starts.flat().length >= 60, `${starts.flat().length}`);
  assert.deepEqual(new Set(starts.flat()), new Set(matrixStarts));
});

test(
  'projects and profiles run as with dotnet run, before and after every kind of change',
  { timeout: 7_200_000 },
  async (context) => {
    const names = MATRIX_PROJECTS?.split(',');
    const projects = matrixProjects.filter(({ name }) => names?.includes(name) ?? true);
    await compareWithDotnetRun(context, projects, extent);
  },
);
