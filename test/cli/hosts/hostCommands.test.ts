import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { parse } from 'yaml';
import type { HostFacts } from '../../../src/api/door/hostFacts.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { createCommands, startHostedCli } from '../../../tools/fixtures/processes/hostedCli.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('hosts lists a running host, in plain text in a pipe', async (context) => {
  const { host, pid, run } = await startHostedCli(context);
  const { code, stderr, stdout } = await run(['hosts']);
  assert.deepEqual([code, stderr], [0, '']);
  const [titles = '', row = '', ...others] = stdout.split('\n');
  assert.match(titles, /^PID +KIND +AGE +WORKSPACE$/);
  assert.match(row, new RegExp(`^${pid} +headless +\\d+s +${host.folder}$`));
  assert.deepEqual(others, ['']);
});

test('hosts are printed as JSON, YAML and names', async (context) => {
  const { host, pid, run, variables } = await startHostedCli(context);
  const asJson = JSON.parse((await run(['hosts', '-o', 'json'])).stdout) as { hosts: HostFacts[] };
  assert.deepEqual(
    asJson.hosts.map((facts) => [facts.pid, facts.kind, facts.folders]),
    [[pid, 'headless', [host.folder]]],
  );
  assert.equal(`localhost:${asJson.hosts[0]?.port}`, variables['DEBUG_SESSION_PORT']);
  assert.deepEqual(parse((await run(['hosts', '-o', 'yaml'])).stdout), asJson);
  assert.equal((await run(['hosts', '-o', 'name'])).stdout, `${pid}\n`);
});

test('info shows what a host can run, and no secret', async (context) => {
  const { pid, run, variables } = await startHostedCli(context);
  const { stdout } = await run(['info']);
  assert.match(stdout, new RegExp(`^Pid: +${pid}$`, 'm'));
  assert.match(stdout, /^Launch types: +[\w., -]*\bnode\b/m);
  assert.ok(!stdout.includes(variables['DEBUG_SESSION_TOKEN'] ?? '?'));
});

test('env prints the variables of a host as serve --json does, or for a shell', async (context) => {
  const { host, run, variables } = await startHostedCli(context);
  assert.equal((await run(['env', '-o', 'json'])).stdout, host.stdout);
  const { stdout } = await run(['env']);
  const shell = spawn('sh', ['-c', `${stdout}\nenv`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const set = (await text(shell.stdout)).split('\n');
  for (const [name, value] of Object.entries(variables))
    assert.ok(set.includes(`${name}=${value}`));
  const debug = await run(['env', '--mode', 'Debug', '-o', 'yaml']);
  assert.deepEqual(parse(debug.stdout), { env: { ...variables, DEBUG_SESSION_RUN_MODE: 'Debug' } });
});

test('without a host the exit code is 4, and the message says what to do', async (context) => {
  const { host, run } = await startHostedCli(context);
  await host.end();
  const { code, stderr, stdout } = await run(['info']);
  assert.deepEqual([code, stdout], [4, '']);
  assert.match(stderr, /^No session host is running\. .*ide-session-host serve\.\n$/);
});

test('of two hosts one is chosen by --host', async (context) => {
  const first = await startHostedCli(context);
  const second = await startHostedCli(context, join(first.host.folder, 'run'));
  const { code, stderr } = await createCommands(context, join(first.folder, 'run'), '/').run([
    'info',
  ]);
  assert.equal(code, 4);
  assert.match(stderr, /^Several session hosts are running: .*--host PID/);
  const chosen = await first.run(['info', '--host', String(second.pid), '-o', 'name']);
  assert.equal(chosen.stdout, `${second.pid}\n`);
  const around = await first.run(['info', '-o', 'name']);
  assert.equal(around.stdout, `${first.pid}\n`);
  const port = second.variables['DEBUG_SESSION_PORT'] ?? '';
  const inTerminal = await first.run(['info', '-o', 'name'], { DEBUG_SESSION_PORT: port });
  assert.equal(inTerminal.stdout, `${second.pid}\n`);
});

test('the socket of a killed host is not listed, and is removed', async (context) => {
  const { host, run } = await startHostedCli(context);
  const doors = join(host.folder, 'run', 'ide-session-host');
  assert.equal((await readdir(doors)).length, 1);
  await host.end('SIGKILL');
  assert.equal((await readdir(doors)).length, 1);
  assert.equal((await run(['hosts', '-o', 'name'])).stdout, '');
  assert.deepEqual(await readdir(doors), []);
});

test('a host whose folder for sockets is not safe still serves controllers', async (context) => {
  const host = await startCli(context, ['serve', '--json'], {
    environment: { XDG_RUNTIME_DIR: '' },
  });
  await host.variables();
  const shared = join(host.folder, 'shared');
  await mkdir(join(shared, 'ide-session-host'), { recursive: true, mode: 0o755 });
  const cli = await startCli(context, ['serve', '--json'], {
    environment: { XDG_RUNTIME_DIR: shared },
  });
  await cli.controller();
  await until('it is logged', () => cli.stderr.includes('could not be opened'));
  const [, reason] = cli.stderr.split(
    'The command line cannot reach this host, because its socket could not be opened: ',
  );
  assert.match(reason ?? '', /can be entered by other users/);
  const refused = await createCommands(context, shared, '/').run(['hosts']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /can be entered by other users.*XDG_RUNTIME_DIR/);
});
