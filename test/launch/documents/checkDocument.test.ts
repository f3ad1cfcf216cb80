import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkDocument } from '../../../src/launch/documents/checkDocument.ts';
import { builtInTypes } from '../../../src/launch/table.ts';
import { LaunchTypes } from '../../../src/launch/launchTypes.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const folder = '/workspace';
const files = new Set([`${folder}/App/App.csproj`]);
const types = new LaunchTypes(
  { workspace: folder, environment: {}, platform: 'linux', hasFile: () => true },
  {
    platform: 'linux',
    hasCommand: () => true,
    hasDebugger: () => true,
    isDebuggerNeeded: () => false,
  },
);
const options = {
  types,
  hasFile: (path: string) => files.has(path),
  workspaceFolder: () => folder,
};

/** Checks a document and formats its problems. */
async function problemsIn(text: string, file?: string): Promise<string[]> {
  const problems = await checkDocument(text, file, options);
  return problems.map(({ column, line, message, path }) => `${line}:${column} ${path}: ${message}`);
}

function launchJson(configuration: object): string {
  return JSON.stringify({ configurations: [{ type: 'ide-session', ...configuration }] });
}

test('a valid launch.json has no problems, including entries of other extensions', async () => {
  const text = `{
    // A comment, and a trailing comma below.
    "version": "0.2.0",
    "configurations": [
      { "type": "node", "request": 7 },
      { "type": "ide-session", "request": "launch", "project": "\${workspaceFolder}/App/App.csproj" },
      { "type": "ide-session", "request": "launch", "controller": "npm start" },
      { "type": "ide-session", "request": "attach", "url": "http://localhost:5000" },
    ],
  }`;
  assert.deepEqual(await problemsIn(text, '/workspace/.vscode/launch.json'), []);
});

test('a problem is at its value, or at the configuration that lacks it', async () => {
  const text = `{ "configurations": [
  { "type": "ide-session", "request": "launch", "name": "one" },
  { "type": "ide-session", "request": "launch", "project": "App/App.csproj",
    "args": ["a", 1] }
] }`;
  assert.deepEqual(await problemsIn(text, 'launch.json'), [
    '2:3 configurations[0].project: Invalid input: expected string, received undefined',
    '4:19 configurations[1].args[1]: Invalid input: expected string, received number',
  ]);
});

test('the project of a configuration must exist, unless only the editor knows its path', async () => {
  const check = (project: string) =>
    problemsIn(launchJson({ request: 'launch', project }), 'launch.json');
  assert.deepEqual(await check('Gone/Gone.csproj'), [
    '1:71 configurations[0].project: /workspace/Gone/Gone.csproj does not exist',
  ]);
  assert.deepEqual(await check('${input:project}'), []);
  const controller = launchJson({ request: 'launch', controller: 'Gone/AppHost.csproj' });
  assert.deepEqual(await problemsIn(controller, 'launch.json'), [
    '1:74 configurations[0].controller: /workspace/Gone/AppHost.csproj does not exist',
  ]);
});

test('the launch profile of a configuration must be one of its project', async (context) => {
  const root = await temporaryFolder(context);
  await mkdir(join(root, 'Properties'));
  await writeFile(join(root, 'App.csproj'), '<Project />');
  const settings = join(root, 'Properties', 'launchSettings.json');
  await writeFile(settings, '{ "profiles": { "http": { "commandName": "Project" } } }');
  const check = async (launchProfile: string) => {
    const text = launchJson({ request: 'launch', project: 'App.csproj', launchProfile });
    const found = await checkDocument(text, 'launch.json', {
      types,
      hasFile: existsSync,
      workspaceFolder: () => root,
    });
    return found.map(({ message, path }) => `${path}: ${message}`);
  };
  assert.deepEqual(await check('http'), []);
  assert.deepEqual(await check('https'), [
    "configurations[0].launchProfile: the project would run without a launch profile: it has no profile named 'https'",
  ]);
  await writeFile(settings, '{');
  const [broken] = await check('http');
  assert.match(broken ?? '', /^configurations\[0\]\.launchProfile: The launch settings in .* are/);
});

