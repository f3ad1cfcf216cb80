import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planLaunch } from '../../../src/launch/table.ts';
import { context, failure, request } from '../../../tools/fixtures/sessions/launchRequests.ts';

const app = {
  type: 'maui',
  mode: 'Debug',
  project_path: '/srv/shop/App/App.csproj',
  target_framework: 'net10.0-android',
  platform: 'Android',
  target_kind: 'emulator',
  device: 'pixel',
  runtime_identifier: 'android-arm64',
  msbuild_properties: { AdbTarget: '-e' },
} as const;

const env = [
  { name: 'OTEL', value: 'http://localhost:1' },
  { name: 'EMPTY', value: '' },
];

test('an app is launched by the MAUI extension, with its variables as lines', async () => {
  const made = planLaunch({ launchConfiguration: app, env }, context);
  assert.ok(made.kind === 'adapter');
  assert.equal(made.name, 'App (Android)');
  assert.deepEqual(await made.configure(), {
    type: 'maui',
    request: 'launch',
    project: '/srv/shop/App/App.csproj',
    configuration: 'Debug',
    targetFramework: 'net10.0-android',
    platform: 'android',
    device: 'pixel',
    runtimeIdentifier: 'android-arm64',
    msbuildProperties: { AdbTarget: '-e' },
    environmentVariables: 'OTEL=http://localhost:1\nEMPTY=',
    cwd: '/srv/shop/App',
    skipDebug: false,
    preLaunchTask: 'maui: Build',
  });
});

test('unset properties are omitted', async () => {
  const made = planLaunch(
    request({ type: 'maui', mode: 'NoDebug', project_path: 'App/App.csproj', device: '' }),
    context,
  );
  assert.ok(made.kind === 'adapter');
  assert.deepEqual([made.name, made.mode], ['App', 'NoDebug']);
  assert.deepEqual(await made.configure(), {
    type: 'maui',
    request: 'launch',
    project: '/srv/shop/App/App.csproj',
    configuration: 'Debug',
    cwd: '/srv/shop/App',
    skipDebug: true,
    preLaunchTask: 'maui: Build',
  });
});

test('a variable of several lines is refused by name, without its value', () => {
  const two = [{ name: 'KEY', value: 'hush\nhush' }];
  const { code, message } = failure({ launchConfiguration: app, env: two });
  assert.equal(code, 'VariableWithLineBreak');
  assert.match(message, /KEY/);
  assert.doesNotMatch(message, /hush/);
});
