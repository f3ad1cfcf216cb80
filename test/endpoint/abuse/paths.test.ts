import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { findProjectFile } from '../../../src/dotnet/files/projectFile.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { openProgramFixture } from '../../../tools/fixtures/processes/programFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { assertRefused } from '../http/answers.ts';

const unix = { skip: process.platform === 'win32' && 'Windows has other devices' };

/** Paths that are not programs, by the code of their error. */
const paths: Readonly<Record<string, string>> = {
  'file:///etc/passwd': 'ProgramNotFound',
  'file://app.js': 'ProgramNotFound',
  'https://evil.example/app.js': 'ProgramNotFound',
  '\\\\evil.example\\share\\app.js': 'ProgramNotFound',
  '\\\\.\\PhysicalDrive0': 'ProgramNotFound',
  'CON/app.js': 'ProgramNotFound',
  '../../../../../../../../nowhere/app.js': 'ProgramNotFound',
  'app.js/../nothing.js': 'ProgramNotFound',
  'app.js.': 'ProgramNotFound',
  'app.js ': 'ProgramNotFound',
  'app.js\n': 'ProgramNotFound',
  '-e': 'ProgramNotFound',
  '--eval=process.exit(7)': 'ProgramNotFound',
  'socket.js': 'ProgramNotAFile',
  '/dev/zero': 'ProgramNotAFile',
  '/dev/stdin': 'ProgramNotAFile',
};

test('crafted paths are refused with an error code', unix, async (context) => {
  const { fixture, workspace } = await openProgramFixture(context);
  await writeFile(join(workspace, 'app.js'), 'console.log("run")');
  const socket = createServer().listen(join(workspace, 'socket.js'));
  afterTest(context, () => socket.close());
  await once(socket, 'listening');
  const controller = fixture.controller();
  await controller.connect();
  for (const [script_path, code] of Object.entries(paths)) {
    const session = await controller.runSession({
      launch_configurations: [{ type: 'node', script_path, working_directory: '.' }],
    });
    session.started.catch(() => {});
    const { exitCode } = await session.terminatedWithin();
    const failure = session.messages.find(({ level }) => level === 'error');
    // The host's standard input may be a file, which is then empty.
    if (script_path === '/dev/stdin' && failure === undefined) continue;
    assert.equal(failure?.code, code, `${script_path}: ${exitCode}`);
    assert.equal(session.stdout, '');
  }
});

test('a program outside the workspace is run, since the controller is trusted', async (context) => {
  const { fixture, workspace } = await openProgramFixture(context);
  await mkdir(join(workspace, 'inner'));
  await writeFile(join(workspace, 'sibling.js'), 'console.log("run")');
  const controller = fixture.controller();
  await controller.connect();
  const session = await controller.runSession({
    launch_configurations: [
      { type: 'node', script_path: '../sibling.js', working_directory: 'inner' },
    ],
  });
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  assert.equal(session.stdout, 'run\n');
});

test('a path that contains NUL is refused in every property', async (context) => {
  const fixture = await openEndpoint(context);
  const nul = 'app.js\0.png';
  const configurations = [
    { type: 'node', script_path: nul },
    { type: 'node', script_path: 'a.js', working_directory: nul },
    { type: 'node', script_path: 'a.js', runtime_executable: nul },
    { type: 'python', program_path: nul },
    { type: 'python', program_path: 'a.py', interpreter_path: nul },
    { type: 'project', project_path: nul },
    { type: 'project', project_path: 'a.csproj', launch_profile: nul },
    { type: 'go', program: nul },
    { type: 'rust', cargo: { executable_path: nul } },
    { type: 'browser', url: 'https://localhost', web_root: nul },
    { type: 'azure-functions', project_path: nul },
  ];
  for (const configuration of configurations) {
    const body = { launch_configurations: [configuration] };
    const answer = await fixture.controller().request('PUT', '/run_session', { body });
    assertRefused(answer, 'InvalidLaunchConfiguration');
  }
});

for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'vscode://x/y', 'chrome://gpu']) {
  test(`a page at ${url} is refused`, async (context) => {
    const fixture = await openEndpoint(context);
    const body = { launch_configurations: [{ type: 'browser', url }] };
    const answer = await fixture.controller().request('PUT', '/run_session', { body });
    assertRefused(answer, 'InvalidLaunchConfiguration');
  });
}

test('crafted project paths are refused with an error code', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'shop.csproj'), '<Project/>');
  const refusals = {
    'file:///etc/passwd': 'ProjectNotFound',
    '\\\\evil.example\\share\\shop.csproj': 'ProjectNotFound',
    'shop.csproj.': 'ProjectNotFound',
    'shop.csproj ': 'ProjectNotFound',
    'shop.csproj\0': 'ProjectNotFound',
    '/dev/null': 'NotAProject',
    '../../../../../../../etc/passwd': 'NotAProject',
  };
  for (const [path, code] of Object.entries(refusals)) {
    const absolute = path.startsWith('/') ? path : join(folder, path);
    await assert.rejects(
      findProjectFile(absolute),
      (error) => error instanceof HumanError && error.code === code,
      path,
    );
  }
});
