// An editor without debuggers for Python or .NET.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Controller } from '../../tools/controller/controller.ts';
import type { RunRequest } from '../../tools/controller/runRequest.ts';
import { toldBesideBuilds } from '../../tools/fixtures/messages.ts';
import { workspace } from '../../tools/editor/built.ts';
import { openWindow } from '../../tools/editor/observedWindow.ts';
import { readNotifications } from '../../tools/editor/palette.ts';
import { makeProjectsWorkspace } from './workspaces/projectsWorkspace.ts';

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

async function runIn(controller: Controller, configuration: LaunchConfiguration) {
  const session = await controller.runSession({ launch_configurations: [configuration] });
  const end = await session.terminatedWithin(180_000);
  return { told: toldBesideBuilds(session), session, end };
}

const programs = [
  { what: 'Python program', make: python, type: 'debugpy', exitCode: 4 },
  { what: '.NET project', make: project, type: 'coreclr', exitCode: 3 },
];

test('without debuggers', { timeout: 600_000 }, async (context) => {
  const { controller, window } = await connect(context, {});
  for (const { what, make, type, exitCode } of programs) {
    await context.test(
      `a ${what} runs, with one message that says where to find a debugger`,
      async () => {
        const { told, end } = await runIn(controller, await make(context));
        assert.deepEqual(end, { exitCode });
        assert.equal(told.length, 1);
        const expected = `runs without a debugger: no extension that debugs ${type} is installed`;
        assert.ok(told[0]?.message.includes(expected));
        const [offer = ''] = await readNotifications(window.editor.page, type);
        assert.match(offer, /Search Extensions/);
      },
    );
  }
  await controller.disconnect();
  controller.assertClean();
});

test(
  'without debuggers and with settings that refuse to run undebugged',
  { timeout: 600_000 },
  async (context) => {
    const { controller } = await connect(context, { 'ideSessionHost.withoutDebugger': 'refuse' });
    await context.test('a .NET project fails before it is built', async () => {
      const { session, end } = await runIn(controller, await project(context));
      assert.deepEqual(end, { exitCode: 1 });
      assert.deepEqual(
        session.messages.map(({ code }) => code),
        ['DebuggerMissing'],
      );
    });
    await context.test('a Python program is refused, and its type not listed', async () => {
      const { supported_launch_configurations: types = [] } = await controller.info();
      assert.ok(types.includes('node') && !types.includes('python'));
      const body = { launch_configurations: [await python()] };
      const answer = await controller.request('PUT', '/run_session', { body });
      assert.equal(answer.status, 400);
      assert.match(answer.text, /python needs an extension that debugs debugpy/);
    });
    await controller.disconnect();
    controller.assertClean();
  },
);
