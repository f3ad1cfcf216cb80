import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Emitter } from '../../../src/common/emitter.ts';
import type { ProjectToKeep } from '../../../src/host/prebuilds/keptProject.ts';
import { changeSetting, editor, Uri, workspace } from '../../../tools/fixtures/editorStandIn.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { completeLaunchTypes } from '../../../tools/fixtures/sessions/launchTypes.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const { WindowPrebuilds } = await import('../../../src/vscode/prebuilds/windowPrebuilds.ts');

/** A window with a folder that has two projects, whose host records what it has to keep prepared. */
async function openWindow(context: TestContext, settings: Readonly<Record<string, unknown>>) {
  const folder = await temporaryFolder(context);
  for (const name of ['Api', 'Shop']) await mkdir(join(folder, name));
  editor.settings = settings;
  const { workspaceFolders } = workspace;
  Object.assign(workspace, { workspaceFolders: [{ uri: Uri.file(folder) }] });
  context.after(() => {
    editor.settings = {};
    Object.assign(workspace, { workspaceFolders, isTrusted: true });
  });
  const stored = new Map<string, unknown>();
  const kept: (readonly ProjectToKeep[])[] = [];
  const log = new RecordingLog();
  const changes = new Emitter<unknown>();
  const own = new WindowPrebuilds({
    owner: {
      host: async () => ({
        keepPrepared: async (projects: readonly ProjectToKeep[]) => void kept.push(projects),
      }),
    } as never,
    launchTypes: completeLaunchTypes({ workspace: folder, environment: {}, platform: 'linux' }),
    memory: {
      get: (key: string) => stored.get(key),
      update: async (key: string, value: unknown) => void stored.set(key, value),
    } as never,
    clock: new ManualClock(),
    log,
  });
  own.follow({ changes: changes.event } as never);
  context.after(() => own.dispose());
  /** A session that launches a project of the folder is created. */
  const launch = async (name: string, facts: object = {}, owner = 'user'): Promise<void> => {
    const project_path = join(folder, name);
    const launchConfiguration = { type: 'project', mode: 'Debug', project_path, ...facts };
    const session = {
      metadata: { owner: { kind: owner } },
      spec: { launchConfiguration, env: [] },
    };
    changes.fire({ type: 'added', session });
    await turn();
  };
  /** A client gets or changes a session that was prepared for a project of the folder. */
  const claim = async (name: string, desiredState: string): Promise<void> => {
    const launchConfiguration = { type: 'project', project_path: join(folder, name) };
    const spec = { launchConfiguration, env: [], desiredState };
    const previous = {
      metadata: { owner: { kind: 'host' } },
      spec: { ...spec, desiredState: '' },
    };
    const session = { metadata: { owner: { kind: 'api' } }, spec };
    changes.fire({ type: 'modified', session, previous });
    changes.fire({ type: 'modified', session, previous: session });
    await turn();
  };
  const names = (): readonly string[] =>
    kept.at(-1)?.map(({ path }) => path.slice(folder.length + 1)) ?? [];
  return { claim, folder, kept, launch, log, names, own, stored };
}

test('a window that keeps nothing prepared opens no host', async (context) => {
  const { kept, launch, own } = await openWindow(context, {});
  await own.refresh();
  await launch('Shop');
  assert.deepEqual(kept, []);
});

test('the listed projects are kept, until the setting is changed', async (context) => {
  const { kept, names, own } = await openWindow(context, { prebuilds: ['Shop'] });
  await own.refresh();
  await own.refresh();
  assert.deepEqual(names(), ['Shop']);
  assert.equal(kept.length, 1);
  changeSetting('prebuilds', []);
  await turn();
  assert.deepEqual(names(), []);
  assert.equal(kept.length, 2);
});

test('the projects that are run most are kept too', async (context) => {
  const settings = { prebuilds: ['Shop'], prebuildMostRun: 1 };
  const { launch, names, stored } = await openWindow(context, settings);
  await launch('Shop');
  assert.deepEqual(names(), ['Shop']);
  for (let count = 0; count < 2; count++) await launch('Api');
  assert.deepEqual(names(), ['Shop', 'Api']);
  assert.equal(JSON.stringify(stored.get('projectRuns')).match(/"count"/g)?.length, 2);
});

test('runs that were built ahead count too', async (context) => {
  const { claim, launch, names, stored } = await openWindow(context, { prebuildMostRun: 1 });
  for (let count = 0; count < 2; count++) await launch('Api');
  for (let count = 0; count < 3; count++) await claim('Shop', 'Running');
  assert.deepEqual(names(), ['Shop']);
  assert.equal((stored.get('projectRuns') as { count: number }[])[0]?.count, 3);
  for (let count = 0; count < 2; count++) await claim('Api', 'Stopped');
  assert.deepEqual(names(), ['Shop']);
});

test('launches of the host, and of what its controller has built, do not count', async (context) => {
  const { launch, names, stored } = await openWindow(context, { prebuildMostRun: 2 });
  await launch('Shop', {}, 'host');
  await launch('Api', { suppress_build: true });
  await launch('missing');
  assert.deepEqual(names(), []);
  assert.equal(JSON.stringify(stored.get('projectRuns')).match(/"count"/g)?.length, 1);
});

test('runs that can not be stored count in this window, and the log says why', async (context) => {
  const { launch, log, names, stored } = await openWindow(context, { prebuildMostRun: 1 });
  stored.set = () => {
    throw new Error('The disk is full.');
  };
  await launch('Api');
  assert.deepEqual(names(), ['Api']);
  assert.match(log.lines.join('\n'), /Api can't be stored: The disk is full\./);
});

test('projects are kept within the hours of the settings', async (context) => {
  const prebuildHours = { days: ['Mon'], from: '08:00', to: '18:00' };
  const { kept, own } = await openWindow(context, { prebuilds: ['Shop'], prebuildHours });
  await own.refresh();
  assert.deepEqual(kept[0]?.[0]?.schedule, { days: new Set([1]), from: 480, to: 1_080 });
});

test('invalid hours are logged, and corrected ones are taken', async (context) => {
  const settings = { prebuilds: ['Shop'], prebuildHours: { from: '8' } };
  const { kept, log, own } = await openWindow(context, settings);
  await own.refresh();
  assert.match(log.lines.join('\n'), /prebuildHours is invalid: from is wrong/);
  assert.deepEqual(kept, []);
  changeSetting('prebuildHours', { from: '08:00' });
  await turn();
  assert.equal(kept.length, 1);
});

test('nothing is kept in a workspace that is not trusted', async (context) => {
  const { kept, own } = await openWindow(context, { prebuilds: ['Shop'] });
  workspace.isTrusted = false;
  await own.refresh();
  assert.deepEqual(kept, []);
});
