import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { workspace } from '../../../tools/fixtures/editorStandIn.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const { RecentConfigurations } = await import('../../../src/vscode/ui/recentConfigurations.ts');

function folderNamed(name: string) {
  return { name, uri: { toString: () => `file:///${name}` } };
}

const shop = folderNamed('shop');
const api = folderNamed('api');

/** The memory of a workspace, as it is stored. */
class Memento {
  stored: unknown;

  get(_key: string, otherwise: unknown): unknown {
    return this.stored ?? otherwise;
  }

  update(_key: string, value: unknown): Promise<void> {
    this.stored = JSON.parse(JSON.stringify(value));
    return Promise.resolve();
  }
}

function openWorkspace(context: TestContext, folders: readonly object[] = [shop, api]) {
  workspace.workspaceFolders = folders;
  context.after(() => (workspace.workspaceFolders = undefined));
  const memento = new Memento();
  const clock = new ManualClock();
  const recent = new RecentConfigurations(memento as never, clock);
  const remember = (configuration: object, folder: object | undefined = shop) =>
    recent.remember(configuration as never, folder as never);
  return { clock, memento, recent, remember };
}

function project(name: string) {
  return { type: 'ide-session', request: 'launch', name, project: `/shop/${name}.csproj` };
}

const names = (recent: InstanceType<typeof RecentConfigurations>) =>
  recent.list().map(({ configuration }) => configuration.name);

const started: readonly object[] = [
  { ...project('Shop'), launchProfile: 'https', browser: 'chrome', url: '/orders' },
  { ...project('Shop'), mode: 'NoDebug' },
  {
    type: 'ide-session',
    request: 'attach',
    name: 'Page',
    url: 'http://localhost:5000',
    port: 9222,
    address: '127.0.0.1',
  },
  {
    type: 'ide-session',
    request: 'launch',
    name: 'Host',
    controller: ['aspire', 'run'],
    cwd: '/shop',
  },
];

for (const configuration of started) {
  test(`${JSON.stringify(configuration)} is started again as it was`, async (context) => {
    const { recent, remember } = openWorkspace(context);
    await remember(configuration);
    assert.deepEqual(
      recent.list().map((one) => [one.configuration, one.folder]),
      [[configuration, shop]],
    );
  });
}

test('what may be secret is not stored', async (context) => {
  const { memento, remember } = openWorkspace(context);
  const secrets = { env: { TOKEN: 'secret' }, args: ['--password', 'secret'] };
  await remember({ ...project('Shop'), ...secrets, ideSessionOwner: 'user:secret' });
  assert.doesNotMatch(JSON.stringify(memento.stored), /secret/);
});

test('the latest of five comes first, and each once', async (context) => {
  const { recent, remember } = openWorkspace(context);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'c']) await remember(project(name));
  assert.deepEqual(names(recent), ['c', 'f', 'e', 'd', 'b']);
});

test('configurations of one name in two folders are two', async (context) => {
  const { recent, remember } = openWorkspace(context);
  await remember(project('Shop'), shop);
  await remember(project('Shop'), api);
  await recent.remember(project('Shop'), undefined);
  assert.deepEqual(
    recent.list().map(({ folder }) => folder),
    [undefined, api, shop],
  );
});

test('a configuration of a folder that was closed has none', async (context) => {
  const { recent, remember } = openWorkspace(context);
  await remember(project('Shop'), api);
  workspace.workspaceFolders = [shop];
  assert.deepEqual(
    recent.list().map((one) => [one.configuration, one.folder]),
    [[project('Shop'), undefined]],
  );
});

test('what is stored by other versions is left out', (context) => {
  const { memento, recent } = openWorkspace(context);
  memento.stored = [{ type: 'blazor', name: 'Old' }, { type: 'ide-session' }, project('Shop')];
  assert.deepEqual(names(recent), ['Shop']);
});

test('the time of the last start is kept', async (context) => {
  const { clock, recent, remember } = openWorkspace(context);
  await remember(project('Shop'));
  clock.advance(5_000);
  await remember(project('Api'));
  const time = clock.now().toISOString();
  await remember(project('Shop'));
  clock.advance(5_000);
  assert.deepEqual(
    recent.list().map((one) => one.started),
    [time, time],
  );
});
