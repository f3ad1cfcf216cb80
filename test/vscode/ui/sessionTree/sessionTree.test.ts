import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import '../../../../tools/fixtures/editorStandIn.ts';
import { Emitter } from '../../../../src/common/emitter.ts';
import type { SessionOwner } from '../../../../src/protocol/ideSession.ts';
import type { TreeNode } from '../../../../src/vscode/ui/sessionTree/nodes.ts';
import type { SessionTree } from '../../../../src/vscode/ui/sessionTree/sessionTree.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { turn } from '../../../../tools/fixtures/waiting.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../../tools/fixtures/sessions/sessionFixture.ts';

const { SessionTree: Tree } = await import('../../../../src/vscode/ui/sessionTree/sessionTree.ts');

/** A tree of real sessions without programs, and what it has asked the view to show again. */
interface TreeFixture extends Pick<SessionFixture, 'clock' | 'runner' | 'sessions'> {
  readonly tree: SessionTree;
  readonly refreshed: (readonly string[] | 'all')[];
  readonly pages: Emitter<string>;
}

async function openTree(context: TestContext): Promise<TreeFixture> {
  const { clock, runner, sessions } = await openFixture(context);
  const refreshed: TreeFixture['refreshed'] = [];
  const pages = new Emitter<string>();
  const tree: SessionTree = new Tree({
    sessions,
    clock,
    pageTabs: { hasPages: () => true, changes: pages.event },
    refresh: (nodes) => refreshed.push(nodes?.map((node) => label(tree, node)) ?? 'all'),
  });
  afterTest(context, () => tree.dispose());
  return { clock, runner, sessions, tree, refreshed, pages };
}

function label(tree: SessionTree, node: TreeNode): string {
  const { label: shown } = tree.item(node);
  return typeof shown === 'string' ? shown : '';
}

/** The tree as indented text. */
function show(tree: SessionTree, nodes = tree.roots, indent = ''): readonly string[] {
  return nodes.flatMap((node) => [
    indent + label(tree, node),
    ...show(tree, tree.children(node), `${indent}  `),
  ]);
}

/** Starts a session; resolves to its name when its run has begun. */
async function start(
  { sessions }: TreeFixture,
  owner: SessionOwner,
  script: string,
): Promise<string> {
  const launchConfiguration = { type: 'node', script_path: `/srv/${script}.js` };
  const spec = { launchConfiguration, env: [], desiredState: 'Running' as const };
  const { metadata } = sessions.create(owner, spec);
  await turn();
  return metadata.name;
}

const controller = { kind: 'controller', instanceId: 'dcp' } as const;
const user = { kind: 'user' } as const;

test('sessions are below their controllers, those of the user below the window, the latest first', async (context) => {
  const fixture = await openTree(context);
  await start(fixture, controller, 'first');
  await start(fixture, { kind: 'api' }, 'remote');
  await start(fixture, user, 'own');
  await start(fixture, controller, 'second');
  assert.deepEqual(show(fixture.tree), [
    'This window',
    '  own',
    'Controller dcp',
    '  second',
    '  first',
    'Command line and Kubernetes clients',
    '  remote',
  ]);
});

test('a controller that the user started has its sessions below itself', async (context) => {
  const fixture = await openTree(context);
  const { metadata } = fixture.sessions.create(user, {
    launchConfiguration: { type: 'project', project_path: '/srv/AppHost.csproj' },
    intent: { kind: 'controller' },
    env: [],
    desiredState: 'Running',
  });
  const instanceId = `${metadata.name.slice(0, 8)}-dcp`;
  await start(fixture, { kind: 'controller', instanceId }, 'api');
  assert.deepEqual(show(fixture.tree), ['AppHost', '  api']);
  const [root] = fixture.tree.roots;
  const [child] = root === undefined ? [] : fixture.tree.children(root);
  assert.equal(child && fixture.tree.parent(child), root);
});

test('only the session that has changed is shown again, once for the changes of one turn', async (context) => {
  const fixture = await openTree(context);
  const { clock, refreshed, runner } = fixture;
  await start(fixture, controller, 'first');
  await start(fixture, controller, 'second');
  clock.advance(0);
  assert.deepEqual(refreshed.splice(0), ['all']);
  const [first, second] = runner.runs;
  first?.events.started(1);
  first?.events.started(2);
  first?.events.debugging?.(true);
  assert.deepEqual(refreshed, []);
  clock.advance(0);
  second?.events.ended(0);
  clock.advance(0);
  assert.deepEqual(refreshed.splice(0), [['first'], ['second']]);
  await start(fixture, controller, 'third');
  clock.advance(0);
  assert.deepEqual(refreshed, [['Controller dcp', 'third']]);
});

test('a group appears with its first session and goes with its last', async (context) => {
  const fixture = await openTree(context);
  const { clock, refreshed, runner, sessions } = fixture;
  await start(fixture, controller, 'first');
  clock.advance(0);
  const own = await start(fixture, user, 'own');
  clock.advance(0);
  runner.runs[1]?.events.ended(0);
  clock.advance(0);
  sessions.remove(own);
  clock.advance(0);
  assert.deepEqual(refreshed, ['all', 'all', ['own'], 'all']);
  assert.deepEqual(show(fixture.tree), ['Controller dcp', '  first']);
});

test('a group that comes back is a new one', async (context) => {
  const fixture = await openTree(context);
  const { runner, sessions, tree } = fixture;
  const name = await start(fixture, controller, 'first');
  const [group] = tree.roots;
  runner.runs[0]?.events.ended(0);
  sessions.remove(name);
  await start(fixture, controller, 'second');
  assert.deepEqual(show(tree), ['Controller dcp', '  second']);
  assert.notEqual(tree.roots[0], group);
});

test('elapsed times are kept up to date while the view is visible', async (context) => {
  const fixture = await openTree(context);
  const { clock, refreshed, runner, tree } = fixture;
  await start(fixture, controller, 'first');
  runner.runs[0]?.events.started(1);
  clock.advance(10_000);
  assert.deepEqual(refreshed.splice(0), ['all']);
  tree.setVisible(true);
  clock.advance(3_100);
  assert.deepEqual(refreshed.splice(0), ['all', ['first'], ['first'], ['first']]);
  clock.advance(60_000);
  refreshed.splice(0);
  clock.advance(60_000);
  assert.deepEqual(refreshed.splice(0), [['first']]);
  tree.setVisible(false);
  clock.advance(600_000);
  assert.deepEqual(refreshed, []);
});

test('a row has words for what can be done, and a text for screen readers', async (context) => {
  const fixture = await openTree(context);
  await start(fixture, user, 'own');
  fixture.runner.runs[0]?.events.started(7);
  fixture.runner.runs[0]?.events.debugging?.(true);
  const [group] = fixture.tree.roots;
  const [node] = group === undefined ? [] : fixture.tree.children(group);
  assert.ok(node);
  const item = fixture.tree.item(node);
  assert.equal(item.contextValue, 'session running debugged log page own project');
  assert.equal(item.accessibilityInformation?.label, 'own, running under a debugger · 0s · pid 7');
  assert.match(fixture.tree.tooltip(node)?.value ?? '', /\*\*Process:\*\* 7/);
});
