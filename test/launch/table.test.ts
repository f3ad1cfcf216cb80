import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  launchConfigurationTypes,
  planLaunch,
  selectLaunchConfiguration,
} from '../../src/launch/table.ts';
import { context, failure, request } from './requests.ts';

test('a type that is listed can be planned, and every one is listed once', () => {
  assert.equal(new Set(launchConfigurationTypes).size, launchConfigurationTypes.length);
  const complete = { script_path: '/x', program_path: '/x', project_path: '/x', url: 'https://x' };
  for (const type of launchConfigurationTypes) {
    const plan = planLaunch(request({ type, ...complete }), context);
    assert.ok(plan.name.length > 0, type);
  }
});

test('projects, browsers, Node and Python are listed', () => {
  const types = ['project', 'browser', 'node', 'python'];
  for (const type of types) assert.ok(launchConfigurationTypes.includes(type));
});

test('the first launch configuration of a type that runs here is selected', () => {
  const configurations = [
    { type: 'future' },
    { type: 'NODE' },
    { type: 'python', program_path: 'first.py' },
    { type: 'node', script_path: 'second.js' },
    { type: 'python', program_path: 'third.py' },
  ];
  assert.equal(selectLaunchConfiguration(configurations), configurations[2]);
});

test('nothing is selected where no type runs here', () => {
  assert.equal(selectLaunchConfiguration([{ type: 'future' }, { type: 'constructor' }]), undefined);
  assert.equal(selectLaunchConfiguration([]), undefined);
});

test("a type that doesn't run here is refused, naming it and those that do", () => {
  for (const type of ['future', '__proto__', 'toString']) {
    const { code, message } = failure(request({ type }));
    assert.equal(code, 'UnsupportedLaunchConfiguration');
    for (const part of [type, ...launchConfigurationTypes]) assert.ok(message.includes(part));
  }
});

test('without a mode, or with null, the plan is for debugging', () => {
  const script = { type: 'node', script_path: '/x.js' };
  const asked = [script, { ...script, mode: null }, { ...script, mode: 'NoDebug' as const }];
  const modes = asked.map((configuration) => planLaunch(request(configuration), context).mode);
  assert.deepEqual(modes, ['Debug', 'Debug', 'NoDebug']);
});

test('every property that is wrong is named, with its type of launch configuration', () => {
  const configuration = { type: 'node', script_path: 5, launch_method: 'magic' };
  const { code, message } = failure(request(configuration));
  assert.equal(code, 'InvalidLaunchConfiguration');
  assert.match(message, /node/);
  assert.match(message, /script_path: /);
  assert.match(message, /launch_method: /);
});

test('no error contains a value of env', () => {
  const env = [{ name: 'PASSWORD', value: 'hush' }];
  const broken = [
    { type: 'future' },
    { type: 'node' },
    { type: 'node', script_path: {} },
    { type: 'python' },
    { type: 'python', module: 5 },
    { type: 'project' },
    { type: 'project', project_path: {} },
    { type: 'browser', url: 'nowhere' },
  ];
  for (const launchConfiguration of broken) {
    const { code, message } = failure({ launchConfiguration, env });
    assert.doesNotMatch(`${code} ${message}`, /hush/);
  }
});

test('a plan is made without changing what it is made from', () => {
  const asked = request({ type: 'node', script_path: 'a.js' }, ['a.js', 'b']);
  const before = structuredClone({ asked, context });
  planLaunch(asked, context);
  assert.deepEqual({ asked, context }, before);
});
