import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { window } from '../../../tools/fixtures/editorStandIn.ts';

const { WorkspaceApps } = await import('../../../src/vscode/ui/workspaceApps.ts');

interface Projects {
  readonly appHosts?: readonly string[];
  readonly startProjects?: readonly string[];
  readonly programs?: readonly string[];
  /** The project that was started last. */
  readonly chosen?: string;
}

/** The apps of a workspace with these projects, and the names that the user was asked to choose from. */
function open(context: TestContext, { chosen, ...projects }: Projects) {
  const asked: string[][] = [];
  Object.assign(window, {
    showQuickPick: (items: readonly { label: string }[]) => {
      asked.push(items.map(({ label }) => label));
      return Promise.resolve(items.at(-1));
    },
  });
  context.after(() => Object.assign(window, { showQuickPick: undefined }));
  const found = { appHosts: [], startProjects: [], programs: [], broken: [], ...projects };
  const memory = { get: () => chosen, update: () => Promise.resolve() };
  const apps = new WorkspaceApps(() => Promise.resolve(found), memory as never);
  return { apps, asked };
}

test('the only client or AppHost is started without a question, whatever else can run', async (context) => {
  const programs = ['/Api.csproj', '/Worker.csproj'];
  for (const app of [{ startProjects: ['/Client.csproj'] }, { appHosts: ['/Host.csproj'] }]) {
    const { apps, asked } = open(context, { ...app, programs });
    assert.match((await apps.pick())?.name ?? '', /^(Client|Host)$/);
    assert.deepEqual(asked, []);
  }
});

test('the only program is started without a question', async (context) => {
  const { apps, asked } = open(context, { programs: ['/Worker.fsproj'] });
  const app = await apps.pick();
  assert.deepEqual([app?.name, app?.kind], ['Worker', 'program']);
  assert.deepEqual(asked, []);
});

test('the user chooses among several, programs last', async (context) => {
  const { apps, asked } = open(context, {
    appHosts: ['/Host.csproj'],
    startProjects: ['/Client.csproj'],
    programs: ['/Worker.csproj'],
  });
  assert.equal((await apps.pick())?.name, 'Worker');
  assert.deepEqual(asked, [['Host', 'Client', 'Worker']]);
});

test('the program that was started last is started again', async (context) => {
  const { apps, asked } = open(context, {
    startProjects: ['/Client.csproj'],
    programs: ['/Api.csproj', '/Worker.csproj'],
    chosen: '/Api.csproj',
  });
  assert.equal((await apps.pick())?.name, 'Api');
  assert.deepEqual(asked, []);
});

test('only a client has breakpoints to diagnose', async (context) => {
  const { apps } = open(context, { startProjects: ['/Client.csproj'], programs: ['/Api.csproj'] });
  assert.equal((await apps.pickPage())?.name, 'Client');
});
