import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  CancellationTokenSource,
  changeFile,
  changeFolders,
  editor,
  window,
} from '../../../tools/fixtures/editorStandIn.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const ignore = (): void => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const { WorkspaceApps } = await import('../../../src/vscode/ui/workspaceApps.ts');

interface Projects {
  readonly appHosts?: readonly string[];
  readonly startProjects?: string[];
  readonly programs?: readonly string[];
  /** The project that was started last. */
  readonly chosen?: string;
}

/** A window whose workspace has these projects, and the names that the user was asked to choose from. */
function open(context: TestContext, { chosen, ...projects }: Projects) {
  const asked: string[][] = [];
  Object.assign(window, {
    showQuickPick: (items: readonly { label: string }[]) => {
      asked.push(items.map(({ label }) => label));
      return Promise.resolve(items.at(-1));
    },
  });
  context.after(() => Object.assign(window, { showQuickPick: undefined }));
  const found = {
    appHosts: [],
    startProjects: [] as string[],
    programs: [],
    broken: [],
    ...projects,
  };
  const searches: AbortSignal[] = [];
  const find = (_projects: unknown, _solutions: unknown, signal: AbortSignal) => {
    searches.push(signal);
    return Promise.resolve({ ...found, startProjects: [...found.startProjects] });
  };
  const memory = { get: () => chosen, update: () => Promise.resolve() };
  const clock = new ManualClock();
  const apps = new WorkspaceApps({ find, memory: memory as never, clock, log });
  afterTest(context, () => apps.dispose());
  const latest = () => apps.latest()?.value.apps.map(({ name }) => name);
  return { apps, asked, clock, found, latest, searches };
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

test('without an app in the workspace the error says what to open', async (context) => {
  const { apps } = open(context, {});
  await assert.rejects(apps.pick(), { code: 'NoAppFound', message: /Open the folder/ });
});

test('F5 starts what is there now, before a watch has reported it', async (context) => {
  const { apps, asked, found } = open(context, { startProjects: ['/Client.csproj'] });
  assert.equal((await apps.pick())?.name, 'Client');
  found.startProjects.push('/Admin.csproj');
  await apps.pick();
  assert.deepEqual(asked, [['Client', 'Admin']]);
  found.startProjects.splice(0, 1);
  assert.equal((await apps.pick())?.name, 'Admin');
  found.startProjects[0] = '/Shop.csproj';
  assert.equal((await apps.pickPage())?.name, 'Shop');
  found.startProjects.length = 0;
  assert.deepEqual(await apps.all(), []);
  await assert.rejects(apps.pick(), { code: 'NoAppFound' });
});

test('requests at the same time share searches', async (context) => {
  const { apps, searches } = open(context, { startProjects: ['/Client.csproj'] });
  editor.progress = [];
  await Promise.all(Array.from({ length: 20 }, () => apps.all()));
  assert.equal(searches.length, 2, 'the one under way, and one that begins after the others asked');
  assert.equal(editor.progress.length, 20);
});

test('a changed project file is searched for in the background', async (context) => {
  const { apps, clock, found, latest, searches } = open(context, {
    startProjects: ['/Client.csproj'],
  });
  await apps.all();
  found.startProjects.push('/Admin.csproj');
  changeFile('/Admin.csproj');
  assert.deepEqual(latest(), ['Client']);
  clock.advance(500);
  await turn();
  assert.deepEqual(latest(), ['Client', 'Admin']);
  assert.equal(searches.length, 2);
});

test('other folders are searched in the background', async (context) => {
  const { apps, clock, found, latest } = open(context, { startProjects: ['/Client.csproj'] });
  await apps.all();
  found.startProjects[0] = '/Bank.csproj';
  changeFolders([]);
  clock.advance(500);
  await turn();
  assert.deepEqual(latest(), ['Bank']);
});

test('what builds and package managers write is not searched for', async (context) => {
  const { apps, clock, searches } = open(context, { startProjects: ['/Client.csproj'] });
  await apps.all();
  for (const folder of ['obj', 'bin', 'node_modules', '.git']) {
    changeFile(`/shop/${folder}/Client.csproj.nuget.g.props`);
  }
  assert.equal(clock.pending, 0);
  assert.equal(searches.length, 1);
});

test('a cancelled F5 starts nothing, and cancels a search that no other command waits for', async (context) => {
  const { apps, searches } = open(context, { startProjects: ['/Client.csproj'] });
  const source = new CancellationTokenSource();
  const picked = apps.pick(source.token);
  source.cancel();
  await assert.rejects(picked, { name: 'AbortError' });
  await turn();
  assert.ok(searches.every(({ aborted }) => aborted));
});
