import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { parseLaunchTypes } from '../../../src/launch/user/addedTypes.ts';
import type { AdapterLaunchPlan, LaunchRequest } from '../../../src/launch/launchPlan.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import { context } from '../../../tools/fixtures/sessions/launchRequests.ts';

const env = [
  { name: 'PORT', value: '80' },
  { name: 'HOME', value: '/elsewhere' },
];

const request: LaunchRequest = {
  launchConfiguration: {
    type: 'deno',
    mode: 'NoDebug',
    script_path: '/srv/shop/app.ts',
    working_directory: 'web',
    permissions: ['--allow-net', '--allow-env'],
  },
  env,
  args: ['serve'],
};

function planned(debug: unknown, asked = request): AdapterLaunchPlan {
  const plan = planLaunch(asked, context, parseLaunchTypes({ deno: debug }).types);
  assert.ok(plan.kind === 'adapter');
  return plan;
}

test('a type in the settings is a debug configuration with properties of the launch configuration', async () => {
  const plan = planned({
    type: 'pwa-node',
    request: 'launch',
    runtimeExecutable: 'deno',
    runtimeArgs: ['run', '--inspect-wait', '${permissions}'],
    program: '${script_path}',
    profile: '${profile}',
    cwd: '${workspaceFolder}',
  });
  assert.equal(plan.name, '/srv/shop/app.ts (deno)');
  assert.equal(plan.mode, 'NoDebug');
  assert.deepEqual(plan.program, {
    workingDirectory: '/srv/shop/web',
    environment: { PATH: '/usr/bin', HOME: '/elsewhere', PORT: '80' },
  });
  assert.deepEqual(await plan.configure(), {
    type: 'pwa-node',
    request: 'launch',
    runtimeExecutable: 'deno',
    runtimeArgs: ['run', '--inspect-wait', '--allow-net', '--allow-env'],
    program: '/srv/shop/app.ts',
    cwd: '${workspaceFolder}',
    args: ['serve'],
    env: { PORT: '80', HOME: '/elsewhere' },
  });
});

test('arguments only go where their placeholder is', async () => {
  const placed = await planned({ type: 'x', runtimeArgs: ['run', '${args}'] }).configure();
  assert.deepEqual([placed['runtimeArgs'], placed['args']], [['run', 'serve'], undefined]);
  const added = await planned({ type: 'x', args: ['first', '${args}'] }).configure();
  assert.deepEqual(added['args'], ['first', 'serve']);
  const fixed = await planned({ type: 'x', args: ['first'] }).configure();
  assert.deepEqual(fixed['args'], ['first']);
  const { args: _, ...without } = request;
  assert.equal((await planned({ type: 'x' }, without).configure())['args'], undefined);
});

test("the setting's variables are below the request's, which can have another property too", async () => {
  const made = await planned({
    type: 'x',
    env: { PORT: '1', MORE: 'yes' },
    environmentVariables: '${env}',
  }).configure();
  assert.deepEqual(made['env'], { PORT: '80', MORE: 'yes', HOME: '/elsewhere' });
  assert.deepEqual(made['environmentVariables'], { PORT: '80', HOME: '/elsewhere' });
});

test('a session without a descriptive property is named after its type', () => {
  const { name, program } = planned({ type: 'x' }, { launchConfiguration: { type: 'deno' }, env });
  assert.deepEqual([name, program.workingDirectory], ['deno', '/srv/shop']);
});

test('errors in the setting name its property', () => {
  const message = (value: unknown): string => {
    const [error, ...others] = parseLaunchTypes(value).errors;
    assert.ok(error instanceof HumanError);
    assert.deepEqual([error.code, others], ['InvalidSetting', []]);
    return error.message;
  };
  assert.match(message({ deno: { program: 'x' } }), /ideSessionHost\.launchTypes\.deno .* type: /);
  assert.match(message({ deno: { type: '' } }), /launchTypes\.deno .* type: must not be empty/);
  assert.match(message({ deno: { type: 'x', request: 'run' } }), /launchTypes\.deno .* request: /);
  assert.match(message({ deno: 'x' }), /launchTypes\.deno /);
  assert.match(message({ '': { type: 'x' } }), /a type must have a name/);
  assert.match(message([]), /ideSessionHost\.launchTypes is invalid/);
});

test('an error in one type does not affect others', () => {
  const { errors, types } = parseLaunchTypes({ '//': 'ours', go2: null, deno: { type: 'x' } });
  assert.deepEqual([[...types.keys()], errors.length], [['deno'], 2]);
});
