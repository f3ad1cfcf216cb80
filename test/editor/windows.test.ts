// What happens to the sessions of a window that is reloaded, or whose extension host dies, seen by a controller outside of the editor.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Controller } from '../controller/controller.ts';
import { findProcess } from '../../src/runners/processTable.ts';
import { isRunning, killAfter } from '../support/programs.ts';
import { until } from '../support/waiting.ts';
import { debugpyFixture, workspace } from './built.ts';
import { openWindow } from './observedWindow.ts';

const server = join(workspace, 'server.js');
const launches = [
  { type: 'node', script_path: server },
  { type: 'node', mode: 'NoDebug', script_path: server },
  { type: 'node', mode: 'NoDebug', script_path: join(workspace, 'stubborn.js') },
  { type: 'python', program_path: join(workspace, 'worker.py') },
] as const;

/** Starts all of them in a window; resolves to the sessions, which have written by then, with their pids. */
async function startAll(controller: Controller) {
  const sessions = await Promise.all(
    launches.map((launch) => {
      const args = launch.type === 'python' ? ['stay'] : [];
      return controller.runSession({ launch_configurations: [launch], args });
    }),
  );
  const pids = await Promise.all(sessions.map(async ({ started }) => (await started) ?? 0));
  await Promise.all(sessions.map((one) => one.waitFor(({ stdout }) => stdout.includes('\n'))));
  return { sessions, pids };
}

test("what becomes of a window's programs", { timeout: 180_000 }, async (context) => {
  const window = await openWindow(context, {
    extensions: [debugpyFixture],
    // A window that goes also asks its debuggers to end: one that kills might be faster than we are.
    settings: { 'debugpyFixture.stopSignal': 'SIGTERM' },
  });
  let variables = await window.nextVariables();

  await context.test(
    'a window that is reloaded ends its sessions cleanly, and leads to a new endpoint',
    async () => {
      const controller = Controller.fromEnvironment(variables);
      context.after(() => controller.disconnect());
      await controller.connect();
      const { sessions, pids } = await startAll(controller);

      await window.editor.page.reload();
      const ends = await Promise.all(sessions.map((one) => one.terminatedWithin(10_000)));
      const exitCodes = ends.map(({ exitCode }) => exitCode);
      assert.deepEqual(exitCodes, [7, 7, 137, 9]);
      assert.ok(pids.every((pid) => pid > 0 && !isRunning(pid)));
      controller.assertClean();
      await controller.disconnect();

      variables = await window.nextVariables();
      const successor = Controller.fromEnvironment(variables);
      await successor.info();
      await successor.disconnect();
      successor.assertClean();
    },
  );

  await context.test('no program outlives an extension host that is killed', async () => {
    const controller = Controller.fromEnvironment(variables);
    context.after(() => controller.vanish());
    await controller.connect();
    const { pids } = await startAll(controller);
    for (const pid of pids) killAfter(context, pid);
    assert.deepEqual(pids.map(isRunning), [true, true, true, true]);

    // Programs of ours are its children.
    const host = (await findProcess(pids[1] ?? 0))?.parent ?? 0;
    assert.equal((await findProcess(pids[2] ?? 0))?.parent, host);
    process.kill(host, 'SIGKILL');
    await until('all have ended', () => !pids.some(isRunning));
  });
});
