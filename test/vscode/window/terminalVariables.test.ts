import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { deferred } from '../../../src/common/deferred.ts';
import {
  changeFolders,
  changeSetting,
  editor,
  workspace,
} from '../../../tools/fixtures/editorStandIn.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const { TerminalVariables } = await import('../../../src/vscode/window/terminalVariables.ts');

interface Folder {
  readonly name: string;
  readonly uri: { readonly path: string };
}

/** The variables of all terminals of a window, by the names of the folders that they are for. */
class Collection {
  readonly shown = new Map<string, Record<string, string>>();
  persistent = true;
  description = '';

  replace(name: string, value: string): void {
    this.#replaceIn('all', name, value);
  }

  getScoped({ workspaceFolder }: { readonly workspaceFolder: Folder }) {
    return {
      replace: (name: string, value: string) => this.#replaceIn(workspaceFolder.name, name, value),
    };
  }

  /** Clears those of folders, too. */
  clear(): void {
    this.shown.clear();
  }

  #replaceIn(scope: string, name: string, value: string): void {
    this.shown.set(scope, { ...this.shown.get(scope), [name]: value });
  }
}

const host = { environment: (mode: string) => ({ DEBUG_SESSION_RUN_MODE: mode }) };

/** A window whose host opens when a test says so. */
function openWindow(context: TestContext) {
  editor.settings = { terminalVariables: true, runMode: 'Debug' };
  workspace.workspaceFolders = [];
  context.after(() => {
    Object.assign(workspace, { workspaceFolders: undefined, isTrusted: true });
    editor.settings = {};
  });
  const collection = new Collection();
  const opening = deferred<object>();
  const log = new RecordingLog();
  const owner = { host: () => opening.promise };
  const variables = new TerminalVariables(collection as never, owner as never, log);
  context.after(() => variables.dispose());
  return { collection, log, opening, variables };
}

test('terminals have the variables once the host is open, but not in the next window', async (context) => {
  const { collection, opening, variables } = openWindow(context);
  assert.equal(collection.persistent, false);
  const refreshed = variables.refresh();
  assert.equal(collection.shown.size, 0);
  opening.resolve(host);
  await refreshed;
  assert.deepEqual([...collection.shown], [['all', { DEBUG_SESSION_RUN_MODE: 'Debug' }]]);
});

test('each folder has variables of its own, also one that is opened later', async (context) => {
  const { collection, opening } = openWindow(context);
  opening.resolve(host);
  const folders = ['shop', 'api'].map((name) => ({ name, uri: { path: `/${name}` } }));
  changeFolders(folders);
  await turn();
  assert.deepEqual([...collection.shown.keys()], ['all', 'shop', 'api']);
});

test('a change of the run mode reaches terminals that are opened then', async (context) => {
  const { collection, opening, variables } = openWindow(context);
  opening.resolve(host);
  await variables.refresh();
  changeSetting('runMode', 'NoDebug');
  await turn();
  assert.deepEqual(collection.shown.get('all'), { DEBUG_SESSION_RUN_MODE: 'NoDebug' });
});

for (const [what, turnOff] of [
  ['the setting', () => changeSetting('terminalVariables', false)],
  [
    'the trust of the workspace',
    () => {
      workspace.isTrusted = false;
      changeFolders([]);
    },
  ],
] as const) {
  test(`without ${what}, terminals have no variables`, async (context) => {
    const { collection, opening, variables } = openWindow(context);
    opening.resolve(host);
    await variables.refresh();
    turnOff();
    await turn();
    assert.equal(collection.shown.size, 0);
  });
}

test('variables that were turned off while the host opened are not set after it', async (context) => {
  const { collection, opening, variables } = openWindow(context);
  const refreshed = variables.refresh();
  changeSetting('terminalVariables', false);
  opening.resolve(host);
  await refreshed;
  await turn();
  assert.equal(collection.shown.size, 0);
});

test('a window that closes while its host opens leaves no variables', async (context) => {
  const { collection, opening, variables } = openWindow(context);
  const refreshed = variables.refresh();
  variables.dispose();
  opening.resolve(host);
  await refreshed;
  assert.equal(collection.shown.size, 0);
});

test('a host that can not be opened is logged, and changes no variables', async (context) => {
  const { collection, log, opening, variables } = openWindow(context);
  opening.reject(new Error('The port is taken.'));
  await variables.refresh();
  assert.equal(collection.shown.size, 0);
  assert.match(log.lines.join(), /^error .*The port is taken\.$/);
});
