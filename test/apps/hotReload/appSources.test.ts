import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { decodeSource, readSources } from '../../../src/apps/hotReload/appSources.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** Writes files, and returns the folder. */
function makeApp(context: TestContext): Promise<string> {
  return createFolder(context, {
    'Client/Program.cs': 'program',
    'Client/Pages/Home.razor': '\uFEFFhome',
    'Client/Pages/Home.razor.css': 'css',
    'Client/obj/Made.cs': 'made',
    'Client/wwwroot/app.css': 'css',
    'Lib/Box.cs': 'box',
  });
}

const projectsIn = (folder: string): readonly string[] => [
  join(folder, 'Lib/Lib.csproj'),
  join(folder, 'Client/Client.csproj'),
];

test('the sources of all projects are read, byte by byte', async (context) => {
  const folder = await makeApp(context);
  const sources = await readSources(projectsIn(folder));
  assert.deepEqual(
    new Map([...(sources ?? [])].map(([path, content]) => [path, content.toString('utf8')])),
    new Map([
      [join(folder, 'Lib/Box.cs'), 'box'],
      [join(folder, 'Client/Program.cs'), 'program'],
      [join(folder, 'Client/Pages/Home.razor'), '\uFEFFhome'],
    ]),
  );
});

test('sources of projects in one folder, or below each other, are read once', async (context) => {
  const folder = await makeApp(context);
  const projects = [
    join(folder, 'All.csproj'),
    ...projectsIn(folder),
    join(folder, 'Lib/B.csproj'),
  ];
  assert.equal((await readSources(projects))?.size, 3);
});

test('too many bytes of sources are not kept', async (context) => {
  const projects = projectsIn(await makeApp(context));
  const size = 'boxprogramhome'.length + 3;
  assert.equal((await readSources(projects, size))?.size, 3);
  assert.equal(await readSources(projects, size - 1), undefined);
});

test('sources behind linked folders are not kept', async (context) => {
  const folder = await makeApp(context);
  await symlink(join(folder, 'Lib'), join(folder, 'Client/Linked'), 'junction');
  assert.equal(await readSources(projectsIn(folder)), undefined);
});

test('sources are decoded as their byte order marks say', () => {
  const text = 'Grüße\r\n';
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const content of [little, big, Buffer.from(text), Buffer.from(`\uFEFF${text}`)]) {
    assert.equal(decodeSource(content), text);
  }
});
