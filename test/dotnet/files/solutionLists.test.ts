import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SolutionLists } from '../../../src/dotnet/files/solutionLists.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** Solutions whose projects are the lines of their texts. */
async function open(context: TestContext) {
  const path = join(await temporaryFolder(context), 'All.sln');
  await writeFile(path, 'A.csproj');
  const solution = { path, listed: 0, whileListed: async (): Promise<void> => {} };
  const lists = new SolutionLists(async () => {
    solution.listed++;
    const text = await readFile(path, 'utf8');
    await solution.whileListed();
    return text.split('\n');
  });
  return { lists, solution };
}

test('a solution is listed once while its text stays the same', async (context) => {
  const { lists, solution } = await open(context);
  for (let count = 0; count < 3; count++) {
    assert.deepEqual(await lists.projects(solution.path), ['A.csproj']);
  }
  await writeFile(solution.path, 'A.csproj');
  await lists.projects(solution.path);
  assert.equal(solution.listed, 1, 'its time does not count');
});

test('a changed solution is listed again, however short the time', async (context) => {
  const { lists, solution } = await open(context);
  for (const name of ['A', 'B', 'C']) {
    await writeFile(solution.path, `${name}.csproj`);
    assert.deepEqual(await lists.projects(solution.path), [`${name}.csproj`]);
  }
});

test('a list is not kept if its solution changes while it is read', async (context) => {
  const { lists, solution } = await open(context);
  solution.whileListed = () => writeFile(solution.path, 'B.csproj');
  await lists.projects(solution.path);
  await writeFile(solution.path, 'A.csproj');
  await lists.projects(solution.path);
  assert.equal(solution.listed, 2);
});

test('a solution that can not be listed is tried again', async (context) => {
  const { lists, solution } = await open(context);
  solution.whileListed = () => Promise.reject(new Error('Broken.'));
  await assert.rejects(lists.projects(solution.path), /Broken/);
  solution.whileListed = () => Promise.resolve();
  assert.deepEqual(await lists.projects(solution.path), ['A.csproj']);
});
