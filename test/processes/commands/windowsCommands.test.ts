// How commands are looked up on Windows, which this process pretends to run on.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

Object.defineProperty(process, 'platform', { value: 'win32' });
// These modules read the platform when they are loaded.
const { lookUpCommand } = await import('../../../src/processes/commands/commandLookup.ts');
const { CommandSearch } = await import('../../../src/processes/commands/commandSearch.ts');

const PathExt = ['.EXE', '.CMD'].join(delimiter);

async function folderWith(context: TestContext, ...names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const name of names) await writeFile(join(folder, name), '', { mode: 0o755 });
  return folder;
}

test('tries the extensions in PATHEXT, the working directory first', async (context) => {
  const workingDirectory = await folderWith(context, 'own.EXE');
  const environment = { Path: await folderWith(context, 'other.CMD', 'tool'), PathExt };
  const look = (command: string) => lookUpCommand({ command, environment, workingDirectory });
  assert.equal(await look('other'), 'executable');
  assert.equal(await look('other.CMD'), 'executable');
  assert.equal(await look('own'), 'executable');
  assert.equal(await look(join(workingDirectory, 'own')), 'executable');
  assert.equal(await look('absent'), 'missing');
  assert.equal(await look('tool'), 'missing');
});

test('a command in PATH has an extension of PATHEXT, whatever the case of PATH', async (context) => {
  const Path = await folderWith(context, 'tool.CMD', 'other');
  const search = new CommandSearch({ environment: { Path, PathExt } }, new ManualClock());
  assert.deepEqual([search.has('tool'), search.has('other')], [true, false]);
});

test('a folder in PATH may be quoted', async (context) => {
  const Path = `"${await folderWith(context, 'tool.EXE')}"`;
  const search = new CommandSearch({ environment: { Path, PathExt } }, new ManualClock());
  assert.ok(search.has('tool'));
});
