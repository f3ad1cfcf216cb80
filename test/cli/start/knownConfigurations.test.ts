import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { knownConfigurations } from '../../../src/cli/start/knownConfigurations.ts';
import { DisposableStore } from '../../../src/common/disposable.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

async function writeNames(folder: string, ...names: readonly string[]): Promise<void> {
  const configurations = names.map((name) => ({ type: 'node', request: 'launch', name }));
  await mkdir(join(folder, '.vscode'), { recursive: true });
  await writeFile(join(folder, '.vscode', 'launch.json'), JSON.stringify({ configurations }));
}

function open(context: TestContext, folder: string) {
  const clock = new ManualClock();
  const log = new RecordingLog();
  const resources = new DisposableStore();
  afterTest(context, () => resources.dispose());
  const list = knownConfigurations(folder, { clock, log, resources });
  return { clock, list, log, resources };
}

test('configurations are known before the first request, with the time they were read', async (context) => {
  const folder = await temporaryFolder(context);
  await writeNames(folder, 'Shop');
  const { clock, list } = open(context, folder);
  const lastSeen = clock.now().toISOString();
  await turn();
  clock.advance(5_000);
  assert.deepEqual(list(), {
    items: [{ name: 'Shop', origin: 'launch.json', lastSeen }],
    isSearching: false,
  });
});

test('a changed launch.json is read again without a request', async (context) => {
  const folder = await temporaryFolder(context);
  await writeNames(folder, 'Shop');
  const { clock, list, resources } = open(context, folder);
  await turn();
  await writeNames(folder, 'Shop', 'Bank');
  await until('the change is seen', () => clock.pending === 1);
  clock.advance(500);
  await turn();
  assert.deepEqual(
    list().items.map(({ name }) => name),
    ['Shop', 'Bank'],
  );
  resources.dispose();
  assert.equal(clock.pending, 0);
});

test('a folder without launch.json has no configurations', async (context) => {
  const { list } = open(context, await temporaryFolder(context));
  await turn();
  assert.deepEqual(list(), { items: [], isSearching: false });
});

test('a broken launch.json is logged, and what it named before stays known', async (context) => {
  const folder = await temporaryFolder(context);
  await writeNames(folder, 'Shop');
  const { clock, list, log } = open(context, folder);
  await turn();
  await writeFile(join(folder, '.vscode', 'launch.json'), '{');
  clock.advance(60_000);
  list();
  await turn();
  assert.deepEqual(
    list().items.map(({ name }) => name),
    ['Shop'],
  );
  assert.match(log.lines.join('\n'), /launch\.json/);
});
