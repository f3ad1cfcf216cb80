import assert from 'node:assert/strict';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readOutputStamp } from '../../../src/projects/serving/outputStamp.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const manifest = 'Shop.staticwebassets.endpoints.json';

test('a stamp changes only with assemblies and the content of manifests', async (context) => {
  const folder = await temporaryFolder(context);
  const stamp = (): Promise<string> => readOutputStamp({ targetPath: join(folder, 'Shop.dll') });
  const stamps = [await stamp()];
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text);
    stamps.push(await stamp());
  };
  await write('Shop.dll', 'one');
  await write('Shop.dll', 'three');
  await write('Library.dll', 'one');
  await write(manifest, 'one');
  await write(manifest, 'two');
  await write('Shop.staticwebassets.runtime.json', 'one');
  assert.equal(new Set(stamps).size, stamps.length);
  const last = stamps.at(-1);
  await write('appsettings.json', '{}');
  await write(manifest, 'two');
  await utimes(join(folder, manifest), 1, 1);
  assert.equal(await stamp(), last);
  await utimes(join(folder, 'Library.dll'), 1, 1);
  assert.notEqual(await stamp(), last);
});

test('missing outputs have a stamp too', async (context) => {
  const folder = await temporaryFolder(context);
  const stamp = (): Promise<string> =>
    readOutputStamp({ targetPath: join(folder, 'none', 'Shop.dll') });
  assert.equal(await stamp(), await stamp());
});
