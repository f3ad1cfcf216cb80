// What happens to the sessions of a window that is reloaded, or whose extension host crashes, as
// seen by a controller outside of the editor.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Controller } from '../../tools/controller/controller.ts';
import { findProcess } from '../../src/processes/tree/processTable.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { knownPid } from '../../tools/fixtures/processes/knownPid.ts';
import { isRunning } from '../../tools/fixtures/processes/processes.ts';
import { killAfter } from '../../tools/fixtures/processes/programs.ts';
import { until } from '../../tools/fixtures/waiting.ts';
import { debugpyFixture, workspace } from '../../tools/editor/built.ts';
import { type ObservedWindow, openWindow } from '../../tools/editor/observedWindow.ts';

const server = join(workspace, 'server.js');
const launches = [
  { type: 'node', script_path: server },
  { type: 'node', mode: 'NoDebug', script_path: server },
  { type: 'node', mode: 'NoDebug', script_path: join(workspace, 'stubborn.js') },
  { type: 'python', program_path: join(workspace, 'worker.py') },
] as const;

/** The variables by which a controller finds its window; their values are secret. */
const identity = ['DEBUG_SESSION_PORT', 'DEBUG_SESSION_TOKEN', 'DEBUG_SESSION_SERVER_CERTIFICATE'];

/**
 * Starts all of them in a window; resolves to the sessions, with their first output, and their
 * pids.
 */
async function startAll(controller: Controller) {
  const sessions = await Promise.all(
    launches.map((launch) => {
      const args = launch.type === 'python' ? ['stay'] : [];
      return controller.runSession({ launch_configurations: [launch], args });
    }),
  );
  const pids = await Promise.all(sessions.map(async ({ started }) => knownPid(await started)));
  await Promise.all(sessions.map((one) => one.waitFor(({ stdout }) => stdout.includes('\n'))));
  return { sessions, pids };
}

/**
 * Reloads a window with sessions, which end normally; resolves to their controller, which has
 * reconnected to the window.
 */
async function expectCleanReload(
  context: TestContext,
  window: ObservedWindow,
): Promise<Controller> {
  const variables = await window.nextVariables();
  const controller = Controller.fromEnvironment(variables);
  afterTest(context, () => controller.vanish());
  await controller.connect();
  const { sessions, pids } = await startAll(controller);

  await window.editor.page.reload();
  const ends = await Promise.all(sessions.map((one) => one.terminatedWithin()));
  const exitCodes = ends.map(({ exitCode }) => exitCode);
  assert.deepEqual(exitCodes, [7, 7, 137, 9]);
  assert.ok(pids.every((pid) => pid > 0 && !isRunning(pid)));
  controller.assertClean();
  const next = await window.nextVariables();
  for (const name of identity) assert.ok(next[name] === variables[name], `${name} has changed`);
  await controller.connected();
  return controller;
}

/**
 * Kills the extension host of a window with sessions, whose programs end too; the next one reports
 * that.
 */
async function expectNothingOutlives(
  context: TestContext,
  window: ObservedWindow,
  controller: Controller,
): Promise<void> {
  const { sessions, pids } = await startAll(controller);
  for (const pid of pids) killAfter(context, pid);
  assert.deepEqual(pids.map(isRunning), [true, true, true, true]);

  const meetings = pids.flatMap((pid) => meetingOf(pid) ?? []);
  assert.equal(meetings.filter((folder) => existsSync(folder)).length, 1);

  // Our own programs are its children.
  const host = knownPid((await findProcess(knownPid(pids[1])))?.parent);
  assert.equal((await findProcess(knownPid(pids[2])))?.parent, host);
  process.kill(host, 'SIGKILL');
  await until('all have ended', () => !pids.some(isRunning));
  await until('no folder is left', () => !meetings.some((folder) => existsSync(folder)));

  await window.editor.page.reload();
  const ends = await Promise.all(sessions.map((one) => one.terminatedWithin()));
  assert.deepEqual(ends, [{ exitCode: 1 }, { exitCode: 1 }, { exitCode: 1 }, { exitCode: 1 }]);
}

/** The folder of the inspector socket of a program, if it has one. */
function meetingOf(pid: number): string | undefined {
  const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const name = 'IDE_SESSION_INSPECTOR=';
  return variables.find((one) => one.startsWith(name))?.slice(name.length);
}

test(
  'controllers find a window again after a reload, which ends its sessions cleanly, and after a crash of its extension host, which no program outlives',
  { timeout: 600_000 },
  async (context) => {
    const window = await openWindow(context, {
      extensions: [debugpyFixture],
      // A closing window also asks its debuggers to end: one that kills might be faster than we
      // are.
      settings: { 'debugpyFixture.stopSignal': 'SIGTERM' },
    });
    const controller = await expectCleanReload(context, window);
    await expectNothingOutlives(context, window, controller);
  },
);
