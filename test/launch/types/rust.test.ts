import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planLaunch } from '../../../src/launch/table.ts';
import {
  asProgram,
  context,
  plan,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const api = {
  type: 'rust',
  mode: 'Debug',
  cargo: { args: ['build', '--bin', 'api'], executable_path: '/srv/shop/api/target/debug/api' },
  working_directory: '/srv/shop/api',
} as const;

test('Cargo builds the program that a native debugger launches, and runs it without one', () => {
  const cargo = {
    command: 'cargo',
    workingDirectory: '/srv/shop/api',
    environment: context.environment,
  };
  const launch = {
    request: 'launch',
    program: '/srv/shop/api/target/debug/api',
    args: ['--port', '80'],
    cwd: '/srv/shop/api',
  };
  assert.deepEqual(plan(api, ['--port', '80']), {
    kind: 'program',
    name: 'api',
    mode: 'Debug',
    program: { ...cargo, args: ['run', '--quiet', '--bin', 'api', '--', '--port', '80'] },
    build: {
      args: ['build', '--bin', 'api'],
      output: { path: '/srv/shop/api/target/debug/api' },
      programArgs: ['--port', '80'],
    },
    debug: {
      kind: 'adapter',
      configuration: {
        type: 'lldb',
        ...launch,
        env: context.environment,
        terminal: 'console',
        sourceLanguages: ['rust'],
      },
      alternatives: [
        {
          type: 'cppdbg',
          ...launch,
          environment: [
            { name: 'PATH', value: '/usr/bin' },
            { name: 'HOME', value: '/home/dev' },
          ],
          console: 'internalConsole',
          MIMode: 'gdb',
        },
      ],
      build: { ...cargo, args: ['build', '--bin', 'api'] },
    },
    sources: { kind: 'rust', folder: '/srv/shop/api' },
  });
});

function alternativeOn(platform: NodeJS.Platform, executable_path: string): string {
  const asked = request({ ...api, cargo: { args: ['build'], executable_path } });
  const { debug } = asProgram(planLaunch(asked, { ...context, platform }));
  assert.equal(debug.kind, 'adapter');
  const [one] = debug.alternatives ?? [];
  return [one?.type, one?.['MIMode']].filter(Boolean).join(' ');
}

test("the C++ debugger depends on the platform and on the executable's toolchain", () => {
  assert.equal(alternativeOn('darwin', '/x/target/debug/api'), 'cppdbg lldb');
  assert.equal(alternativeOn('win32', '/x/target/debug/api.exe'), 'cppvsdbg');
  const gnu = '/x/target/x86_64-pc-windows-gnu/debug/api.exe';
  assert.equal(alternativeOn('win32', gnu), 'cppdbg gdb');
});

test('a program without arguments is run without the separator', () => {
  assert.deepEqual(plan(api).program.args, ['run', '--quiet', '--bin', 'api']);
});

test("Cargo's verbosity can be changed", () => {
  const args = ['build', '--verbose'];
  assert.deepEqual(plan({ ...api, cargo: { args } }).program.args, ['run', '--verbose']);
});

test('a program whose executable is unknown runs without a debugger, with a reason', () => {
  for (const cargo of [{ args: ['build'] }, { args: ['build'], executable_path: '' }, null]) {
    const { debug, name, program } = plan({ ...api, cargo });
    assert.equal(debug.kind, 'none');
    assert.match(debug.reason, /executable_path is missing/);
    assert.equal(name, 'api');
    assert.deepEqual(program.args, ['run', '--quiet']);
  }
});
