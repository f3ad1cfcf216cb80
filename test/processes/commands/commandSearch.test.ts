import assert from 'node:assert/strict';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { CommandSearch } from '../../../src/processes/commands/commandSearch.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

test('a command is in PATH if one of the folders has an executable of that name', async (context) => {
  const [one, other] = [await temporaryFolder(context), await temporaryFolder(context)];
  await writeFile(join(other, 'tool'), '', { mode: 0o755 });
  await writeFile(join(one, 'plain'), '', { mode: 0o644 });
  await mkdir(join(one, 'folder'), { mode: 0o755 });
  const environment = { PATH: [join(one, 'missing'), one, '', other].join(delimiter) };
  const search = new CommandSearch({ environment }, new ManualClock());
  const found = ['tool', 'plain', 'folder', 'absent'].filter((name) => search.has(name));
  assert.deepEqual(found, ['tool']);
});

test('without PATH no command is found', () => {
  const search = new CommandSearch({ environment: {} }, new ManualClock());
  assert.equal(search.has('node'), false);
});

test('installing or removing a command is noticed within seconds', async (context) => {
  const folder = await temporaryFolder(context);
  const clock = new ManualClock();
  const search = new CommandSearch({ environment: { PATH: folder } }, clock);
  assert.equal(search.has('tool'), false);
  await writeFile(join(folder, 'tool'), '');
  await chmod(join(folder, 'tool'), 0o755);
  clock.advance(2_000);
  assert.equal(search.has('tool'), true);
  await rm(join(folder, 'tool'));
  clock.advance(2_000);
  assert.equal(search.has('tool'), false);
});
