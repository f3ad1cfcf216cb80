import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planLaunch } from '../../../src/launch/table.ts';
import {
  asProgram,
  context,
  failure,
  plan,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const script = {
  type: 'python',
  mode: 'Debug',
  program_path: '/srv/shop/api/main.py',
  module: '',
  interpreter_path: '/srv/shop/api/.venv/bin/python',
  working_directory: '/srv/shop/api',
} as const;

const module = {
  ...script,
  program_path: '/srv/shop/api',
  module: 'uvicorn',
  interpreter_path: '',
} as const;

const environment = { PYTHONUNBUFFERED: '1', ...context.environment };

test('a script is run by its interpreter and debugged alike', () => {
  assert.deepEqual(plan(script, ['--port', '80']), {
    kind: 'program',
    name: 'api/main.py',
    mode: 'Debug',
    program: {
      command: '/srv/shop/api/.venv/bin/python',
      args: ['/srv/shop/api/main.py', '--port', '80'],
      workingDirectory: '/srv/shop/api',
      environment,
      script: '/srv/shop/api/main.py',
    },
    debug: {
      kind: 'adapter',
      startsCommand: true,
      configuration: {
        type: 'debugpy',
        request: 'launch',
        program: '/srv/shop/api/main.py',
        python: '/srv/shop/api/.venv/bin/python',
        args: ['--port', '80'],
        cwd: '/srv/shop/api',
        env: environment,
        console: 'internalConsole',
        redirectOutput: true,
      },
    },
    sources: { kind: 'python', script: '/srv/shop/api/main.py' },
  });
});

test("a module, and so a package's executable, is run with -m in the program path", () => {
  for (const working_directory of [module.working_directory, '', null]) {
    const { name, program, debug, sources } = plan({ ...module, working_directory }, ['main:app']);
    assert.equal(name, 'api (-m uvicorn)');
    assert.deepEqual(program, {
      command: 'python3',
      args: ['-m', 'uvicorn', 'main:app'],
      workingDirectory: '/srv/shop/api',
      environment,
    });
    assert.equal(debug.kind, 'adapter');
    const folder = '/srv/shop/api';
    assert.deepEqual(sources, { kind: 'pythonModule', folder, module: 'uvicorn' });
    assert.deepEqual(debug.configuration, {
      type: 'debugpy',
      request: 'launch',
      module: 'uvicorn',
      args: ['main:app'],
      cwd: '/srv/shop/api',
      env: environment,
      console: 'internalConsole',
      redirectOutput: true,
    });
  }
});

test("a module's working directory takes precedence over its program path", () => {
  const { program } = plan({ ...module, working_directory: '/elsewhere' });
  assert.equal(program.workingDirectory, '/elsewhere');
});

test('a module without a folder is run in the workspace', () => {
  assert.equal(plan({ type: 'python', module: 'm' }).program.workingDirectory, '/srv/shop');
});

const folders: readonly (readonly [
  given: { program_path: string; working_directory?: string },
  script: string,
  workingDirectory: string,
])[] = [
  [{ program_path: '/x/main.py' }, '/x/main.py', '/x'],
  [{ program_path: '/x/main.py', working_directory: '' }, '/x/main.py', '/x'],
  [{ program_path: '/x/main.py', working_directory: '/y' }, '/x/main.py', '/y'],
  [{ program_path: 'api/main.py' }, '/srv/shop/api/main.py', '/srv/shop'],
  [{ program_path: 'main.py', working_directory: 'api' }, '/srv/shop/api/main.py', '/srv/shop/api'],
];

for (const [given, path, workingDirectory] of folders) {
  test(`${JSON.stringify(given)}: ${path} is run in ${workingDirectory}`, () => {
    const { program } = plan({ type: 'python', ...given });
    assert.deepEqual(program.args, [path]);
    assert.equal(program.script, path);
    assert.equal(program.workingDirectory, workingDirectory);
  });
}

test('older hosting sides name the program path project path', () => {
  const { program } = plan({ type: 'python', project_path: '/x/main.py', program_path: '' });
  assert.deepEqual(program.args, ['/x/main.py']);
});

test("the default interpreter is the platform's Python", () => {
  const asked = request({ ...script, interpreter_path: null });
  const command = (platform: NodeJS.Platform): string =>
    asProgram(planLaunch(asked, { ...context, platform })).program.command;
  assert.deepEqual(
    [command('linux'), command('darwin'), command('win32')],
    ['python3', 'python3', 'python'],
  );
});

test('the virtual environment beside a program is used without an interpreter', () => {
  const beside = (file: string, asked: object, platform: NodeJS.Platform = 'linux') => {
    const hasFile = (path: string): boolean => path === file;
    const configuration = { ...script, interpreter_path: '', ...asked };
    const made = planLaunch(request(configuration), { ...context, platform, hasFile });
    const { debug, program } = asProgram(made);
    assert.ok(debug.kind === 'adapter');
    // The debugger chooses the console if none is set.
    const found = program.command === file ? file : undefined;
    assert.equal(debug.configuration['python'], found);
    return found !== undefined;
  };
  assert.ok(beside('/srv/shop/api/.venv/bin/python', {}));
  assert.ok(beside('/srv/shop/.venv/bin/python', { working_directory: '/srv/shop' }));
  assert.ok(beside('/srv/shop/api/.venv/bin/python', { ...module, working_directory: '' }));
  assert.ok(beside('/srv/shop/api/.venv/Scripts/python.exe', {}, 'win32'));
  assert.ok(!beside('/srv/shop/other/.venv/bin/python', {}));
});

test('a named interpreter takes precedence over a virtual environment', () => {
  const made = planLaunch(request(script), { ...context, hasFile: () => true });
  assert.equal(asProgram(made).program.command, script.interpreter_path);
});

test("output is unbuffered unless the editor's environment or the request says otherwise", () => {
  const inherited = { ...context, environment: { PYTHONUNBUFFERED: '' } };
  const asked = request(script);
  assert.equal(asProgram(planLaunch(asked, inherited)).program.environment['PYTHONUNBUFFERED'], '');
  const told = { ...asked, env: [{ name: 'PYTHONUNBUFFERED', value: '0' }] };
  assert.equal(asProgram(planLaunch(told, inherited)).program.environment['PYTHONUNBUFFERED'], '0');
});

test('a Python launch with neither program nor module is refused with a remedy', () => {
  for (const empty of ['', null, undefined]) {
    const { code, message } = failure(
      request({ type: 'python', program_path: empty, module: empty, project_path: empty }),
    );
    assert.equal(code, 'PythonProgramMissing');
    assert.match(message, /no program_path/);
  }
});
