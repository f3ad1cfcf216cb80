import assert from 'node:assert/strict';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { stampPage } from '../../../src/apps/prepared/pageStamp.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

test('the stamp of a page differs after each change of its build or its static files', async (context) => {
  const folder = await temporaryFolder(context);
  const client = { folder, targetPath: join(folder, 'bin', 'App.dll') };
  let time = 1_700_000_000;
  const write = (name: string) => async () => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'text');
    await utimes(path, ++time, time);
  };
  const changes = [
    write('bin/App.dll'),
    write('bin/App.dll'),
    write('wwwroot/index.html'),
    write('wwwroot/js/app.js'),
    write('wwwroot/js/app.js'),
    () => rm(join(folder, 'wwwroot', 'index.html')),
  ];
  const stamps = [await stampPage([client])];
  for (const change of changes) {
    await change();
    stamps.push(await stampPage([client]));
  }
  assert.equal(new Set(stamps).size, changes.length + 1);
  assert.equal(await stampPage([client]), stamps.at(-1));
});
