import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { cliErrors } from '../../src/cli/errors.ts';
import { type Cli, startCli } from '../../tools/fixtures/processes/cli.ts';
import { knownPid } from '../../tools/fixtures/processes/knownPid.ts';
import { writeProgram } from '../../tools/fixtures/processes/samplePrograms.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../tools/fixtures/waiting.ts';

const sampleController = join(import.meta.dirname, '../../tools/controller/main.ts');

function startCommand(context: TestContext, ...command: readonly string[]): Promise<Cli> {
  return startCli(context, ['serve', '--json', '--linger', '0', '--', ...command]);
}

function startNode(context: TestContext, script: string, ...args: string[]): Promise<Cli> {
  return startCommand(context, process.execPath, '-e', script, '--', ...args);
}

/** The command's output after the line of variables. */
function output(cli: Cli): string {
  return cli.stdout.slice(cli.stdout.indexOf('\n') + 1);
}

test('the command has the printed variables', async (context) => {
  const cli = await startNode(context, 'console.log(JSON.stringify(process.env))');
  assert.deepEqual(await cli.exited, { code: 0, signal: null });
  const inherited = JSON.parse(output(cli)) as Record<string, string>;
  for (const [name, value] of Object.entries(await cli.variables())) {
    assert.equal(inherited[name], value, name);
  }
});

test("the command's arguments are passed unchanged", async (context) => {
  const args = ['--json', '', 'a b', '"quoted"', '--', '$HOME', '*'];
  const cli = await startNode(
    context,
    'console.log(JSON.stringify(process.argv.slice(1)))',
    ...args,
  );
  await cli.exited;
  assert.deepEqual(JSON.parse(output(cli)), args);
});

for (const code of [0, 1, 7, 255]) {
  test(`a command that exits with ${code} makes the host exit with ${code}`, async (context) => {
    const cli = await startNode(context, `process.exit(${code})`);
    assert.deepEqual(await cli.exited, { code, signal: null });
  });
}

const signals = { SIGTERM: 143, SIGKILL: 137, SIGINT: 130 };
for (const [signal, code] of Object.entries(signals)) {
  test(`a command that is ended by ${signal} makes the host exit with ${code}`, async (context) => {
    const cli = await startNode(
      context,
      `process.kill(process.pid, '${signal}'); setTimeout(() => {}, 9e5)`,
    );
    assert.deepEqual(await cli.exited, { code, signal: null });
  });
}

for (const signal of [34, 40, 64]) {
  test(`a command that is ended by real-time signal ${signal} makes the host exit with ${128 + signal}`, async (context) => {
    const cli = await startCommand(context, 'sh', '-c', `kill -${signal} $$`);
    assert.deepEqual(await cli.exited, { code: 128 + signal, signal: null });
  });
}

test('a missing command makes the host exit with 127 and an error', async (context) => {
  const cli = await startCommand(context, 'no-such-command', 'x');
  assert.deepEqual(await cli.exited, { code: 127, signal: null });
  const { message } = cliErrors.CommandNotStarted({
    command: 'no-such-command',
    reason: 'spawn no-such-command ENOENT',
  });
  assert.ok(cli.stderr.split('\n').includes(message), cli.stderr);
  assert.equal(output(cli), '');
});

test('a command can be a controller that runs a session from start to end', async (context) => {
  const workspace = await temporaryFolder(context);
  await writeProgram(workspace, 'short');
  const launch = JSON.stringify({ type: 'node', script_path: 'short.js' });
  const command = [process.execPath, sampleController, '--launch', launch];
  const cli = await startCli(context, ['serve', '--workspace', workspace, '--', ...command]);
  assert.deepEqual(await cli.exited, { code: 0, signal: null }, cli.stdout);
  assert.match(cli.stdout, /^stdout\| out é$/m);
  assert.match(cli.stdout, /^stderr\| err$/m);
  assert.match(cli.stdout, /^terminated 3$/m);
  assert.doesNotMatch(cli.stdout, /violation/);
});

test('a session keeps running after the command until its controller disconnects', async (context) => {
  const cli = await startNode(context, 'console.log(process.pid); setInterval(() => {}, 1000)');
  const script_path = await writeProgram(cli.folder, 'polite');
  const controller = await cli.controller();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path }],
  });
  await session.waitFor(({ stdout }) => stdout === 'ready\n');
  await until('the command has printed its id', () => output(cli).includes('\n'));
  process.kill(knownPid(Number(output(cli))), 'SIGKILL');
  await until('the host reports that it keeps running', () => cli.stderr.includes('keeps running'));
  assert.match(
    cli.stderr,
    / has ended with exit code 137\. .* 0 s after that\. Press Ctrl\+C to stop it\.$/m,
  );
  await controller.stopSession(session.id);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
  assert.equal(cli.hasExited, false);
  await controller.disconnect();
  assert.deepEqual(await cli.exited, { code: 137, signal: null });
});

test('a controller in the background is served after its command has ended', async (context) => {
  const workspace = await temporaryFolder(context);
  await writeProgram(workspace, 'short');
  const launch = JSON.stringify({ type: 'node', script_path: 'short.js' });
  const background = [sampleController, '--launch', launch];
  const script = `require('node:child_process')
    .spawn(process.execPath, process.argv.slice(1), { detached: true, stdio: 'inherit' }).unref();
    process.exitCode = 0;`;
  const command = [process.execPath, '-e', script, '--', ...background];
  const cli = await startCli(context, ['serve', '--workspace', workspace, '--', ...command]);
  assert.deepEqual(await cli.exited, { code: 0, signal: null }, cli.stdout);
  assert.match(cli.stdout, /^terminated 3$/m);
  assert.doesNotMatch(cli.stdout, /violation/);
  assert.match(
    cli.stderr,
    / has ended with exit code 0\. .* 60 s after that\. Press Ctrl\+C to stop it\.$/m,
  );
});

test("a signal ends a host whose command has ended, with the command's exit code", async (context) => {
  const cli = await startCli(context, ['serve', '--', process.execPath, '-e', '']);
  await until('the host reports that it keeps running', () => cli.stderr.includes('keeps running'));
  assert.deepEqual((await cli.end('SIGINT')).code, 0);
});
