import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readContents, type SourceFolder } from '../../../src/dotnet/upToDate/folderFiles.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const files = [
  'Shop.csproj',
  'bin/Shop.dll',
  'obj/project.assets.json',
  'Pages/bin/Index.razor',
  'Pages/.hidden/Draft.razor',
  '.vs/state',
  '.gitignore',
  'wwwroot/.well-known/security.txt',
  'node_modules/vue/index.js',
  'wwwroot/node_modules/vue/index.js',
];

/** A folder with these files. */
async function folderOf(context: TestContext, names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  return folder;
}

/** The paths of the files and folders that count, relative to their folder. */
async function read(path: string, leftOut: SourceFolder['leftOut']) {
  const found = await readContents([{ path, leftOut }]);
  const within = (all: readonly string[] = []) => all.map((one) => relative(path, one)).toSorted();
  return found && { files: within(found.files), folders: within(found.folders) };
}

test('everything is read if nothing is left out', async (context) => {
  const folder = await folderOf(context, files);
  assert.deepEqual((await read(folder, 'nothing'))?.files, files.toSorted());
});

test('outputs are left out at the top, and hidden folders everywhere', async (context) => {
  const folder = await folderOf(context, files);
  assert.deepEqual(await read(folder, 'outputs'), {
    files: [
      '.gitignore',
      'Pages/bin/Index.razor',
      'Shop.csproj',
      'node_modules/vue/index.js',
      'wwwroot/.well-known/security.txt',
      'wwwroot/node_modules/vue/index.js',
    ],
    folders: [
      '',
      'Pages',
      'Pages/bin',
      'node_modules',
      'node_modules/vue',
      'wwwroot',
      'wwwroot/.well-known',
      'wwwroot/node_modules',
      'wwwroot/node_modules/vue',
    ],
  });
});

test('packages of JavaScript are left out everywhere', async (context) => {
  const folder = await folderOf(context, files);
  const found = await read(folder, 'outputs and packages');
  assert.deepEqual(
    found?.folders.filter((path) => path.includes('node_modules')),
    [],
  );
});

test('a missing folder is empty', async (context) => {
  const missing = join(await temporaryFolder(context), 'missing');
  assert.deepEqual(await read(missing, 'nothing'), { files: [], folders: [''] });
});

test('a link to a file counts as one, and one to a folder makes the contents unknown', async (context) => {
  const folder = await folderOf(context, ['real/One.cs', 'app/Two.cs']);
  const app = join(folder, 'app');
  await symlink(join(folder, 'real/One.cs'), join(app, 'One.cs'));
  await symlink(join(folder, 'nowhere'), join(app, 'Broken.cs'));
  assert.deepEqual((await read(app, 'outputs'))?.files, ['Broken.cs', 'One.cs', 'Two.cs']);
  await symlink(join(folder, 'real'), join(app, 'Linked'));
  assert.equal(await read(app, 'outputs'), undefined);
});

test('a folder that can not be listed makes the contents unknown', async (context) => {
  const folder = await folderOf(context, ['app/Two.cs', 'file']);
  const folders = ['app', 'file'].map((name) => ({ path: join(folder, name), leftOut: 'outputs' }));
  assert.equal(await readContents(folders as readonly SourceFolder[]), undefined);
});
