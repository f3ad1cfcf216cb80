import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findServedBuild } from '../../../src/apps/hotReload/servedBuild.ts';
import { openPdb } from '../../../src/wasm/metadata/pdb.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { serve } from '../../wasm/diagnosis/webServer.ts';
import { symbolsOf } from '../../wasm/hotReload/symbols.ts';
import { mkdir, writeFile } from 'node:fs/promises';

const build = symbolsOf([{ row: 1, path: '/shop/Cart.cs', lines: [1] }]);

/** Symbols of the same sources with another id. */
function buildAgain(): Buffer {
  const again = Buffer.from(build);
  const id = openPdb(again).streams.get('#Pdb') ?? Buffer.alloc(1);
  id[0] = (id[0] ?? 0) ^ 1;
  return again;
}

const assemblies = { 'Shop.dll': '', 'Other.dll': '' };
const page = { body: '<!doctype html><title>Shop</title>', type: 'text/html' };

for (const { what, served, isServed } of [
  { what: 'the build on the disk', served: { Shop: build }, isServed: true },
  {
    what: 'an app and a library of that build',
    served: { Shop: build, Lib: build },
    isServed: true,
  },
  { what: 'another build', served: { Shop: buildAgain() }, isServed: false },
  {
    what: 'another build of a library',
    served: { Shop: build, Lib: buildAgain() },
    isServed: false,
  },
  { what: 'no symbols', served: {}, isServed: false },
  { what: 'symbols that cannot be read', served: { Shop: Buffer.alloc(4) }, isServed: false },
]) {
  test(`a page with ${what} ${isServed ? 'takes' : 'takes no'} changes`, async (context) => {
    const folder = await temporaryFolder(context);
    await mkdir(join(folder, 'bin'));
    for (const name of ['Shop', 'Lib']) await writeFile(join(folder, 'bin', `${name}.pdb`), build);
    const symbols: Readonly<Record<string, Buffer>> = served;
    const names = Object.keys(symbols);
    const libraries = names.includes('Lib') ? { 'Lib.dll': '' } : {};
    const pdb = Object.fromEntries(names.map((name) => [`${name}.pdb`, '']));
    const resources = { assembly: { ...assemblies, ...libraries }, pdb };
    const url = await serve(context, (path) => {
      if (path === '/') return page;
      const boot = JSON.stringify({ mainAssemblyName: 'Shop', resources });
      if (path === '/_framework/blazor.boot.json') return { body: boot };
      const body = symbols[path.replace(/^.*\/|\.pdb$/g, '')];
      return body === undefined ? { status: 404 } : { body };
    });
    const client = {
      path: join(folder, 'Shop.csproj'),
      assemblyName: 'Shop',
      projectReferences: [join(folder, 'Lib.csproj')],
      targetPath: join(folder, 'bin', 'Shop.dll'),
    };
    const isOnDisk = await findServedBuild(client as never, url, new ManualClock());
    assert.equal(isOnDisk !== undefined, isServed);
    if (isOnDisk === undefined) return;
    assert.equal(await isOnDisk(), true);
    const built = names.at(-1) ?? '';
    await writeFile(join(folder, 'bin', `${built}.pdb`), buildAgain());
    assert.equal(await isOnDisk(), false);
  });
}

test('a page that does not respond takes no changes', async (context) => {
  const folder = await temporaryFolder(context);
  const client = { path: join(folder, 'Shop.csproj'), assemblyName: 'Shop', projectReferences: [] };
  const built = { ...client, targetPath: join(folder, 'Shop.dll') };
  assert.equal(
    await findServedBuild(built as never, 'http://127.0.0.1:1/', new ManualClock()),
    undefined,
  );
});
