import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLaunchCheck, type LaunchCheckOptions } from '../../src/host/launchCheck.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { planLaunch } from '../../src/launch/table.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';

/** A workspace with a script, two projects and a command in PATH. */
async function makeWorkspace(context: TestContext): Promise<string> {
  const workspace = await temporaryFolder(context);
  for (const folder of ['bin', 'Api', 'empty']) await mkdir(join(workspace, folder));
  for (const file of ['app.js', 'app.py', 'Api/Api.csproj', 'tool.cs', 'all.sln']) {
    await writeFile(join(workspace, file), '');
  }
  await writeFile(join(workspace, 'bin/node'), '', { mode: 0o755 });
  return workspace;
}

/** The code of the error that the check finds, or `undefined`. */
async function codeOf(
  workspace: string,
  launchConfiguration: { readonly type: string; readonly [property: string]: unknown },
  options: Partial<LaunchCheckOptions> = {},
): Promise<string | undefined> {
  const environment = { PATH: join(workspace, 'bin') };
  const context = { workspace, environment, platform: 'linux' } as const;
  const check = createLaunchCheck({
    clock: new ManualClock(),
    hasDebugger: () => false,
    hasOtherSearchPath: () => false,
    ...options,
  });
  try {
    await check(planLaunch({ launchConfiguration, env: [] }, context));
    return undefined;
  } catch (error) {
    assert.ok(error instanceof HumanError);
    return error.code;
  }
}

const node = { type: 'node', script_path: 'app.js' };
const python = { type: 'python', program_path: 'app.py' };

test('accepts programs and projects whose files exist', async (context) => {
  const workspace = await makeWorkspace(context);
  for (const configuration of [
    node,
    { type: 'project', project_path: 'Api/Api.csproj' },
    { type: 'project', project_path: 'Api' },
    { type: 'project', project_path: 'tool.cs' },
    { type: 'browser', url: 'http://localhost:1', web_root: 'Api/Api.csproj' },
    { type: 'browser', url: 'http://localhost:1', web_root: 'missing' },
    { type: 'browser', url: 'http://localhost:1' },
  ]) {
    assert.equal(await codeOf(workspace, configuration), undefined, JSON.stringify(configuration));
  }
});

test('rejects what is known to be missing, with a code for each cause', async (context) => {
  const workspace = await makeWorkspace(context);
  for (const [code, configuration] of [
    ['ProgramNotFound', { type: 'node', script_path: 'missing.js' }],
    ['WorkingDirectoryNotFound', { ...node, working_directory: 'missing' }],
    ['RuntimeNotFound', { ...node, runtime_executable: 'no-such-node', launch_method: 'direct' }],
    ['RuntimeNotExecutable', { ...node, runtime_executable: './app.js', launch_method: 'direct' }],
    ['ProjectNotFound', { type: 'project', project_path: 'missing.csproj' }],
    ['FolderWithoutProject', { type: 'project', project_path: 'empty' }],
    ['SolutionNotProject', { type: 'project', project_path: 'all.sln' }],
    ['NotAProject', { type: 'project', project_path: 'app.js' }],
    ['ProjectNotFound', { type: 'browser', url: 'http://localhost:1', web_root: 'a.csproj' }],
  ] as const) {
    assert.equal(await codeOf(workspace, configuration), code);
  }
});

test('does not look for a command that a debugger may not need', async (context) => {
  const workspace = await makeWorkspace(context);
  const hasDebugger = (type: string): boolean => type === 'debugpy';
  assert.equal(await codeOf(workspace, python), 'RuntimeNotFound');
  assert.equal(await codeOf(workspace, python, { hasDebugger }), undefined);
  const named = { ...python, interpreter_path: join(workspace, 'missing', 'python') };
  assert.equal(await codeOf(workspace, named, { hasDebugger }), 'RuntimeNotFound');
  const plain = { ...python, mode: 'NoDebug' };
  assert.equal(await codeOf(workspace, plain, { hasDebugger }), 'RuntimeNotFound');
  const missing = { type: 'python', program_path: 'missing.py' };
  assert.equal(await codeOf(workspace, missing, { hasDebugger }), 'ProgramNotFound');
});

test('does not look for a command where settings change the search path', async (context) => {
  const workspace = await makeWorkspace(context);
  assert.equal(await codeOf(workspace, python, { hasOtherSearchPath: () => true }), undefined);
});
