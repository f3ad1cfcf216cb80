// An editor in which nothing debugs Python or .NET.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Controller } from '../controller/controller.ts';
import type { RunRequest } from '../controller/runRequest.ts';
import { workspace } from './built.ts';
import { openWindow } from './observedWindow.ts';
import { notification } from './palette.ts';
import { makeProjectsWorkspace } from './projectsWorkspace.ts';

type LaunchConfiguration = RunRequest['launch_configurations'][number];

const python = async (): Promise<LaunchConfiguration> => ({
  type: 'python',
  program_path: join(workspace, 'worker.py'),
});

const project = async (context: TestContext): Promise<LaunchConfiguration> => ({
  type: 'project',
  project_path: join(await makeProjectsWorkspace(context), 'Tool', 'Tool.csproj'),
});

async function connect(context: TestContext, settings: Record<string, unknown>) {
  const window = await openWindow(context, { settings });
  const controller = Controller.fromEnvironment(await window.nextVariables());
  await controller.connect();
  return { window, controller };
}

async function runIn(
  context: TestContext,
  settings: Record<string, unknown>,
  configuration: LaunchConfiguration,
) {
  const { controller, window } = await connect(context, settings);
  const session = await controller.runSession({ launch_configurations: [configuration] });
  const end = await session.terminatedWithin(60_000);
  await controller.disconnect();
  controller.assertClean();
  const told = session.messages.filter(({ level }) => level !== 'debug');
  return { window, told, session, end };
}

const refusing = { 'ideSessionHost.withoutDebugger': 'refuse' };

const programs = [
  { what: 'Python program', make: python, type: 'debugpy', exitCode: 4 },
  { what: '.NET project', make: project, type: 'coreclr', exitCode: 3 },
];

for (const { what, make, type, exitCode } of programs) {
  test(
    `a ${what} that can not be debugged runs all the same, and it is said once where to find a debugger`,
    { timeout: 120_000 },
    async (context) => {
      const { window, told, end } = await runIn(context, {}, await make(context));
      assert.deepEqual(end, { exitCode });
      assert.equal(told.length, 1);
      const expected = `runs without a debugger: no extension that debugs ${type} is installed`;
      assert.ok(told[0]?.message.includes(expected));
      const offer = await notification(window.editor.page, type);
      assert.match(await offer.innerText(), /Search Extensions/);
    },
  );
}

test(
  'a .NET project that can not be debugged fails where the settings say so, before anything is built',
  { timeout: 120_000 },
  async (context) => {
    const { session, end } = await runIn(context, refusing, await project(context));
    assert.deepEqual(end, {});
    assert.deepEqual(
      session.messages.map(({ code }) => code),
      ['DebuggerMissing'],
    );
  },
);

test(
  'a Python program that can not be debugged is refused where the settings say so, and its type not listed',
  { timeout: 120_000 },
  async (context) => {
    const { controller } = await connect(context, refusing);
    const { supported_launch_configurations: types = [] } = await controller.info();
    assert.ok(types.includes('node') && !types.includes('python'));
    const body = { launch_configurations: [await python()] };
    const answer = await controller.request('PUT', '/run_session', { body });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /python needs an extension that debugs debugpy/);
    await controller.disconnect();
    controller.assertClean();
  },
);
