import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { deferred } from '../../../src/common/deferred.ts';
import {
  editor,
  QuickPickItemKind,
  Uri,
  workspace,
} from '../../../tools/fixtures/editorStandIn.ts';
import type { QuickPick } from '../../../tools/fixtures/editor/quickPick.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const { pickStart } = await import('../../../src/vscode/ui/startPick.ts');

const folder = { uri: { toString: () => 'file:///shop' }, name: 'shop' };
const other = { uri: { toString: () => 'file:///other' }, name: 'other' };
const recent = { type: 'ide-session', name: 'Shop' };
const inFile = { type: 'ide-session', name: 'Api' };
const client = { kind: 'page', name: 'Client', uri: Uri.file('/shop/Client.csproj') } as const;
const appHost = { kind: 'controller', name: 'Host', uri: Uri.file('/shop/Host.csproj') } as const;
const worker = { kind: 'program', name: 'Worker', uri: Uri.file('/shop/Worker.csproj') } as const;

interface Known {
  readonly recent?: readonly { configuration: object; folder?: object }[];
  readonly configurations?: readonly object[];
  /** What the last search has found. */
  readonly apps?: readonly object[];
}

interface Token {
  readonly isCancellationRequested: boolean;
}

/** A pick in a window with these configurations, while its apps are searched for. */
function open(context: TestContext, known: Known = {}, folders: readonly object[] = [folder]) {
  editor.settings = { configurations: known.configurations ?? [] };
  workspace.workspaceFolders = folders;
  context.after(() => (workspace.workspaceFolders = undefined));
  const search = deferred<readonly object[]>();
  const again = deferred<readonly object[]>();
  const searches = [again, search];
  let token: Token | undefined;
  const last = known.apps && { value: { apps: known.apps } };
  const apps = {
    last,
    all: (given: Token) => {
      token = given;
      return searches.pop()?.promise ?? assert.fail('No search was requested.');
    },
  };
  const chosen = pickStart(apps as never, { list: () => known.recent ?? [] } as never);
  const pick = editor.picks.at(-1);
  assert.ok(pick !== undefined);
  return { again, chosen, pick, search, isCancelled: () => token?.isCancellationRequested };
}

/** The rows of a pick, with the titles of groups in brackets. */
function rows({ items }: QuickPick): readonly string[] {
  return (items as readonly { label: string; kind?: number; description?: string }[]).map(
    ({ description, kind, label }) => {
      if (kind === QuickPickItemKind.Separator) return `[${label}]`;
      return description === undefined ? label : `${label} ${description}`;
    },
  );
}

/** Moves the selection to the item in this row. */
function select(pick: QuickPick, row: number): void {
  pick.activeItems = pick.items.slice(row, row + 1);
}

test('what is known can be chosen before the search has ended', async (context) => {
  const known = { recent: [{ configuration: recent, folder }], configurations: [inFile] };
  const { chosen, isCancelled, pick } = open(context, known);
  assert.deepEqual(rows(pick), [
    '[recent]',
    '$(history) Shop',
    '[launch.json]',
    '$(gear) Api shop',
  ]);
  assert.ok(pick.busy && pick.isShown);
  pick.accept();
  assert.deepEqual(await chosen, { folder, configuration: recent });
  assert.ok(pick.isDisposed);
  assert.equal(isCancelled(), true);
});

test('the apps of the workspace follow what is known', async (context) => {
  const { chosen, pick, search } = open(context, { configurations: [inFile] });
  search.resolve([appHost, client, worker]);
  await turn();
  assert.deepEqual(rows(pick), [
    '[launch.json]',
    '$(gear) Api shop',
    '[found in the workspace]',
    '$(server-process) Host shop/Host.csproj',
    '$(globe) Client shop/Client.csproj',
    '$(terminal) Worker shop/Worker.csproj',
  ]);
  assert.ok(!pick.busy);
  select(pick, 3);
  pick.accept();
  const configuration = { type: 'ide-session', request: 'launch', name: 'Debug Host' };
  assert.deepEqual(await chosen, {
    folder: undefined,
    configuration: { ...configuration, controller: '/shop/Host.csproj' },
  });
});

test('the button searches again, and known apps can be chosen during the search', async (context) => {
  const { again, pick, search } = open(context);
  search.resolve([client]);
  await turn();
  const [refresh] = pick.buttons;
  assert.ok(refresh !== undefined);
  for (let count = 0; count < 3; count++) pick.press(refresh);
  assert.ok(pick.busy);
  const found = ['[found in the workspace]', '$(globe) Client shop/Client.csproj'];
  assert.deepEqual(rows(pick), found);
  again.resolve([client, appHost]);
  await turn();
  assert.deepEqual(rows(pick), [...found, '$(server-process) Host shop/Host.csproj']);
  assert.ok(!pick.busy);
  pick.hide();
});

