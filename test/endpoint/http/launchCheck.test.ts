import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from '../../../src/common/deferred.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import type { LaunchPlan } from '../../../src/launch/launchPlan.ts';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused } from './answers.ts';

test('a launch that is known to fail is refused and logged, and no session is created', async (context) => {
  const fixture = await openEndpoint(context, {
    checkLaunch: () => Promise.reject(new HumanError('ProgramNotFound', 'Build app.js.\x1b[2J')),
  });
  const answer = await fixture.controller().request('PUT', '/run_session', { body: goodRun });
  assert.match(assertRefused(answer, 'ProgramNotFound').message, /Build app\.js\./);
  assert.deepEqual(fixture.host.sessions.list(), []);
  assert.ok(fixture.log.lines.some((line) => /^warn .*refused.*Build app\.js\./.test(line)));
});

test('a failure without a code of its own is answered with InvalidLaunchConfiguration', async (context) => {
  const fixture = await openEndpoint(context, {
    checkLaunch: () => Promise.reject(new HumanError('SolutionNotProject', 'Name a project.')),
  });
  const answer = await fixture.controller().request('PUT', '/run_session', { body: goodRun });
  const { message } = assertRefused(answer, 'InvalidLaunchConfiguration');
  assert.match(message, /Name a project\.$/);
});

test('the check receives the launch plan with the search path and no other variable', async (context) => {
  const environments: (readonly string[])[] = [];
  const fixture = await openEndpoint(context, {
    checkLaunch: async (plan) => {
      assert.equal(plan.kind, 'program');
      environments.push(Object.keys(plan.program.environment));
    },
  });
  const controller = fixture.controller();
  await controller.connect();
  await controller.runSession({ ...goodRun, env: [{ name: 'OWN', value: '' }] });
  assert.deepEqual(environments, [['PATH']]);
});

test('a request whose check outlasts the endpoint is answered with ShuttingDown', async (context) => {
  const checking = deferred();
  const checked = deferred();
  const fixture = await openEndpoint(context, {
    checkLaunch: () => {
      checking.resolve();
      return checked.promise;
    },
  });
  const answer = fixture.controller().request('PUT', '/run_session', { body: goodRun });
  await checking.promise;
  const refused = fixture.host.endpoint.refuse();
  checked.resolve();
  assertRefused(await answer, 'ShuttingDown');
  await refused;
  assert.deepEqual(fixture.host.sessions.list(), []);
});

test("relative paths are resolved in the workspace folder of the request's controller", async (context) => {
  const checked: LaunchPlan[] = [];
  const fixture = await openEndpoint(context, {
    getWorkspace: (instanceId) => (instanceId.startsWith('bank-') ? '/srv/bank' : undefined),
    checkLaunch: async (plan) => void checked.push(plan),
  });
  const body = { launch_configurations: [{ type: 'node', script_path: 'app.js' }] };
  for (const instanceId of ['bank-1', 'shop-1']) {
    const controller = fixture.controller({ instanceId });
    const { status } = await controller.request('PUT', '/run_session', { body });
    assert.equal(status, 201);
  }
  const [bank, shop] = checked.map((plan) => plan.kind === 'program' && plan.program.script);
  assert.equal(bank, '/srv/bank/app.js');
  assert.notEqual(shop, bank);
  await until('both run', () => fixture.runner.runs.length === 2);
  assert.deepEqual(
    fixture.runner.runs.map(({ session }) => session.spec.workspace),
    ['/srv/bank', undefined],
  );
});
