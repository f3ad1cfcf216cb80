// An editor in which nothing debugs Python.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Controller } from '../controller/controller.ts';
import { workspace } from './built.ts';
import { openWindow } from './observedWindow.ts';
import { notification } from './palette.ts';

const worker = {
  launch_configurations: [{ type: 'python', program_path: join(workspace, 'worker.py') }],
};

async function connect(context: TestContext, settings: Record<string, unknown>) {
  const window = await openWindow(context, { settings });
  const controller = Controller.fromEnvironment(await window.nextVariables());
  await controller.connect();
  return { window, controller };
}

async function runWorker(context: TestContext) {
  const { window, controller } = await connect(context, {});
  const session = await controller.runSession(worker);
  const end = await session.terminatedWithin();
  await controller.disconnect();
  controller.assertClean();
  return { window, session, end };
}

test(
  'a program that can not be debugged runs all the same, and it is said once where to find a debugger',
  { timeout: 120_000 },
  async (context) => {
    const { window, session, end } = await runWorker(context);
    assert.deepEqual(end, { exitCode: 4 });
    assert.match(session.messages[0]?.message ?? '', /runs without a debugger/);
    const offer = await notification(window.editor.page, 'debugpy');
    assert.match(await offer.innerText(), /Search Extensions/);
  },
);

test(
  'a program that can not be debugged is refused where the settings say so',
  { timeout: 120_000 },
  async (context) => {
    const refusing = { 'ideSessionHost.withoutDebugger': 'refuse' };
    const { controller } = await connect(context, refusing);
    const { supported_launch_configurations: types = [] } = await controller.info();
    assert.ok(types.includes('node') && !types.includes('python'));
    const answer = await controller.request('PUT', '/run_session', { body: worker });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /python needs an extension that debugs debugpy/);
    await controller.disconnect();
    controller.assertClean();
  },
);
