import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  context,
  failure,
  plan,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const direct = {
  type: 'node',
  mode: 'NoDebug',
  script_path: '/srv/shop/web/server.js',
  runtime_executable: 'node',
  working_directory: '/srv/shop/web',
  launch_method: 'direct',
} as const;

test("a script is run by Node, in its working directory, under Node's inspector if debugged", () => {
  assert.deepEqual(plan(direct, ['--port', '80']), {
    kind: 'program',
    name: 'web/server.js',
    mode: 'NoDebug',
    program: {
      command: 'node',
      args: ['/srv/shop/web/server.js', '--port', '80'],
      workingDirectory: '/srv/shop/web',
      environment: { ...context.environment },
      script: '/srv/shop/web/server.js',
    },
    debug: { kind: 'inspector' },
    sources: { kind: 'javaScript', script: '/srv/shop/web/server.js' },
  });
});

const folders: readonly (readonly [
  what: string,
  given: { script_path: string; working_directory?: string | null },
  script: string,
  workingDirectory: string,
])[] = [
  ['absolute script, no folder', { script_path: '/x/a.js' }, '/x/a.js', '/x'],
  ['relative script, no folder', { script_path: 'b/a.js' }, '/srv/shop/b/a.js', '/srv/shop'],
  [
    'relative script, absolute folder',
    { script_path: './a.js', working_directory: '/x' },
    '/x/a.js',
    '/x',
  ],
  [
    'relative script, relative folder',
    { script_path: '../a.js', working_directory: 'web' },
    '/srv/shop/a.js',
    '/srv/shop/web',
  ],
  [
    'absolute script, other folder',
    { script_path: '/x/a.js', working_directory: '/y' },
    '/x/a.js',
    '/y',
  ],
  ['folder null', { script_path: '/x/a.js', working_directory: null }, '/x/a.js', '/x'],
  ['folder empty', { script_path: '/x/a.js', working_directory: '' }, '/x/a.js', '/x'],
];

for (const [what, given, script, workingDirectory] of folders) {
  test(`${what}: ${script} is run in ${workingDirectory}`, () => {
    const { program } = plan({ type: 'node', ...given });
    assert.deepEqual(program.args, [script]);
    assert.equal(program.script, script);
    assert.equal(program.workingDirectory, workingDirectory);
  });
}

for (const first of ['server.js', './server.js', '/srv/shop/web/server.js', '../web/server.js']) {
  test(`a first argument that repeats the script is dropped: ${first}`, () => {
    assert.deepEqual(plan(direct, [first, '--port']).program.args, [direct.script_path, '--port']);
    assert.deepEqual(plan(direct, [first]).program.args, [direct.script_path]);
  });
}

test("a first argument that repeats the script's relative path is dropped in another working directory", () => {
  const configuration = { ...direct, script_path: 'app/../server.js' };
  assert.deepEqual(plan(configuration, ['app/../server.js', 'x']).program.args.slice(1), ['x']);
});

test('other first arguments are kept', () => {
  for (const args of [['other.js'], ['--x', 'server.js'], [''], ['server.jsx'], ['SERVER.JS']]) {
    assert.deepEqual(plan(direct, args).program.args, [direct.script_path, ...args]);
  }
});

test('only the first repetition of the script is dropped', () => {
  const args = ['server.js', 'server.js'];
  assert.deepEqual(plan(direct, args).program.args, [direct.script_path, 'server.js']);
});

test('absent or empty arguments add nothing to the script', () => {
  assert.deepEqual(plan(direct).program.args, [direct.script_path]);
  assert.deepEqual(plan(direct, []).program.args, [direct.script_path]);
});

test('a path to Node is used as the runtime, with the script', () => {
  for (const runtime of ['/opt/node/bin/node', 'node.exe', 'NODE.EXE']) {
    const { program } = plan({
      type: 'node',
      runtime_executable: runtime,
      script_path: '/x/a.js',
    });
    assert.deepEqual([program.command, program.args], [runtime, ['/x/a.js']]);
  }
});

test("a runtime that isn't Node is a package manager unless the method says otherwise", () => {
  const inferred = plan({ type: 'node', runtime_executable: 'pnpm' }, ['run', 'dev']);
  assert.deepEqual(inferred.debug, { kind: 'inspector' });
  const script = { type: 'node', runtime_executable: 'tsx', script_path: '/x/a.ts' };
  const told = plan({ ...script, launch_method: 'direct' });
  assert.deepEqual(told.program.args, ['/x/a.ts']);
  assert.deepEqual(told.debug, { kind: 'inspector' });
});

test('a package manager receives only the arguments, in its working directory', () => {
  const configuration = {
    type: 'node',
    mode: 'Debug',
    script_path: '',
    runtime_executable: 'npm',
    working_directory: '/srv/shop/web',
    launch_method: 'package-manager',
  } as const;
  assert.deepEqual(plan(configuration, ['run', 'dev', '--', '--host']), {
    kind: 'program',
    name: 'web (npm run dev)',
    mode: 'Debug',
    program: {
      command: 'npm',
      args: ['run', 'dev', '--', '--host'],
      workingDirectory: '/srv/shop/web',
      environment: { ...context.environment },
    },
    debug: { kind: 'inspector' },
    sources: { kind: 'package', folder: '/srv/shop/web' },
  });
});

test('a package manager keeps a first argument that repeats the script', () => {
  const configuration = { ...direct, runtime_executable: 'npm', launch_method: 'package-manager' };
  assert.deepEqual(plan(configuration, ['server.js']).program.args, ['server.js']);
});

test('empty texts and null count as unset', () => {
  for (const unset of ['', null]) {
    const { program, debug } = plan({
      type: 'node',
      mode: null,
      script_path: 'a.js',
      runtime_executable: unset,
      working_directory: unset,
      launch_method: unset,
    });
    assert.deepEqual([program.command, program.args], ['node', ['/srv/shop/a.js']]);
    assert.deepEqual(debug, { kind: 'inspector' });
  }
});

test('a Node launch without a script is refused with a remedy', () => {
  for (const script_path of [undefined, null, '']) {
    const { code, message } = failure(request({ type: 'node', script_path }));
    assert.equal(code, 'ScriptMissing');
    assert.match(message, /no script_path\. Set it to the script/);
  }
});
