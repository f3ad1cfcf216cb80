import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { Emitter } from '../../../src/common/emitter.ts';
import type { SessionHost } from '../../../src/host/sessionHost.ts';
import { editor, Uri, workspace } from '../../../tools/fixtures/editorStandIn.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { completeLaunchTypes } from '../../../tools/fixtures/sessions/launchTypes.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const { HostOwner } = await import('../../../src/vscode/window/hostOwner.ts');
const { WindowTrace } = await import('../../../src/vscode/trace/windowTrace.ts');

/** The command line finds hosts in this folder. Other test files of this process use theirs. */
function useRuntimeFolder(context: TestContext, folder: string): void {
  const name = 'XDG_RUNTIME_DIR';
  const { [name]: previous } = process.env;
  process.env[name] = folder;
  afterTest(context, () => {
    if (previous === undefined) delete process.env[name];
    else process.env[name] = previous;
  });
}

/** A window whose host is not open yet. */
async function openWindow(context: TestContext) {
  const folder = await temporaryFolder(context);
  useRuntimeFolder(context, folder);
  const log = new RecordingLog();
  const calls: string[] = [];
  const apps = {
    hurry: () => Promise.resolve(void calls.push('hurry')),
    builds: { timings: new Emitter<never>().event, demand: new Emitter<void>().event },
    hotReloads: { results: new Emitter<never>().event },
    launchOptions: { tools: {} },
  };
  let storage = (): object | undefined => undefined;
  const extension = {
    logUri: Uri.file(folder),
    get storageUri() {
      return storage();
    },
    asAbsolutePath: (path: string) => path,
    extension: { packageJSON: { version: '1.0.0' } },
  };
  const launchTypes = completeLaunchTypes({
    workspace: folder,
    environment: {},
    platform: 'linux',
  });
  const owner = new HostOwner(
    log,
    extension as never,
    apps as never,
    launchTypes,
    () => Promise.resolve(''),
    () => ({ items: [], isSearching: false }),
    new WindowTrace(folder, log),
  );
  afterTest(context, () => owner.close());
  const opened = () => log.lines.filter((line) => line.includes('The endpoint is listening'));
  return { calls, log, opened, owner, setStorage: (get: typeof storage) => (storage = get) };
}

/** Whether something listens on the port of a host. */
async function isListening({ endpoint }: SessionHost): Promise<boolean> {
  const socket = connect(endpoint.port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('calls at the same time open one host, which all followers hear of', async (context) => {
  const { opened, owner } = await openWindow(context);
  const heard: SessionHost[] = [];
  owner.whenOpen((host) => heard.push(host));
  owner.whenOpen((host) => heard.push(host)).dispose();
  const [one, other] = await Promise.all([owner.host(), owner.host()]);
  assert.equal(one, other);
  assert.equal(await owner.host(), one);
  assert.deepEqual(heard, [one]);
  assert.equal(opened().length, 1);
});

test('a workspace that is not trusted has no host', async (context) => {
  const { calls, opened, owner } = await openWindow(context);
  workspace.isTrusted = false;
  context.after(() => (workspace.isTrusted = true));
  await assert.rejects(owner.host(), { code: 'UntrustedWorkspace' });
  await owner.close();
  assert.deepEqual(calls, ['hurry']);
  assert.deepEqual(opened(), []);
});

test('a host that could not be opened is opened by the next call', async (context) => {
  const { owner, setStorage } = await openWindow(context);
  setStorage(() => {
    throw new Error('The disk is full.');
  });
  const both = await Promise.allSettled([owner.host(), owner.host()]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  setStorage(() => undefined);
  assert.ok(await isListening(await owner.host()));
});

test('a window that closes while its host opens closes the host then', async (context) => {
  const { calls, owner } = await openWindow(context);
  const opening = owner.host();
  const closing = owner.close();
  assert.deepEqual(calls, ['hurry'], 'programs end at once');
  await closing;
  assert.equal(await isListening(await opening), false);
});

test('a window closes although its host could not be opened', async (context) => {
  const { owner, setStorage } = await openWindow(context);
  setStorage(() => {
    throw new Error('The disk is full.');
  });
  const opening = assert.rejects(owner.host(), /full/);
  await owner.close();
  await opening;
});

for (const [when, answer, reason] of [
  ['refuses it', () => Promise.resolve(false), /the editor refused to start it/],
  ['starts no session', () => Promise.resolve(true), /the editor refused to start it/],
  ['fails', () => Promise.reject(new Error('There is no folder.')), /There is no folder/],
] as const) {
  test(`a configuration is not started if the editor ${when}`, async (context) => {
    const { owner } = await openWindow(context);
    editor.startDebugging = answer;
    const configuration = { type: 'ide-session', request: 'launch', name: 'Shop' };
    await assert.rejects(owner.startConfiguration(undefined, configuration), (error: Error) => {
      assert.match(error.message, /Shop/);
      assert.match(error.message, reason);
      return true;
    });
  });
}
