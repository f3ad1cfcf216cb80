import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { freePort } from '../../../tools/fixtures/freePort.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('with --json the variables are the first and only line on stdout', async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  const variables = await cli.variables();
  const controller = await cli.controller();
  const info = await controller.info();
  await writeProgram(cli.folder, 'short');
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'short.js' }],
  });
  await session.terminatedWithin();
  assert.equal((await cli.end()).code, 0);

  assert.deepEqual(cli.stdout, `${JSON.stringify({ env: variables })}\n`);
  const names = ['PORT', 'TOKEN', 'SERVER_CERTIFICATE', 'INFO', 'RUN_MODE'];
  assert.deepEqual(
    Object.keys(variables),
    names.map((name) => `DEBUG_SESSION_${name}`),
  );
  assert.match(variables['DEBUG_SESSION_PORT'] ?? '', /^localhost:\d+$/);
  assert.equal(Buffer.from(variables['DEBUG_SESSION_TOKEN'] ?? '', 'base64url').length, 32);
  assert.deepEqual(JSON.parse(variables['DEBUG_SESSION_INFO'] ?? ''), info);
  assert.equal(variables['DEBUG_SESSION_RUN_MODE'], 'NoDebug');
});

test('without --json a summary has the address, and no secret', async (context) => {
  const cli = await startCli(context, ['serve']);
  await until('the summary is printed', () => cli.stdout.includes('Ctrl+C'));
  assert.match(cli.stdout, /^IDE Session Host is listening on https:\/\/localhost:\d+\.$/m);
  assert.match(cli.stdout, /\(without a debugger\): ([\w.-]+, )*browser, node(, [\w.-]+)*\.$/m);
  assert.doesNotMatch(cli.stdout, /[\w-]{40,}/);
  assert.equal((await cli.end()).code, 0);
});

test('runs a program and reports that there is no debugger', async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  const script_path = await writeProgram(cli.folder, 'short');
  const controller = await cli.controller();
  for (const [mode, messages] of [
    [{}, 1],
    [{ mode: 'Debug' }, 1],
    [{ mode: 'NoDebug' }, 0],
  ] as const) {
    const launch_configurations = [{ type: 'node', script_path, ...mode }];
    const session = await controller.runSession({ launch_configurations });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
    assert.equal(session.stdout, 'out é\n');
    assert.equal(session.stderr, 'err\n');
    assert.equal(session.messages.length, messages);
    for (const { level, message } of session.messages) {
      assert.equal(level, 'info');
      assert.match(message, /without a debugger/);
    }
  }
  controller.assertClean();
});

test('a launch whose program, runtime, folder or project is missing is refused with the reason', async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  await writeProgram(cli.folder, 'short');
  const controller = await cli.controller();
  const short = { type: 'node', script_path: 'short.js' };
  for (const [code, missing] of Object.entries({
    ProgramNotFound: { type: 'node', script_path: 'missing.js' },
    RuntimeNotFound: { ...short, runtime_executable: './missing/node' },
    WorkingDirectoryNotFound: { ...short, working_directory: 'missing' },
    ProjectNotFound: { type: 'project', project_path: 'missing.csproj' },
  })) {
    const body = { launch_configurations: [{ ...missing, mode: 'NoDebug' }] };
    const { status, text } = await controller.request('PUT', '/run_session', { body });
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    assert.deepEqual([status, error.code], [400, code]);
    assert.match(error.message, /missing/);
    await until('it is logged', () => cli.stderr.includes(error.message.slice(-30)));
  }
  controller.assertClean();
});

test('programs inherit the environment, but no variables of an endpoint', async (context) => {
  const environment = {
    DEBUG_SESSION_TOKEN: 'of-another-endpoint',
    DCP_INSTANCE_ID_PREFIX: 'prefix',
    INHERITED: 'yes',
  };
  const cli = await startCli(context, ['serve', '--json'], { environment });
  const script_path = await writeProgram(cli.folder, 'environment');
  const controller = await cli.controller();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path }],
    env: [
      { name: 'INHERITED', value: 'no, sent' },
      { name: 'DEBUG_SESSION_PORT', value: '1' },
    ],
  });
  await session.terminatedWithin();
  const variables = JSON.parse(session.stdout) as Record<string, string>;
  assert.equal(variables['INHERITED'], 'no, sent');
  const leading = Object.keys(variables).filter((name) => /^(DEBUG_SESSION_|DCP_)/.test(name));
  assert.deepEqual(leading, []);
});

test('relative paths are resolved in the workspace', async (context) => {
  const cli = await startCli(context, ['serve', '--json', '--workspace', 'inner']);
  const inner = join(cli.folder, 'inner');
  await mkdir(inner);
  await writeProgram(inner, 'short');
  const controller = await cli.controller();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'short.js' }],
  });
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 3 });
});

test('a workspace that is missing or not a folder is refused', async (context) => {
  const folder = await startCli(context, ['--version']);
  const file = join(folder.folder, 'file');
  await writeFile(file, '');
  for (const workspace of [join(folder.folder, 'missing'), file]) {
    const cli = await startCli(context, ['serve', '--workspace', workspace]);
    assert.deepEqual(await cli.exited, { code: 1, signal: null });
    assert.equal(cli.stdout, '');
    assert.equal(
      cli.stderr,
      `The workspace folder ${workspace} does not exist. Create it, or correct --workspace.\n`,
    );
  }
});

test('a requested port is used, and refused if another program uses it', async (context) => {
  const port = String(await freePort());
  const server = createServer().listen(Number(port), '127.0.0.1');
  afterTest(context, () => server.close());
  await once(server, 'listening');
  const refused = await startCli(context, ['serve', '--port', port]);
  assert.deepEqual(await refused.exited, { code: 1, signal: null });
  assert.match(refused.stderr, new RegExp(`^[^\n]*port ${port}: [^\n]*choose another port\\.\n$`));
  server.close();
  await once(server, 'close');
  const cli = await startCli(context, ['serve', '--json', '--port', port]);
  assert.equal((await cli.variables())['DEBUG_SESSION_PORT'], `localhost:${port}`);
});
