import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { projectsInSolution } from '../../../src/dotnet/files/solutions.ts';
import { DotnetRoom } from '../../support/dotnet.ts';

const limit = { timeout: 600_000 };
let room: DotnetRoom;
let all: readonly string[];

before(async () => {
  room = await DotnetRoom.make();
  all = [await room.project('src/A b/A b.csproj'), await room.project('src/C/C.fsproj')];
  for (const format of ['sln', 'slnx']) {
    await room.run('new', 'sln', '-n', 'All', '-f', format);
    await room.run('sln', `All.${format}`, 'add', ...all);
    await room.run('new', 'sln', '-n', 'None', '-f', format);
  }
});
after(() => room.remove());

for (const format of ['sln', 'slnx']) {
  test(`the projects of a .${format} are listed`, limit, async () => {
    const found = await projectsInSolution(room.path(`All.${format}`), room.dotnet);
    assert.deepEqual(found.toSorted(), all);
    assert.deepEqual(await projectsInSolution(room.path(`None.${format}`), room.dotnet), []);
  });

  test(`a .${format} that can't be read is told`, limit, async () => {
    const path = await room.write(`Broken.${format}`, '<nonsense');
    await assert.rejects(projectsInSolution(path, room.dotnet), {
      code: 'SolutionBroken',
      message: /Broken\.sln.*Correct the file/,
    });
  });
}

test('a solution filter names projects relative to its solution', limit, async () => {
  const filter = {
    solution: { path: '..\\All.sln', projects: ['src\\A b\\A b.csproj', 'x.esproj'] },
  };
  const path = await room.write('filters/Some.slnf', `\uFEFF${JSON.stringify(filter)}`);
  assert.deepEqual(await projectsInSolution(path, room.dotnet), [room.path('src/A b/A b.csproj')]);
});

for (const [what, text] of Object.entries({ 'is no JSON': '{', 'names no solution': '{}' })) {
  test(`a solution filter that ${what} is told`, limit, async () => {
    const path = await room.write('Broken.slnf', text);
    await assert.rejects(projectsInSolution(path, room.dotnet), { code: 'SolutionBroken' });
  });
}

test('reports a missing solution', limit, async () => {
  await assert.rejects(projectsInSolution(room.path('No.sln'), room.dotnet), {
    code: 'SolutionNotFound',
  });
});
