import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { editor, Uri, workspace } from '../../../tools/fixtures/editorStandIn.ts';

const { listStartable } = await import('../../../src/vscode/ui/known/startable.ts');

const seen = new Date('2026-01-02T03:04:05.000Z');
const started = '2026-01-01T00:00:00.000Z';
const clock = new ManualClock();
const client = { kind: 'page', name: 'Client', uri: Uri.file('/shop/Client.csproj') };

function list(context: TestContext, latest: object | undefined) {
  const project = { type: 'ide-session', name: 'Shop', project: 'Shop.csproj', env: { KEY: 's3' } };
  editor.settings = { configurations: [project] };
  workspace.workspaceFolders = [{ uri: Uri.file('/shop'), name: 'shop' }];
  context.after(() => (workspace.workspaceFolders = undefined));
  const recent = {
    list: () => [{ configuration: { name: 'Page', project: 'Page.csproj' }, started }],
  };
  return listStartable({ latest: () => latest } as never, recent as never, clock)();
}

test('recent configurations, launch.json and found apps are listed, without variables', (context) => {
  const known = list(context, { value: { apps: [client], broken: [] }, seen });
  const rows = known.items.map(({ name, origin, target }) => `${name} ${origin} ${target}`);
  assert.deepEqual(rows, [
    'Page recent Page.csproj',
    'Shop launch.json Shop.csproj',
    'Client detected shop/Client.csproj',
  ]);
  const times = known.items.map(({ lastSeen }) => lastSeen);
  assert.deepEqual(times, [started, clock.now().toISOString(), seen.toISOString()]);
  assert.equal(known.isSearching, false);
  assert.ok(!JSON.stringify(known).includes('s3'));
});

test('a list says that the workspace is still being searched', (context) => {
  const { isSearching, items } = list(context, undefined);
  assert.deepEqual([isSearching, items.length], [true, 2]);
});
