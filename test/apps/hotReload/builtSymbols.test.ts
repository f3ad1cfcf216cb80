import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readBuiltProjects } from '../../../src/apps/hotReload/builtSymbols.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { symbolsOf } from '../../wasm/hotReload/symbols.ts';

const portable = symbolsOf([{ row: 1, path: '/shop/A.cs', lines: [1] }]);
const unreadable = {
  'symbols of Windows': Buffer.concat([
    Buffer.from('Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0'),
    Buffer.alloc(480),
  ]),
  'broken symbols': portable.subarray(0, 60),
  'empty symbols': Buffer.alloc(0),
  'no symbols': undefined,
};

/** Returns projects whose assemblies have these symbols. */
async function build(context: TestContext, symbols: Readonly<Record<string, Buffer | undefined>>) {
  const folder = await temporaryFolder(context);
  for (const [name, content] of Object.entries(symbols))
    if (content !== undefined) await writeFile(join(folder, `${name}.pdb`), content);
  return Object.keys(symbols).map((name) => ({
    path: join(folder, `${name}.csproj`),
    arguments: [],
    assembly: join(folder, `${name}.dll`),
  }));
}

for (const [what, content] of Object.entries(unreadable)) {
  test(`a referenced project with ${what} is left out`, async (context) => {
    const projects = await build(context, { Lib: content, Shared: portable, Client: portable });
    const built = await readBuiltProjects(projects);
    assert.deepEqual(built.projects, projects.slice(1));
    assert.deepEqual([...built.symbols.keys()], ['Shared', 'Client']);
  });

  test(`an app with ${what} takes no changes`, async (context) => {
    const projects = await build(context, { Lib: portable, Client: content });
    await assert.rejects(readBuiltProjects(projects), {
      code: 'HotReloadUnavailable',
      message: /the build of Client left no portable symbols/,
    });
  });
}
