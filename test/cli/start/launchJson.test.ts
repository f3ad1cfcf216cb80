import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readNamedConfiguration } from '../../../src/cli/start/launchJson.ts';
import type { SessionRequest } from '../../../src/cli/start/sessionRequest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

interface Workspace {
  readonly folder: string;
  readonly read: (name: string, currentFolder?: string) => Promise<SessionRequest | undefined>;
}

async function prepare(context: TestContext, text: string): Promise<Workspace> {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, '.vscode'));
  await writeFile(join(folder, '.vscode', 'launch.json'), text);
  return {
    folder,
    read: (name, currentFolder = folder) =>
      readNamedConfiguration(name, { currentFolder, mode: 'NoDebug', launchProfile: undefined }),
  };
}

const several = `{
  // Comments and trailing commas are allowed.
  "configurations": [
    { "name": "Shop", "type": "ide-session", "request": "launch",
      "project": "\${workspaceFolder}/Shop/Shop.csproj", "launchProfile": "https",
      "env": { "A": 1 }, "args": ["x"] },
    { "name": "Script", "type": "node", "request": "launch",
      "program": "\${workspaceFolder}/app.js", "cwd": "src", "args": ["--home", "\${userHome}"],
      "env": { "B": "\${env:CLI_TEST}" } },
    { "name": "Module", "type": "debugpy", "request": "launch", "module": "flask" },
    { "name": "File", "type": "node", "request": "launch", "program": "\${file}" },
    { "name": "Attach", "type": "node", "request": "attach" },
    { "name": "Host", "type": "ide-session", "request": "launch", "controller": "aspire run" },
    { "name": "Page", "type": "ide-session", "request": "attach", "url": "http://localhost",
      "project": "Client", "browser": "msedge" },
    { "name": "Running", "type": "ide-session", "request": "attach", "url": "http://localhost",
      "port": 9222 },
    { "name": "Other", "type": "cppdbg", "request": "launch" },
  ],
}`;

test('a project of launch.json keeps its profile, variables and arguments', async (context) => {
  const { folder, read } = await prepare(context, several);
  assert.deepEqual(await read('Shop'), {
    launchConfiguration: {
      type: 'project',
      mode: 'NoDebug',
      project_path: join(folder, 'Shop/Shop.csproj'),
      launch_profile: 'https',
    },
    env: [{ name: 'A', value: '1' }],
    args: ['x'],
    title: 'Shop',
  });
});

test('programs of other debug types are run without their debugger', async (context) => {
  process.env['CLI_TEST'] = 'set';
  context.after(() => delete process.env['CLI_TEST']);
  const { folder, read } = await prepare(context, several);
  assert.deepEqual(await read('Script'), {
    launchConfiguration: {
      type: 'node',
      mode: 'NoDebug',
      script_path: join(folder, 'app.js'),
      runtime_executable: undefined,
      working_directory: join(folder, 'src'),
    },
    env: [{ name: 'B', value: 'set' }],
    args: ['--home', homedir()],
    title: 'Script',
  });
  const module = await read('Module');
  assert.equal(module?.launchConfiguration['type'], 'python');
  assert.equal(module?.launchConfiguration['module'], 'flask');
  assert.equal(module?.launchConfiguration['working_directory'], folder);
});

test('a page of launch.json is opened in a browser', async (context) => {
  const { folder, read } = await prepare(context, several);
  assert.deepEqual(await read('Page'), {
    launchConfiguration: {
      type: 'browser',
      mode: 'NoDebug',
      url: 'http://localhost',
      web_root: join(folder, 'Client'),
      browser: 'msedge',
    },
    env: [],
    title: 'Page',
  });
});

test('launch.json is found from a folder of its workspace', async (context) => {
  const { folder, read } = await prepare(context, several);
  const inner = join(folder, 'src', 'deep');
  await mkdir(inner, { recursive: true });
  assert.equal((await read('Shop', inner))?.title, 'Shop');
});

test('an unknown name is no configuration', async (context) => {
  const { read } = await prepare(context, several);
  assert.equal(await read('Missing'), undefined);
});

test('configurations that need the editor are refused', async (context) => {
  const { read } = await prepare(context, several);
  for (const name of ['Attach', 'Other']) {
    await assert.rejects(read(name), { code: 'ConfigurationNotStartable' }, name);
  }
  await assert.rejects(read('Host'), {
    code: 'ControllerNotStartable',
    message: /run it with ide-session-host serve -- COMMAND/,
  });
  await assert.rejects(read('Running'), { code: 'RunningBrowserNotStartable' });
  await assert.rejects(read('File'), { code: 'VariableUnknown', message: /\$\{file\}/ });
});

test('an invalid launch.json is refused with its path', async (context) => {
  const { folder, read } = await prepare(context, '{ "configurations": [');
  const path = join(folder, '.vscode', 'launch.json');
  await assert.rejects(read('Shop'), {
    code: 'LaunchJsonInvalid',
    message: `${path} is not a valid launch.json. Correct it in the editor.`,
  });
});
