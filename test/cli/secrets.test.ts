import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Cli, startCli } from '../../tools/fixtures/processes/cli.ts';
import { writeProgram } from '../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../tools/fixtures/waiting.ts';

const secret = 'correct-horse-battery-staple';
const env = [{ name: 'PASSWORD', value: secret }];

/** Serves a short session, one that fails, and requests that are refused. */
async function serveBusily(context: TestContext, ...options: string[]): Promise<Cli> {
  const cli = await startCli(context, ['serve', '--json', ...options]);
  const controller = await cli.controller();
  await writeProgram(cli.folder, 'short');
  await writeFile(join(cli.folder, 'broken'), '#!/no/such/shell\n', { mode: 0o755 });
  for (const launch of [
    { type: 'node', script_path: 'short.js' },
    // The shell that would run it is missing, which is only noticed at its start.
    { type: 'node', script_path: 'short.js', runtime_executable: './broken' },
  ]) {
    const session = await controller.runSession({ launch_configurations: [launch], env });
    session.started.catch(() => {});
    await session.terminatedWithin();
  }
  const broken = JSON.stringify({ env }).slice(0, -1);
  const missing = { launch_configurations: [{ type: 'node', script_path: 'missing.js' }], env };
  for (const body of [{ env }, broken, missing, { launch_configurations: [{ type: 'x' }], env }]) {
    const answer = await controller.request('PUT', '/run_session', { body });
    assert.equal(answer.status, 400);
    assert.ok(!answer.text.includes(secret));
  }
  const headers = { authorization: `Bearer ${secret}` };
  assert.equal((await controller.request('GET', '/info', { headers })).status, 401);
  await controller.upgrade({ headers });
  return cli;
}

for (const options of [[], ['--verbose']]) {
  test(`no secret is logged ${options.join(' ') || 'by default'}`, async (context) => {
    const cli = await serveBusily(context, ...options);
    const { DEBUG_SESSION_TOKEN: token = '' } = await cli.variables();
    assert.equal((await cli.end()).code, 0);
    assert.equal(cli.stdout.split('\n').length, 2);
    for (const hidden of [secret, token]) assert.ok(!cli.stderr.includes(hidden));
    for (const line of cli.stderr.trimEnd().split('\n')) {
      assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z (debug|info|warn|error) ./);
    }
  });
}

test('--verbose logs more', async (context) => {
  const [quiet, verbose] = [await serveBusily(context), await serveBusily(context, '--verbose')];
  await Promise.all([quiet.end(), verbose.end()]);
  assert.doesNotMatch(quiet.stderr, / debug /);
  assert.match(verbose.stderr, / debug Controller \S+ has connected, version 2025-10-01\.$/m);
});

test(
  'log files are only accessible to their owner and are removed at the end',
  { skip: process.platform === 'win32' && 'Windows has other rights' },
  async (context) => {
    const cli = await startCli(context, ['serve', '--json']);
    const controller = await cli.controller();
    const script_path = await writeProgram(cli.folder, 'polite');
    const session = await controller.runSession({
      launch_configurations: [{ type: 'node', script_path }],
    });
    await session.waitFor(({ stdout }) => stdout === 'ready\n');
    const [folder = ''] = await readdir(cli.temporary);
    const path = join(cli.temporary, folder);
    const rights = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;
    assert.equal(await rights(path), 0o700);
    const file = join(path, `${session.id}.stdout.log`);
    await until('the output is in the file', async () => {
      return (await readFile(file, 'utf8').catch(() => '')) === 'ready\n';
    });
    assert.deepEqual(await readdir(path), [`${session.id}.stdout.log`]);
    assert.equal(await rights(file), 0o600);
    assert.equal((await cli.end()).code, 0);
    assert.deepEqual(await readdir(cli.temporary), []);
  },
);