test('launch settings: types, executables without a path, and addresses', async () => {
  const text = `\uFEFF{ "profiles": {
  "http": { "commandName": "Project", "applicationUrl": "http://localhost:5000;localhost:5001" },
  "any": { "commandName": "Project", "applicationUrl": "http://*:5000;%ADDRESS%" },
  "tool": { "commandName": "Executable" },
  "my app": { "commandName": "Project", "launchBrowser": "yes" },
  "other": { "commandName": "IISExpress" }
} }`;
  assert.deepEqual(await problemsIn(text, 'Properties/launchSettings.json'), [
    '2:57 profiles.http.applicationUrl: "localhost:5001" is not an address such as http://localhost:5000',
    '4:11 profiles.tool: an Executable needs an executablePath',
    '5:58 profiles["my app"].launchBrowser: Invalid input: expected boolean, received string',
  ]);
});

test('settings: names, values and their entries, also in a workspace file', async () => {
  const settings = {
    'editor.fontSize': 'large',
    'ideSessionHost.runMode': 'debug',
    'ideSessionHost.stopGrace': 9,
    'ideSessionHost.unknown': true,
    'ideSessionHost.blazor.browserArguments': 'one',
    'ideSessionHost.launchTypes': { deno: {} },
    'ideSessionHost.debugConfigurations': { python: { env: { NAME: [] } } },
  };
  const expected = [
    '["ideSessionHost.runMode"]: must be one of Debug, NoDebug',
    '["ideSessionHost.stopGrace"]: must be a number, at least 0, at most 8',
    '["ideSessionHost.unknown"]: there is no such setting',
    '["ideSessionHost.blazor.browserArguments"]: must be a list of strings',
    '["ideSessionHost.launchTypes"].deno.type: Invalid input: expected string, received undefined',
    '["ideSessionHost.debugConfigurations"].python.env.NAME: must be a string, a number, true or false',
  ];
  const found = await problemsIn(JSON.stringify(settings), 'settings.json');
  assert.deepEqual(
    found.map((one) => one.replace(/^\S+ /, '')),
    expected,
  );
  const workspace = {
    folders: [],
    settings,
    launch: { configurations: [{ type: 'ide-session' }] },
  };
  const inWorkspace = await problemsIn(JSON.stringify(workspace), 'a.code-workspace');
  assert.deepEqual(
    inWorkspace.map((one) => one.replace(/^\S+ /, '')),
    [
      ...expected.map((one) => `settings${one}`),
      `launch.configurations[0].request: Invalid discriminator value. Expected 'launch' | 'attach'`,
    ],
  );
});

test('launch configurations: one, a list, and the body of a request', async () => {
  assert.deepEqual(await problemsIn('{ "type": "node", "script_path": "a.js" }'), []);
  assert.deepEqual(await problemsIn('[]'), ['1:1 : Too small: expected array to have >=1 items']);
  const list = '[{ "type": "go" },\n { "type": "node" }, { "type": "x" }, {}]';
  assert.deepEqual(await problemsIn(list), [
    '1:2 [0].program: Invalid input: expected string, received undefined',
    '2:2 [1]: The launch configuration has no script_path. Set it to the script to run, or set launch_method to package-manager.',
    `2:22 [2]: Launch configurations of type x are not supported here. Use one of these types: ${[...builtInTypes.keys()].join(', ')}.`,
    '2:39 [3].type: Invalid input: expected string, received undefined',
  ]);
  const request = '{ "launch_configurations": [{ "type": "node" }], "env": [{ "name": "" }] }';
  const [problem] = await problemsIn(request);
  assert.match(problem ?? '', /^1:68 env\[0\]\.name: must be a variable name/);
});

test('no value of a variable is shown', async () => {
  const request = {
    launch_configurations: [{ type: 'node', script_path: 'a.js' }],
    env: [
      { name: 'SECRET=', value: 'hunter2' },
      { name: 'A', value: 'hunter2\0' },
    ],
  };
  const found = await problemsIn(JSON.stringify(request));
  assert.equal(found.length, 2);
  assert.ok(!found.join('').includes('hunter2'));
});

test('text that is not JSON, or not a known document, is a problem', async () => {
  assert.deepEqual(await problemsIn('{\n  "type": \n}', 'launch.json'), ['3:1 : value expected']);
  assert.deepEqual(await problemsIn('', 'launch.json'), ['1:1 : value expected']);
  assert.match((await problemsIn('{ "a": 1 }')).join(''), /^1:1 : must be a launch\.json/);
});
