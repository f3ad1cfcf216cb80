// What happens to the sessions of a window that is reloaded, seen by a controller outside of the editor.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Controller } from '../controller/controller.ts';
import { isRunning } from '../support/programs.ts';
import { debugpyFixture, workspace } from './built.ts';
import { openWindow } from './observedWindow.ts';

const server = join(workspace, 'server.js');
const launches = [
  { type: 'node', script_path: server },
  { type: 'node', mode: 'NoDebug', script_path: server },
  { type: 'node', mode: 'NoDebug', script_path: join(workspace, 'stubborn.js') },
  { type: 'python', program_path: join(workspace, 'worker.py') },
] as const;

test(
  'a window that is reloaded ends its sessions cleanly, and leads to a new endpoint',
  { timeout: 180_000 },
  async (context) => {
    const window = await openWindow(context, {
      extensions: [debugpyFixture],
      // A window that goes also asks its debuggers to end: one that kills might be faster than we are.
      settings: { 'debugpyFixture.stopSignal': 'SIGTERM' },
    });
    const controller = Controller.fromEnvironment(await window.nextVariables());
    context.after(() => controller.disconnect());
    await controller.connect();
    const sessions = await Promise.all(
      launches.map((launch) => {
        const args = launch.type === 'python' ? ['stay'] : [];
        return controller.runSession({ launch_configurations: [launch], args });
      }),
    );
    const pids = await Promise.all(sessions.map(({ started }) => started));
    await Promise.all(sessions.map((one) => one.waitFor(({ stdout }) => stdout.includes('\n'))));

    await window.editor.page.reload();
    const ends = await Promise.all(sessions.map((one) => one.terminatedWithin(10_000)));
    const exitCodes = ends.map(({ exitCode }) => exitCode);
    assert.deepEqual(exitCodes, [7, 7, 137, 9]);
    assert.ok(pids.every((pid) => pid !== undefined && !isRunning(pid)));
    controller.assertClean();
    await controller.disconnect();

    const successor = Controller.fromEnvironment(await window.nextVariables());
    await successor.info();
    await successor.disconnect();
    successor.assertClean();
  },
);
