import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  context,
  failure,
  plan,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const api = {
  type: 'go',
  mode: 'Debug',
  program: '/srv/shop/api/cmd/server',
  working_directory: '/srv/shop/api',
  build_flags: '-race -tags=integration "-ldflags=-s -w"',
} as const;

test('a package is debugged by Delve, and built and run without a debugger', () => {
  assert.deepEqual(plan(api, ['--port', '80']), {
    kind: 'program',
    name: 'api/cmd/server',
    mode: 'Debug',
    program: {
      command: 'go',
      args: [
        'run',
        '-race',
        '-tags=integration',
        '-ldflags=-s -w',
        '/srv/shop/api/cmd/server',
        '--port',
        '80',
      ],
      workingDirectory: '/srv/shop/api',
      environment: context.environment,
      script: '/srv/shop/api/cmd/server',
    },
    build: {
      args: ['build', '-race', '-tags=integration', '-ldflags=-s -w', '/srv/shop/api/cmd/server'],
      output: { option: '-o', name: 'server' },
      programArgs: ['--port', '80'],
    },
    debug: {
      kind: 'adapter',
      configuration: {
        type: 'go',
        request: 'launch',
        mode: 'debug',
        debugAdapter: 'dlv-dap',
        program: '/srv/shop/api/cmd/server',
        buildFlags: '-race -tags=integration "-ldflags=-s -w"',
        args: ['--port', '80'],
        cwd: '/srv/shop/api',
        env: context.environment,
        console: 'internalConsole',
        outputMode: 'remote',
      },
    },
    sources: { kind: 'go', folder: '/srv/shop/api/cmd/server' },
  });
});

test('flags may be a list, or absent', () => {
  const flags = (build_flags: string[] | string | null) => {
    const { program, debug } = plan({ ...api, build_flags });
    assert.equal(debug.kind, 'adapter');
    return [program.args.slice(1, -1), debug.configuration['buildFlags']];
  };
  assert.deepEqual(flags(['-tags=a b', '-race']), [
    ['-tags=a b', '-race'],
    ['-tags=a b', '-race'],
  ]);
  for (const none of ['', [], null]) assert.deepEqual(flags(none), [[], undefined]);
});

for (const working_directory of ['', null]) {
  test(`with the working directory ${JSON.stringify(working_directory)}, a package runs in its own folder`, () => {
    const folder = plan({ ...api, working_directory });
    assert.equal(folder.program.workingDirectory, '/srv/shop/api/cmd/server');
    const file = plan({ ...api, working_directory, program: 'api/main.go' });
    assert.equal(file.program.workingDirectory, '/srv/shop/api');
    assert.equal(file.name, 'api/main.go');
  });
}

test('a launch without a program is refused', () => {
  for (const program of ['', undefined]) {
    const { code, message } = failure(request({ type: 'go', program }));
    assert.equal(code, 'InvalidLaunchConfiguration');
    assert.match(message, /program: /);
  }
});

test('a program with its own runner is run by go run', () => {
  assert.equal(plan({ ...api, build_flags: '-exec qemu' }).build, undefined);
});
