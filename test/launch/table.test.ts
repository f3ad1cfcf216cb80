import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInTypes, planLaunch } from '../../src/launch/table.ts';
import { launchConfigurationSchemas } from '../../src/protocol/launchConfigurations.ts';
import { context, failure, request } from '../../tools/fixtures/sessions/launchRequests.ts';

test('a plan can be made for every type that the hosting side sends', () => {
  const sent = Object.keys(launchConfigurationSchemas);
  assert.deepEqual([...builtInTypes.keys()].toSorted(), sent.toSorted());
  const complete = {
    script_path: '/x',
    program_path: '/x',
    project_path: '/x',
    program: '/x',
    url: 'https://x',
  };
  for (const type of builtInTypes.keys()) {
    const plan = planLaunch(request({ type, ...complete }), context);
    assert.ok(plan.name.length > 0, type);
  }
});

test('an unsupported type is refused with its name and the supported types', () => {
  for (const type of ['future', '__proto__', 'toString']) {
    const { code, message } = failure(request({ type }));
    assert.equal(code, 'UnsupportedLaunchConfiguration');
    for (const part of [type, ...builtInTypes.keys()]) assert.ok(message.includes(part));
  }
});

test('without a mode, or with null, the plan is for debugging', () => {
  const script = { type: 'node', script_path: '/x.js' };
  const asked = [script, { ...script, mode: null }, { ...script, mode: 'NoDebug' as const }];
  const modes = asked.map((configuration) => planLaunch(request(configuration), context).mode);
  assert.deepEqual(modes, ['Debug', 'Debug', 'NoDebug']);
});

test('every invalid property is named, with its launch configuration type', () => {
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

test('planning does not change its input', () => {
  const asked = request({ type: 'node', script_path: 'a.js' }, ['a.js', 'b']);
  const before = structuredClone({ asked, context });
  planLaunch(asked, context);
  assert.deepEqual({ asked, context }, before);
});
