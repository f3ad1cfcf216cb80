import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import { toLaunchRequest } from '../../../src/launch/user/userConfiguration.ts';
import { context } from '../../../tools/fixtures/sessions/launchRequests.ts';

const launch = { type: 'ide-session', name: 'Client', request: 'launch', project: '/c/C.csproj' };
const attach = { type: 'ide-session', name: 'Page', request: 'attach', url: 'http://localhost/' };

const planned = (configuration: object, noDebug = false) =>
  planLaunch(toLaunchRequest(configuration, noDebug), context);

function refusal(configuration: unknown): HumanError {
  try {
    toLaunchRequest(configuration, false);
  } catch (error) {
    if (error instanceof HumanError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

test('a launch is a debugged project with its default profile and its page', () => {
  assert.deepEqual(planned(launch), {
    kind: 'project',
    name: 'C',
    mode: 'Debug',
    project: '/c/C.csproj',
    profile: { kind: 'default' },
    build: {},
    isPrebuilt: false,
    env: [],
    page: { browser: undefined, url: undefined },
  });
});

test('all properties of a launch are parsed', () => {
  const url = 'http://localhost:5000/start';
  const more = { launchProfile: 'https', browser: 'msedge', url, args: ['a b', ''] };
  const plan = planned({ ...launch, ...more, env: { NAME: 'x' } });
  assert.ok(plan.kind === 'project');
  assert.deepEqual(plan.profile, { kind: 'named', name: 'https' });
  assert.deepEqual(plan.page, { browser: 'msedge', url });
  assert.deepEqual(plan.args, ['a b', '']);
  assert.deepEqual(plan.env, [{ name: 'NAME', value: 'x' }]);
});

test('an empty name means no launch profile', () => {
  const plan = planned({ ...launch, launchProfile: '' });
  assert.ok(plan.kind === 'project');
  assert.deepEqual(plan.profile, { kind: 'none' });
});

test('variables are converted to strings', () => {
  const env = { PORT: 5000, DETAILED: true, EMPTY: null, TEXT: 'x' };
  assert.deepEqual(toLaunchRequest({ ...launch, env }, false).env, [
    { name: 'PORT', value: '5000' },
    { name: 'DETAILED', value: 'true' },
    { name: 'EMPTY', value: '' },
    { name: 'TEXT', value: 'x' },
  ]);
});

test("absent arguments keep the profile's, and an empty list replaces them", () => {
  assert.equal('args' in toLaunchRequest(launch, false), false);
  assert.deepEqual(toLaunchRequest({ ...launch, args: [] }, false).args, []);
});

test('a page is opened without a debugger too, by the configuration or the command', () => {
  for (const plan of [planned({ ...launch, mode: 'NoDebug' }), planned(launch, true)]) {
    assert.ok(plan.kind === 'project');
    assert.equal(plan.mode, 'NoDebug');
    assert.notEqual(plan.page, undefined);
  }
  assert.equal(planned({ ...launch, mode: 'Debug' }, true).mode, 'NoDebug');
  assert.equal(planned(attach, true).mode, 'NoDebug');
});

test('attaching debugs a page, in the browser that shows it or a new one', () => {
  const plan = planned({ ...attach, project: '/c/C.csproj', browser: 'chrome', port: 9222 });
  assert.deepEqual(plan, {
    kind: 'browser',
    name: 'localhost',
    mode: 'Debug',
    url: 'http://localhost/',
    browser: 'chrome',
    webRoot: '/c/C.csproj',
    running: { address: '127.0.0.1', port: 9222 },
  });
  const fresh = planned(attach);
  assert.ok(fresh.kind === 'browser');
  assert.deepEqual([fresh.webRoot, fresh.running], [undefined, undefined]);
  const local = planned({ ...attach, port: 9222, address: '' });
  assert.ok(local.kind === 'browser');
  assert.deepEqual(local.running, { address: '127.0.0.1', port: 9222 });
  const remote = planned({ ...attach, port: 9222, address: 'host' });
  assert.ok(remote.kind === 'browser');
  assert.deepEqual(remote.running, { address: 'host', port: 9222 });
});

test("the editor's own properties are accepted", () => {
  const more = { presentation: { order: 1 }, preLaunchTask: 'x', internalConsoleOptions: 'never' };
  assert.deepEqual(planned({ ...launch, ...more }), planned(launch));
});

test('every invalid property is named, with the place to correct it', () => {
  const wrong = { project: 5, browser: 'firefox', env: { A: [] }, args: 'x', mode: 'Fast' };
  const { code, message } = refusal({ ...launch, ...wrong });
  assert.equal(code, 'InvalidDebugConfiguration');
  for (const property of ['project', 'browser', 'env.A', 'args', 'mode']) {
    assert.ok(message.includes(`${property}: `), property);
  }
  assert.match(message, /launch\.json/);
  assert.match(message, /"chrome"\|"msedge"\|"chromium"/);
});

test('a missing required property is named', () => {
  const { project, ...withoutProject } = launch;
  const { url, ...withoutUrl } = attach;
  assert.ok(project && url);
  for (const [configuration, property] of [
    [withoutProject, 'project'],
    [{ ...launch, project: '' }, 'project'],
    [withoutUrl, 'url'],
    [{ ...attach, url: '' }, 'url'],
    [{ ...launch, request: 'debug' }, 'request'],
    [{}, 'request'],
    [{ ...attach, port: 0 }, 'port'],
    [{ ...attach, port: 65_536 }, 'port'],
    [{ ...attach, port: 92.5 }, 'port'],
    [{ ...attach, port: '9222' }, 'port'],
  ] as const) {
    assert.match(refusal(configuration).message, new RegExp(` ${property}: `));
  }
});

test('no error contains a value of env', () => {
  const env = { PASSWORD: ['hush'], 'NUL\0': 'hush', OTHER: 'hu\0sh' };
  assert.doesNotMatch(refusal({ ...launch, env }).message, /hush|hu.sh/);
});
