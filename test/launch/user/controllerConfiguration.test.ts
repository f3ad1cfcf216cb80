import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import { toLaunchRequest } from '../../../src/launch/user/userConfiguration.ts';
import {
  asProgram,
  context,
  failure,
  request,
  userRequest,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const configuration = (controller: unknown, more: object = {}) => ({
  type: 'ide-session',
  name: 'Controller',
  request: 'launch',
  controller,
  ...more,
});

const planned = (controller: unknown, more: object = {}, noDebug = false) =>
  planLaunch(toLaunchRequest(configuration(controller, more), noDebug), context);

test('a controller that is a project is launched like any other, without a page', () => {
  for (const path of ['/a/AppHost.csproj', '/a/apphost.cs', '/a/AppHost.FSPROJ']) {
    const asked = toLaunchRequest(configuration(path, { args: ['x'], env: { A: 1 } }), false);
    assert.deepEqual(asked.intent, { kind: 'controller' });
    assert.equal(asked.launchConfiguration.type, 'project');
    assert.equal(asked.launchConfiguration['project_path'], path);
    assert.deepEqual([asked.args, asked.env], [['x'], [{ name: 'A', value: '1' }]]);
  }
  const plan = planned('/a/AppHost.csproj');
  assert.ok(plan.kind === 'project');
  assert.equal(plan.page, undefined);
});

test('a controller that is a project uses the named profile, its default, or none', () => {
  const profile = (more: object) => {
    const plan = planned('/a/AppHost.csproj', more);
    return plan.kind === 'project' ? plan.profile : undefined;
  };
  assert.deepEqual(profile({ launchProfile: 'https' }), { kind: 'named', name: 'https' });
  assert.deepEqual(profile({}), { kind: 'default' });
  assert.deepEqual(profile({ launchProfile: '' }), { kind: 'none' });
});

test('a command is a list, or one text that is split as .NET does', () => {
  for (const command of ['dotnet run "my host"', ['dotnet', 'run', 'my host']]) {
    const { program } = asProgram(planned(command, { args: ['--', 'x'], cwd: 'host' }));
    assert.equal(program.command, 'dotnet');
    assert.deepEqual(program.args, ['run', 'my host', '--', 'x']);
    assert.equal(program.workingDirectory, '/srv/shop/host');
  }
});

test("a command gets the editor's variables and its own, but none of an endpoint", () => {
  const env = { NAME: 'x', DEBUG_SESSION_TOKEN: 'y' };
  const { environment } = asProgram(planned('node a.js', { env })).program;
  assert.deepEqual(environment, { ...context.environment, NAME: 'x' });
});

test('a controller is debugged unless its mode or the way it is started says otherwise', () => {
  assert.equal(planned('node a.js').mode, 'Debug');
  assert.equal(planned('node a.js', { mode: 'NoDebug' }).mode, 'NoDebug');
  assert.equal(planned('node a.js', { mode: 'Debug' }, true).mode, 'NoDebug');
  assert.equal(planned('/a/A.csproj', {}, true).mode, 'NoDebug');
});

test('an invalid controller is refused with the name of its property', () => {
  for (const wrong of ['', [], 5, [1], null]) {
    assert.throws(
      () => toLaunchRequest(configuration(wrong), false),
      (error) => error instanceof HumanError && / controller(\.0)?: /.test(error.message),
      JSON.stringify(wrong),
    );
  }
  const withoutCommand = userRequest({ type: 'controller' }, { kind: 'controller' });
  assert.equal(failure(withoutCommand).code, 'ControllerCommandMissing');
});

test('a controller that another controller requests is refused', () => {
  const asked = request({ type: 'controller', command: 'node', intent: { kind: 'controller' } });
  assert.equal(failure(asked).code, 'UnsupportedLaunchConfiguration');
});
