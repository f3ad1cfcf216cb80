import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readSolutionProjects } from '../../../src/dotnet/files/solutions.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

const limit = { timeout: 600_000 };
let fixture: DotnetFixture;
let all: readonly string[];

before(async () => {
  fixture = await DotnetFixture.make();
  all = [await fixture.project('src/A b/A b.csproj'), await fixture.project('src/C/C.fsproj')];
  for (const format of ['sln', 'slnx']) {
    await fixture.run('new', 'sln', '-n', 'All', '-f', format);
    await fixture.run('sln', `All.${format}`, 'add', ...all);
    await fixture.run('new', 'sln', '-n', 'None', '-f', format);
  }
});
after(() => fixture.remove());

for (const format of ['sln', 'slnx']) {
  test(`the projects of a .${format} are listed`, limit, async () => {
    const found = await readSolutionProjects(fixture.path(`All.${format}`), fixture.dotnet);
    assert.deepEqual(found.toSorted(), all);
    assert.deepEqual(
      await readSolutionProjects(fixture.path(`None.${format}`), fixture.dotnet),
      [],
    );
  });

  test(`an unreadable .${format} is reported`, limit, async () => {
    const path = await fixture.write(`Broken.${format}`, '<nonsense');
    await assert.rejects(readSolutionProjects(path, fixture.dotnet), {
      code: 'SolutionBroken',
      message: /Broken\.sln.*Correct the file/,
    });
  });
}

test('a solution filter names projects relative to its solution', limit, async () => {
  const filter = {
    solution: { path: '..\\All.sln', projects: ['src\\A b\\A b.csproj', 'x.esproj'] },
  };
  const path = await fixture.write('filters/Some.slnf', `\uFEFF${JSON.stringify(filter)}`);
  assert.deepEqual(await readSolutionProjects(path, fixture.dotnet), [
    fixture.path('src/A b/A b.csproj'),
  ]);
});

for (const [what, text] of Object.entries({ 'is not JSON': '{', 'names no solution': '{}' })) {
  test(`a solution filter that ${what} is reported`, limit, async () => {
    const path = await fixture.write('Broken.slnf', text);
    await assert.rejects(readSolutionProjects(path, fixture.dotnet), { code: 'SolutionBroken' });
  });
}

test('reports a missing solution', limit, async () => {
  await assert.rejects(readSolutionProjects(fixture.path('No.sln'), fixture.dotnet), {
    code: 'SolutionNotFound',
  });
});
