// An editor in which nothing debugs Python.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Controller } from '../controller/controller.ts';
import { workspace } from './built.ts';
import { openWindow } from './observedWindow.ts';
import { notification } from './palette.ts';

async function runWorker(context: TestContext, settings: Record<string, unknown>) {
  const window = await openWindow(context, { settings });
  const controller = Controller.fromEnvironment(await window.nextVariables());
  await controller.connect();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'python', program_path: join(workspace, 'worker.py') }],
  });
  const end = await session.terminatedWithin();
  await controller.disconnect();
  controller.assertClean();
  return { window, session, end };
}

test(
  'a program that can not be debugged runs all the same, and it is said once where to find a debugger',
  { timeout: 120_000 },
  async (context) => {
    const { window, session, end } = await runWorker(context, {});
    assert.deepEqual(end, { exitCode: 4 });
    assert.match(session.messages[0]?.message ?? '', /runs without a debugger/);
    const offer = await notification(window.editor.page, 'debugpy');
    assert.match(await offer.innerText(), /Search Extensions/);
  },
);

test(
  'a program that can not be debugged fails where the settings say so',
  { timeout: 120_000 },
  async (context) => {
    const refusing = { 'ideSessionHost.withoutDebugger': 'refuse' };
    const { session, end } = await runWorker(context, refusing);
    assert.deepEqual(end, {});
    assert.deepEqual(
      session.messages.map(({ code }) => code),
      ['DebuggerMissing'],
    );
  },
);
