// What happens to the sessions of a window that is reloaded, seen by a controller outside of the editor.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Controller } from '../controller/controller.ts';
import { isRunning } from '../support/programs.ts';
import { builtSuite, debugpyFixture, packagedExtension, workspace } from './built.ts';
import { startEditor } from './harness/editor.ts';
import { emptyExtension } from './harness/codeServer.ts';

test(
  'a window that is reloaded ends its sessions cleanly, and leads to a new endpoint',
  {
    timeout: 180_000,
  },
  async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'editor-window-'));
    context.after(() => rm(folder, { recursive: true }));
    const variablesOf = async () => {
      const file = join(folder, 'variables.json');
      for await (const [, name] of watched(folder)) {
        if (name !== 'variables.json') continue;
        const variables = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
        await rm(file);
        return variables;
      }
      throw new Error('no variables were written');
    };
    const first = variablesOf();
    const editor = await startEditor({
      packages: [packagedExtension],
      extensions: [emptyExtension, debugpyFixture],
      workspace,
      suite: builtSuite('variables'),
      environment: { VARIABLES_FOLDER: folder },
      timeoutMilliseconds: 170_000,
    });
    context.after(() => editor.close());
    const controller = Controller.fromEnvironment(await first);
    await controller.connect();
    const server = join(workspace, 'server.js');
    const stubborn = join(workspace, 'stubborn.js');
    const launches = [
      { type: 'node', script_path: server },
      { type: 'node', mode: 'NoDebug', script_path: server },
      { type: 'node', mode: 'NoDebug', script_path: stubborn },
      { type: 'python', program_path: join(workspace, 'worker.py') },
    ] as const;
    const sessions = await Promise.all(
      launches.map((launch) => {
        const args = launch.type === 'python' ? ['stay'] : [];
        return controller.runSession({ launch_configurations: [launch], args });
      }),
    );
    const pids = await Promise.all(sessions.map(({ started }) => started));
    await Promise.all(sessions.map((one) => one.waitFor(({ stdout }) => stdout.includes('\n'))));

    const second = variablesOf();
    await editor.page.reload();
    const ends = await Promise.all(sessions.map((one) => one.terminatedWithin(10_000)));
    assert.deepEqual(
      ends.map(({ exitCode }) => exitCode),
      [7, 7, 137, 9],
    );
    assert.deepEqual(
      pids.map((pid) => isRunning(pid ?? 0)),
      [false, false, false, false],
    );
    controller.assertClean();
    await controller.disconnect();

    const successor = Controller.fromEnvironment(await second);
    await successor.info();
    await successor.disconnect();
    successor.assertClean();
  },
);

async function* watched(folder: string): AsyncGenerator<[string, string]> {
  const watcher = watch(folder, { persistent: false });
  try {
    for (;;) yield (await once(watcher, 'change')) as [string, string];
  } finally {
    watcher.close();
  }
}
