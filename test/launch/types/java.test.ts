import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planLaunch } from '../../../src/launch/table.ts';
import type { LaunchPlan } from '../../../src/launch/launchPlan.ts';
import {
  context,
  failure,
  plan,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const archive = {
  type: 'java',
  mode: 'Debug',
  request: 'launch',
  main_class: 'example.App',
  class_paths: ['/srv/shop/api/app.jar', '/srv/shop/lib/*'],
  vm_args: '-Xmx1g "-Dname=two words"',
  working_directory: '/srv/shop/api',
} as const;

test('a class with a class path is run by java and debugged alike', () => {
  assert.deepEqual(plan(archive, ['--port', '80']), {
    kind: 'program',
    name: 'example.App',
    mode: 'Debug',
    program: {
      command: 'java',
      args: [
        '-Xmx1g',
        '-Dname=two words',
        '-cp',
        '/srv/shop/api/app.jar:/srv/shop/lib/*',
        'example.App',
        '--port',
        '80',
      ],
      workingDirectory: '/srv/shop/api',
      environment: context.environment,
    },
    debug: {
      kind: 'adapter',
      configuration: {
        type: 'java',
        request: 'launch',
        mainClass: 'example.App',
        classPaths: ['/srv/shop/api/app.jar', '/srv/shop/lib/*'],
        vmArgs: '-Xmx1g "-Dname=two words"',
        args: ['--port', '80'],
        cwd: '/srv/shop/api',
        env: context.environment,
        console: 'internalConsole',
      },
    },
  });
});

test("class path entries are joined with the platform's separator", () => {
  const made = planLaunch(request(archive), { ...context, platform: 'win32' });
  assert.ok(made.kind === 'program');
  assert.equal(made.program.args[3], '/srv/shop/api/app.jar;/srv/shop/lib/*');
});

test('a source file needs no class path, and a class of a module is named with its module', () => {
  const source = { ...archive, class_paths: null, main_class: 'src/App.java', vm_args: null };
  assert.deepEqual(plan(source).program.args, ['src/App.java']);
  assert.equal(plan(source).name, 'api/src/App.java');
  const module = { ...archive, main_class: 'shop/example.App', vm_args: ['-ea'] };
  assert.deepEqual(plan(module).program.args.slice(0, 1), ['-ea']);
  assert.deepEqual(plan(module).program.args.slice(3), ['-m', 'shop/example.App']);
});

async function configurationOf(made: LaunchPlan) {
  assert.ok(made.kind === 'adapter', made.kind);
  return made.configure();
}

test('a Maven or Gradle project is run and debugged by the Java debugger', async () => {
  const project = {
    ...archive,
    class_paths: null,
    vm_args: '',
    project_name: 'shop-api',
    build_tool: 'maven',
  };
  for (const mode of ['Debug', 'NoDebug'] as const) {
    const made = planLaunch(request({ ...project, mode }, ['a']), context);
    assert.equal(made.mode, mode);
    assert.deepEqual(await configurationOf(made), {
      type: 'java',
      request: 'launch',
      mainClass: 'example.App',
      projectName: 'shop-api',
      args: ['a'],
      cwd: '/srv/shop/api',
      env: context.environment,
      console: 'internalConsole',
    });
  }
  const nameless = planLaunch(request({ ...project, main_class: '' }), context);
  assert.equal(nameless.name, 'api');
  assert.equal((await configurationOf(nameless))['mainClass'], undefined);
});

test('attaching is refused with the reason', () => {
  const { code, message } = failure(request({ ...archive, request: 'attach' }));
  assert.equal(code, 'JavaAttachUnsupported');
  assert.match(message, /attach/);
});
