import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { deferred } from '../../../src/common/deferred.ts';
import {
  changeSetting,
  editor,
  Uri,
  window,
  workspace,
} from '../../../tools/fixtures/editorStandIn.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

const { WindowApi } = await import('../../../src/vscode/window/windowApi.ts');

/** The API of a host, whose server opens and closes as a test says. */
class FakeApi {
  readonly calls: string[] = [];
  opening = Promise.resolve();
  failure: Error | undefined;
  #server: object | undefined;

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  async open(): Promise<object> {
    this.calls.push('open');
    await this.opening;
    const token = { reveal: () => 'secret' };
    return (this.#server ??= { port: 5000 + this.calls.length, certificate: 'PEM', token });
  }

  async closeServer(): Promise<void> {
    this.calls.push('close');
    const { failure } = this;
    this.failure = undefined;
    await turn();
    if (failure !== undefined) throw failure;
    this.#server = undefined;
  }
}

/** A window in which the setting is on or off. */
async function openWindow(context: TestContext, isOn: boolean, hasFolder = true) {
  const folder = await temporaryFolder(context);
  editor.settings = { api: isOn };
  context.after(() => {
    editor.settings = {};
    workspace.isTrusted = true;
  });
  const shown: unknown[] = [];
  Object.assign(window, { showTextDocument: (uri: unknown) => Promise.resolve(shown.push(uri)) });
  const log = new RecordingLog();
  const api = new FakeApi();
  const uri = Uri.file(folder);
  const storage = { globalStorageUri: uri, storageUri: hasFolder ? uri : undefined };
  const owner = { host: () => Promise.resolve({ api }) };
  const own = new WindowApi(owner as never, storage as never, log);
  context.after(() => own.dispose());
  return { api, folder, log, own, shown };
}

test('a window without the setting opens neither a host nor a server', async (context) => {
  const { api, folder, own } = await openWindow(context, false);
  await own.refresh();
  await assert.rejects(own.openKubeconfig(), { code: 'ApiOff' });
  assert.deepEqual([...api.calls, ...(await readdir(folder))], []);
});

test('a workspace that is not trusted is not served', async (context) => {
  const { api, own } = await openWindow(context, true);
  workspace.isTrusted = false;
  await own.refresh();
  await assert.rejects(own.openKubeconfig(), { code: 'UntrustedWorkspace' });
  assert.deepEqual(api.calls, []);
});

test('the setting opens the server with a kubeconfig, and closes it', async (context) => {
  const { api, folder, own, shown } = await openWindow(context, true);
  await own.refresh();
  const path = join(folder, 'kubeconfig');
  assert.match(await readFile(path, 'utf8'), /https:\/\/127\.0\.0\.1:5001/);
  await own.openKubeconfig();
  assert.deepEqual(shown, [Uri.file(path)]);
  changeSetting('api', false);
  await own.refresh();
  assert.deepEqual(await readdir(folder), []);
  assert.equal(api.isOpen, false);
});

test('changes that follow each other end with the last one', async (context) => {
  const { api, folder, own } = await openWindow(context, true);
  const opening = deferred();
  api.opening = opening.promise;
  const first = own.refresh();
  await turn();
  assert.deepEqual(api.calls, ['open']);
  changeSetting('api', false);
  changeSetting('api', true);
  changeSetting('api', false);
  const last = own.refresh();
  opening.resolve();
  await Promise.all([first, last]);
  assert.equal(api.isOpen, false);
  assert.deepEqual(await readdir(folder), []);
});

test('a server that could not be closed is closed by the next change', async (context) => {
  const { api, log, own } = await openWindow(context, true);
  await own.refresh();
  api.failure = new Error('It is busy.');
  changeSetting('api', false);
  await until('it has failed', () => log.lines.some((line) => line.startsWith('error')));
  assert.ok(api.isOpen);
  await own.refresh();
  assert.equal(api.isOpen, false);
});

test('a server that clients can not find is closed', async (context) => {
  const { api, folder, log, own } = await openWindow(context, true);
  await writeFile(join(folder, 'kubeconfig'), 'mine');
  await own.refresh();
  assert.equal(api.isOpen, false);
  assert.match(log.lines.join(), /^error The Kubernetes API can't be served: /);
  await assert.rejects(own.openKubeconfig(), { code: 'ForeignKubeconfig' });
  assert.equal(await readFile(join(folder, 'kubeconfig'), 'utf8'), 'mine');
});

test('windows without a folder have kubeconfigs of their own, and remove those of crashed ones', async (context) => {
  const { folder, own } = await openWindow(context, true, false);
  const left = '# Kubeconfig of IDE Session Host. It contains a secret.\n';
  // No process has a pid as large.
  await writeFile(join(folder, 'kubeconfig-99999999'), left);
  await own.refresh();
  assert.deepEqual(await readdir(folder), [`kubeconfig-${process.pid}`]);
});

test('a window that closes removes its kubeconfig, also one that is being written', async (context) => {
  const { folder, own } = await openWindow(context, true);
  const refreshed = own.refresh();
  await own.close();
  await refreshed;
  assert.deepEqual(await readdir(folder), []);
});
