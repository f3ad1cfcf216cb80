import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { editor, WebviewPanel, workspace } from '../../../../tools/fixtures/editorStandIn.ts';
import { TabFixture, viewport } from './tabFixture.ts';

const { EndedTabs } = await import('../../../../src/vscode/ui/pageView/endedTabs.ts');
const { StartAgain } = await import('../../../../src/vscode/ui/pageView/startAgain.ts');

const folder = { uri: { toString: () => 'file:///shop' }, name: 'shop' };
const kept = { configuration: 'Shop', folder: 'file:///shop' };
const inFile = { type: 'ide-session', request: 'launch', name: 'Shop', project: 'Shop.csproj' };

interface WindowOptions {
  /** The configurations in launch.json. */
  readonly configurations?: readonly object[];
  /** The configurations that were started before. */
  readonly recent?: readonly object[];
}

/** A window that was reloaded. */
function createWindow(
  context: TestContext,
  { configurations = [], recent = [] }: WindowOptions = {},
) {
  const fixture = new TabFixture(context);
  const started: unknown[][] = [];
  editor.settings = { configurations };
  workspace.workspaceFolders = [folder];
  editor.startDebugging = (...args) => {
    started.push([...args]);
    return Promise.resolve(true);
  };
  context.after(() => (workspace.workspaceFolders = undefined));
  const recents = recent.map((configuration) => ({ configuration, folder }));
  const again = new StartAgain({ list: () => recents } as never);
  const tabs = new EndedTabs(again, fixture.options);
  return { again, fixture, started, tabs };
}

/** Restores a tab, whose document is then ready. */
async function restore(tabs: InstanceType<typeof EndedTabs>, state: unknown) {
  const panel = new WebviewPanel('Counter');
  await tabs.deserializeWebviewPanel(panel as never, state);
  panel.say({ type: 'ready', viewport });
  return panel;
}

const ended = (canStartAgain: boolean) => ({
  type: 'status',
  status: { state: 'ended', canStartAgain },
});

test('a restored tab starts its configuration of launch.json again', async (context) => {
  const { started, tabs } = createWindow(context, { configurations: [inFile] });
  const panel = await restore(tabs, { session: kept, zoom: 1.5 });
  assert.deepEqual(panel.received, [ended(true)]);
  panel.say({ type: 'startAgain' });
  panel.say({ type: 'startAgain' });
  await new Promise(setImmediate);
  assert.deepEqual(started, [[folder, 'Shop']]);
  assert.deepEqual(panel.received, [ended(true), ended(false), ended(true)]);
});

test('a restored tab starts what was not in launch.json as it was started', async (context) => {
  const recent = { ...inFile, project: '/shop/Shop.csproj' };
  const { started, tabs } = createWindow(context, { recent: [recent] });
  const panel = await restore(tabs, { session: kept });
  panel.say({ type: 'startAgain' });
  await new Promise(setImmediate);
  assert.deepEqual(started, [[folder, recent]]);
});

test('a failure to start again is shown', async (context) => {
  const { tabs } = createWindow(context, { configurations: [inFile] });
  editor.startDebugging = () => Promise.reject(new Error('There is no such folder.'));
  const panel = await restore(tabs, { session: kept });
  panel.say({ type: 'startAgain' });
  await new Promise(setImmediate);
  assert.deepEqual(editor.shown, ['There is no such folder.']);
  assert.deepEqual(panel.received.at(-1), ended(true));
});

for (const [title, state] of [
  ['whose configuration is gone', { session: kept }],
  ['without a session of the user', { zoom: 1 }],
  ['with a broken state', { session: 'Shop' }],
  ['without a state', undefined],
] as const) {
  test(`a restored tab ${title} offers nothing`, async (context) => {
    const { started, tabs } = createWindow(context);
    const panel = await restore(tabs, state);
    panel.say({ type: 'startAgain' });
    await new Promise(setImmediate);
    assert.deepEqual(panel.received[0], ended(false));
    assert.deepEqual(started, []);
  });
}

test('a restored tab is taken once, by the session that it belonged to', async (context) => {
  const { tabs } = createWindow(context, { configurations: [inFile] });
  await restore(tabs, { session: kept });
  assert.equal(tabs.take(undefined), undefined);
  assert.equal(tabs.take({ configuration: 'Shop' }), undefined);
  assert.ok(tabs.take(kept));
  assert.equal(tabs.take(kept), undefined);
});

test('a restored tab that the user has closed is taken by no session', async (context) => {
  const { tabs } = createWindow(context);
  const panel = await restore(tabs, { session: kept });
  panel.dispose();
  assert.equal(tabs.take(kept), undefined);
});

test('the debug session of the user is kept without its variables', (context) => {
  const { again } = createWindow(context);
  const configuration = { name: 'Shop', project: 'Shop.csproj', env: { TOKEN: 'secret' } };
  const root = { type: 'ide-session', configuration, workspaceFolder: folder };
  const child = { type: 'ide-session', configuration: { name: 'api' }, parentSession: root };
  assert.deepEqual(again.keep(child as never), kept);
  const ofTerminal = { type: 'ide-session', configuration: { name: 'api', request: 'launch' } };
  assert.equal(again.keep(ofTerminal as never), undefined);
});
