import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { cliErrors } from '../../src/cli/errors.ts';
import { builtCli } from '../../tools/fixtures/processes/cli.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `validate` in a folder, with stdin. */
async function validate(folder: string, args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [builtCli(), 'validate', ...args], { cwd: folder });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'exit');
  return { code: child.exitCode ?? -1, stdout, stderr };
}

/** A workspace with an app whose launch.json names a missing project in its third line. */
async function createWorkspace(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const name of ['.vscode', 'App/Properties']) {
    await mkdir(join(folder, name), { recursive: true });
  }
  await writeFile(join(folder, 'App/App.csproj'), '<Project />');
  const profiles = '{ "profiles": { "http": { "commandName": "Project" } } }';
  await writeFile(join(folder, 'App/Properties/launchSettings.json'), profiles);
  const entry = (project: string) =>
    `  { "type": "ide-session", "request": "launch", "project": "${project}" }`;
  const entries = ['App/App.csproj', 'Gone'].map((name) => entry(`\${workspaceFolder}/${name}`));
  const launch = `{ "configurations": [\n${entries.join(',\n')}\n] }\n`;
  await writeFile(join(folder, '.vscode/launch.json'), launch);
  return folder;
}

test('problems are printed with file, line and column, and the exit code is 1', async (context) => {
  const folder = await createWorkspace(context);
  const files = ['App/Properties/launchSettings.json', '.vscode/launch.json'];
  assert.deepEqual(await validate(folder, files), {
    code: 1,
    stdout: `.vscode/launch.json:3:60: configurations[1].project: ${join(folder, 'Gone')} does not exist\n`,
    stderr: '',
  });
});

test('files without a problem print nothing', async (context) => {
  const folder = await createWorkspace(context);
  const ran = await validate(folder, ['App/Properties/launchSettings.json']);
  assert.deepEqual(ran, { code: 0, stdout: '', stderr: '' });
});

test('stdin is recognized by its content', async (context) => {
  const folder = await temporaryFolder(context);
  assert.equal((await validate(folder, ['-'], '[{ "type": "node", "script_path": "a" }]')).code, 0);
  const ran = await validate(folder, ['-'], '[{ "type": "go" }]');
  assert.equal(ran.code, 1);
  assert.match(ran.stdout, /^stdin:1:2: \[0\]\.program: /);
});

test('problems are also printed as JSON and YAML', async (context) => {
  const folder = await createWorkspace(context);
  const problems = [
    {
      file: '.vscode/launch.json',
      path: 'configurations[1].project',
      message: `${join(folder, 'Gone')} does not exist`,
      offset: 179,
      length: 25,
      line: 3,
      column: 60,
    },
  ];
  const json = await validate(folder, ['.vscode/launch.json', '-o', 'json']);
  assert.deepEqual(JSON.parse(json.stdout), { problems });
  const yaml = await validate(folder, ['.vscode/launch.json', '-o', 'yaml']);
  assert.deepEqual(parse(yaml.stdout), { problems });
  const none = await validate(
    folder,
    ['-', '-o', 'json'],
    '[{ "type": "maui", "project_path": "a" }]',
  );
  assert.deepEqual([none.code, JSON.parse(none.stdout)], [0, { problems: [] }]);
});

test('a file that cannot be read fails with a message', async (context) => {
  const ran = await validate(await temporaryFolder(context), ['missing.json']);
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /^missing\.json could not be read: /);
  assert.ok(ran.stderr.endsWith(`. ${cliErrors.FileUnreadable.entry.remedy}\n`));
  assert.equal((await validate('/', [])).code, 2);
});
