import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Uri, workspace } from '../../../tools/fixtures/editorStandIn.ts';

const { ConfigurationProvider } = await import('../../../src/vscode/ui/configurationProvider.ts');
const { withOwner } = await import('../../../src/vscode/debug/debugSessions.ts');

const shop = { name: 'shop', uri: Uri.file('/shop') };
const api = { name: 'api', uri: Uri.file('/api') };
const client = { kind: 'page', name: 'Client', uri: Uri.file('/shop/Client.csproj') } as const;
const host = { kind: 'controller', name: 'Host', uri: Uri.file('/api/Host.csproj') } as const;
const worker = { kind: 'program', name: 'Worker', uri: Uri.file('/api/Worker.fsproj') } as const;

const launch = { type: 'ide-session', request: 'launch' };

type Configuration = Record<string, unknown>;

/** The provider of a window with these folders, in which the user picks the client unless it is told otherwise. */
function openWindow(
  context: TestContext,
  { folders = [shop], picked = [client] as object[] } = {},
) {
  const { asRelativePath, getWorkspaceFolder } = workspace;
  Object.assign(workspace, {
    workspaceFolders: folders,
    getWorkspaceFolder: ({ path }: { path: string }) =>
      folders.find(({ uri }) => path.startsWith(`${uri.path}/`)),
    asRelativePath: ({ path }: { path: string }) => path.replace(/^\/\w+\//, ''),
  });
  const asked: unknown[] = [];
  const remembered: unknown[] = [];
  const apps = {
    all: () => Promise.resolve([client, host, worker]),
    pick: (_token: unknown, folder: unknown) => {
      asked.push(folder);
      return Promise.resolve(picked[0]);
    },
  };
  const recent = { remember: (...args: unknown[]) => Promise.resolve(remembered.push(args)) };
  const provider = new ConfigurationProvider(apps as never, recent as never);
  context.after(() => {
    provider.dispose();
    Object.assign(workspace, { workspaceFolders: undefined, getWorkspaceFolder, asRelativePath });
  });
  return {
    asked,
    remembered,
    provide: (folder?: object) => provider.provideDebugConfigurations(folder as never),
    resolve: (configuration: Configuration, folder?: object) =>
      provider.resolveDebugConfiguration(folder as never, configuration as never),
    substituted: (configuration: Configuration, folder?: object) =>
      provider.resolveDebugConfigurationWithSubstitutedVariables(
        folder as never,
        configuration as never,
      ),
  };
}

const ofClient = { ...launch, name: 'Debug Client', project: '/shop/Client.csproj' };

test('F5 without a launch.json starts an app of any folder', async (context) => {
  const { asked, resolve } = openWindow(context);
  assert.deepEqual(await resolve({}, shop), ofClient);
  assert.deepEqual(await resolve({ type: '', request: '', name: '' }, shop), ofClient);
  assert.deepEqual(asked, [undefined, undefined]);
});

test('a configuration without a project is for an app of its folder, and keeps the rest', async (context) => {
  const { asked, resolve } = openWindow(context);
  const own = { ...launch, name: 'Mine', browser: 'msedge', project: '', env: { A: '1' } };
  const expected = { ...ofClient, name: 'Mine', browser: 'msedge', env: { A: '1' } };
  assert.deepEqual(await resolve(own, shop), expected);
  assert.deepEqual(asked, [shop]);
});

test('nothing is started if the user picks no app', async (context) => {
  const { resolve } = openWindow(context, { picked: [] });
  assert.equal(await resolve({}), undefined);
});

const complete: readonly Configuration[] = [
  { ...launch, name: 'Shop', project: 'Shop.csproj' },
  { ...launch, name: 'Host', controller: 'aspire run' },
  { ...launch, name: 'Host', controller: '' },
  { type: 'ide-session', request: 'attach', name: 'Page', url: 'http://localhost' },
  withOwner('session', { ...launch, name: 'Owned' }),
];

for (const configuration of complete) {
  test(`${JSON.stringify(configuration)} is left as it is`, async (context) => {
    const { asked, resolve } = openWindow(context);
    assert.equal(await resolve(configuration, shop), configuration);
    assert.deepEqual(asked, []);
  });
}

test('a valid configuration is remembered, and belongs to the user', async (context) => {
  const { remembered, substituted } = openWindow(context);
  const resolved = await substituted(ofClient, shop);
  assert.ok(resolved !== undefined);
  const { ideSessionOwner, ...rest } = resolved;
  assert.match(String(ideSessionOwner), /^user:/);
  assert.deepEqual(rest, ofClient);
  assert.deepEqual(remembered, [[ofClient, shop]]);
});

test('an invalid configuration is refused, and not remembered', async (context) => {
  const { remembered, substituted } = openWindow(context);
  const invalid = { ...ofClient, project: 7, browser: 'lynx' };
  await assert.rejects(substituted(invalid), {
    code: 'InvalidDebugConfiguration',
    message: /project.*browser/s,
  });
  assert.deepEqual(remembered, []);
});

test('a session of the host is neither checked nor remembered', async (context) => {
  const { remembered, substituted } = openWindow(context);
  const owned = withOwner('session', { ...launch, name: 'Owned' });
  assert.equal(await substituted(owned), owned);
  assert.deepEqual(remembered, []);
});

test('a folder offers its own apps, by paths that other users can use too', async (context) => {
  const { provide } = openWindow(context, { folders: [shop, api] });
  const path = '${workspaceFolder:shop}/Client.csproj';
  assert.deepEqual(await provide(shop), [{ ...ofClient, project: path }]);
  assert.deepEqual(
    (await provide()).map(({ name }) => name),
    ['Debug Client', 'Debug Host', 'Debug Worker'],
  );
});

test('other .NET programs of a folder are offered as projects', async (context) => {
  const { provide } = openWindow(context, { folders: [shop, api] });
  const path = '${workspaceFolder:api}';
  assert.deepEqual(await provide(api), [
    { ...launch, name: 'Debug Host', controller: `${path}/Host.csproj` },
    { ...launch, name: 'Debug Worker', project: `${path}/Worker.fsproj` },
  ]);
});

test('the path in a workspace of one folder does not name it', async (context) => {
  const { provide } = openWindow(context);
  const [first, second] = await provide();
  assert.equal(first?.['project'], '${workspaceFolder}/Client.csproj');
  assert.equal(second?.['controller'], '/api/Host.csproj', 'it is outside of the workspace');
});