test('what was found before is shown at once, and updated in place', async (context) => {
  const { chosen, pick, search } = open(context, { apps: [client, worker] });
  const [title, globe] = ['[found in the workspace]', '$(globe) Client shop/Client.csproj'];
  assert.deepEqual(rows(pick), [title, globe, '$(terminal) Worker shop/Worker.csproj']);
  assert.ok(pick.busy);
  select(pick, 1);
  search.resolve([appHost, client]);
  await turn();
  assert.deepEqual(rows(pick), [title, '$(server-process) Host shop/Host.csproj', globe]);
  pick.accept();
  assert.equal((await chosen)?.configuration.name, 'Debug Client', 'the row stays selected');
});

test('the rows stay where nothing has changed', async (context) => {
  const { pick, search } = open(context, { apps: [client, worker], configurations: [inFile] });
  const before = pick.items;
  search.resolve([client, worker]);
  await turn();
  assert.ok(!pick.busy);
  assert.equal(pick.items, before);
  pick.hide();
});

test('an app that was found before starts when it was found again, as what it is now', async (context) => {
  const { chosen, pick, search } = open(context, { apps: [client] });
  pick.accept();
  await turn();
  assert.ok(pick.isShown);
  search.resolve([appHost, { ...client, kind: 'controller' }]);
  const { configuration } = (await chosen) ?? assert.fail('Nothing was chosen.');
  assert.equal(configuration['controller'], '/shop/Client.csproj');
});

test('an app that is gone is not started', async (context) => {
  const { chosen, pick, search } = open(context, { apps: [client] });
  pick.accept();
  search.resolve([worker]);
  await turn();
  assert.ok(pick.isShown);
  assert.deepEqual(rows(pick).slice(1), ['$(terminal) Worker shop/Worker.csproj']);
  pick.hide();
  assert.equal(await chosen, undefined);
});

test('the selected row stays selected when apps are found', async (context) => {
  const known = { recent: [{ configuration: recent, folder }], configurations: [inFile] };
  const { chosen, pick, search } = open(context, known);
  select(pick, 3);
  search.resolve([client]);
  await turn();
  pick.accept();
  assert.deepEqual((await chosen)?.configuration, inFile);
});

test('the first app is selected if nothing else is known', async (context) => {
  const { chosen, pick, search } = open(context);
  search.resolve([client]);
  await turn();
  pick.accept();
  assert.equal((await chosen)?.configuration.name, 'Debug Client');
});

test('the pick stays open while there is nothing to accept', async (context) => {
  const { chosen, pick, search } = open(context);
  pick.accept();
  await turn();
  assert.ok(pick.isShown);
  search.resolve([client]);
  await turn();
  pick.accept();
  assert.equal((await chosen)?.configuration.name, 'Debug Client');
});

test('a closed pick chooses nothing, and what is found then is ignored', async (context) => {
  const { chosen, isCancelled, pick, search } = open(context, { configurations: [inFile] });
  pick.hide();
  assert.equal(await chosen, undefined);
  assert.equal(isCancelled(), true);
  search.resolve([client]);
  await turn();
  assert.deepEqual(rows(pick), ['[launch.json]', '$(gear) Api shop']);
});

for (const [what, end, placeholder] of [
  ['nothing', [], 'No .NET project that can be started was found'],
  ['an error', new Error('The SDK is missing.'), 'The SDK is missing.'],
] as const) {
  test(`a search that ends with ${what} says so in an empty pick`, async (context) => {
    const { pick, search } = open(context);
    if (end instanceof Error) search.reject(end);
    else search.resolve(end);
    await turn();
    assert.deepEqual([pick.placeholder, pick.busy], [placeholder, false]);
    pick.hide();
  });

  test(`a search that ends with ${what} leaves what is known`, async (context) => {
    const { pick, search } = open(context, { configurations: [inFile] });
    if (end instanceof Error) search.reject(end);
    else search.resolve(end);
    await turn();
    assert.deepEqual([pick.placeholder, pick.busy], ['Select what to start', false]);
    assert.deepEqual(rows(pick), ['[launch.json]', '$(gear) Api shop']);
    pick.hide();
  });
}

test('recent rows name their folder only where there are several', async (context) => {
  const known = { recent: [{ configuration: recent, folder: other }, { configuration: inFile }] };
  const { chosen, pick } = open(context, known, [folder, other]);
  assert.deepEqual(rows(pick), ['[recent]', '$(history) Shop other', '$(history) Api']);
  select(pick, 2);
  pick.accept();
  assert.deepEqual(await chosen, { folder, configuration: inFile }, 'without one, the first');
});
