import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  context,
  failure,
  plan,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const script = {
  type: 'bun',
  mode: 'Debug',
  script_path: '/srv/shop/web/server.ts',
  runtime_executable: 'bun',
  working_directory: '/srv/shop/web',
  launch_method: 'direct',
} as const;

test('a script is run and debugged by Bun', () => {
  assert.deepEqual(plan(script, ['server.ts', '--hot']), {
    kind: 'program',
    name: 'web/server.ts',
    mode: 'Debug',
    program: {
      command: 'bun',
      args: ['/srv/shop/web/server.ts', '--hot'],
      workingDirectory: '/srv/shop/web',
      environment: context.environment,
      script: '/srv/shop/web/server.ts',
    },
    debug: {
      kind: 'adapter',
      configuration: {
        type: 'bun',
        request: 'launch',
        program: '/srv/shop/web/server.ts',
        args: ['--hot'],
        cwd: '/srv/shop/web',
        runtime: 'bun',
        env: context.environment,
      },
    },
    sources: { kind: 'javaScript', script: '/srv/shop/web/server.ts' },
  });
});

test('a package script is run by name', () => {
  const made = plan({ ...script, launch_method: 'package-manager' }, ['run', 'dev', '--hot']);
  assert.equal(made.name, 'web (bun run dev)');
  assert.deepEqual(made.program, {
    command: 'bun',
    args: ['run', 'dev', '--hot'],
    workingDirectory: '/srv/shop/web',
    environment: context.environment,
  });
  assert.equal(made.debug.kind, 'adapter');
  assert.deepEqual(made.sources, { kind: 'package', folder: '/srv/shop/web' });
  const { program, args } = made.debug.configuration;
  assert.deepEqual([program, args], ['run', ['dev', '--hot']]);
});

test('without a method, the arguments decide', () => {
  const unsaid = { ...script, launch_method: null };
  assert.deepEqual(plan(unsaid, ['run', 'dev']).program.args, ['run', 'dev']);
  assert.deepEqual(plan(unsaid, ['server.ts']).program.args, ['/srv/shop/web/server.ts']);
  assert.deepEqual(plan(unsaid).program.args, ['/srv/shop/web/server.ts']);
});

test("an argument that isn't the script is kept", () => {
  const { program } = plan(script, ['other.ts', 'server.ts']);
  assert.deepEqual(program.args, ['/srv/shop/web/server.ts', 'other.ts', 'server.ts']);
});

test('the default runtime is bun, in the folder of the script', () => {
  const { program } = plan({ type: 'bun', script_path: '/x/a.ts', runtime_executable: '' });
  assert.deepEqual([program.command, program.workingDirectory], ['bun', '/x']);
});

test('a launch without a script is refused with a remedy', () => {
  const { code, message } = failure(request({ type: 'bun', script_path: '' }));
  assert.equal(code, 'ScriptMissing');
  assert.match(message, /no script_path/);
});
