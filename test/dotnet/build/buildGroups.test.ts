import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { getGroup, isSameGroup } from '../../../src/dotnet/build/buildGroups.ts';
import type { BuildPlan } from '../../../src/dotnet/build/buildPlan.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** Creates a folder with empty files. */
async function folderWith(context: TestContext, ...names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  return folder;
}

async function mayShareRun(one: BuildPlan, other: BuildPlan): Promise<boolean> {
  const group = await getGroup(other);
  return group !== undefined && isSameGroup(await getGroup(one), group);
}

test('projects in different folders share a run', async (context) => {
  const folder = await folderWith(context);
  const one = { project: join(folder, 'a', 'A.csproj'), targetFramework: 'net10.0' };
  const other = { project: join(folder, 'b', 'c', 'B.fsproj') };
  assert.equal(await mayShareRun(one, other), true);
});

test('projects below different global.json files do not share a run', async (context) => {
  const folder = await folderWith(context, 'global.json', 'a/global.json');
  const inner = { project: join(folder, 'a', 'A', 'A.csproj') };
  const outer = { project: join(folder, 'b', 'B.csproj') };
  assert.equal(await mayShareRun(inner, outer), false);
  assert.equal(await mayShareRun(inner, { project: join(folder, 'a', 'C.csproj') }), true);
});

test('projects with different MSBuild arguments do not share a run', async (context) => {
  const folder = await folderWith(context, 'a/Directory.Build.rsp');
  const one = { project: join(folder, 'a', 'A.csproj') };
  const other = { project: join(folder, 'b', 'B.csproj') };
  assert.equal(await mayShareRun(one, other), false);
  assert.equal(await mayShareRun(other, { ...other, configuration: 'Release' }), false);
});

test('a file-based program does not share a run', async (context) => {
  const folder = await folderWith(context);
  const file = { project: join(folder, 'app.cs') };
  assert.equal(await mayShareRun(file, file), false);
});
