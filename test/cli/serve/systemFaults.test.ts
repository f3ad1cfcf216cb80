// A host on a system that does not let it work, or whose files and processes disappear while it runs.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { builtCli, type Cli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { isRunning, untilGone } from '../../../tools/fixtures/processes/processes.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { getWatchdogs } from '../../../tools/fixtures/processes/watchdogs.ts';

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };
const onPosix = {
  skip: process.platform === 'win32' && 'It has no such folders',
  timeout: 240_000,
};

/** A message of one line, without a stack trace. */
async function assertSays(cli: Cli, message: RegExp, code: number): Promise<void> {
  assert.deepEqual(await cli.exited, { code, signal: null });
  assert.match(cli.stderr, message);
  assert.equal(cli.stderr.trim().split('\n').length, 1, cli.stderr);
}

test('a temporary folder that is missing or a file is named', onPosix, async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'file'), '');
  for (const [name, code] of [
    ['missing', 'ENOENT'],
    ['file', 'ENOTDIR'],
  ] as const) {
    const cli = await startCli(context, ['serve'], {
      environment: { TMPDIR: join(folder, name) },
    });
    await assertSays(
      cli,
      new RegExp(`/${name}, the folder for temporary files: ${code}\\. .*TMPDIR`),
      1,
    );
  }
});

test('a read-only temporary folder is named', onLinux, async (context) => {
  const environment = { TMPDIR: '/proc' };
  const cli = await startCli(context, ['serve'], { environment });
  await assertSays(cli, /in \/proc, the folder for temporary files: E/, 1);
});

test('a deleted working directory is reported', onPosix, async (context) => {
  const gone = join(await temporaryFolder(context), 'gone');
  await mkdir(gone);
  const script = `cd "${gone}" && rmdir "${gone}" && exec "$@"`;
  const host = spawn('sh', ['-c', script, 'sh', process.execPath, builtCli(), 'serve'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  host.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(host, 'close')) as [number];
  assert.deepEqual(
    [code, said],
    [1, 'The current folder was deleted. Change to another folder and start again.\n'],
  );
});

test('a command without a name is a usage error', async (context) => {
  await assertSays(
    await startCli(context, ['serve', '--', '']),
    /^The command after -- has no name\. See /,
    2,
  );
});

test('a command with a missing interpreter is named with it', onPosix, async (context) => {
  const script = join(await temporaryFolder(context), 'script');
  await writeFile(script, '#!/no/such/interpreter\n', { mode: 0o700 });
  const cli = await startCli(context, ['serve', '--json', '--linger', '0', '--', script]);
  assert.deepEqual(await cli.exited, { code: 127, signal: null });
  assert.match(
    cli.stderr,
    /the interpreter \/no\/such\/interpreter, which its first line names, is missing/,
  );
});

test('a host that is killed during its start leaves no folder', onLinux, async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  await until('it is starting', async () => (await readdir(cli.temporary)).length > 0);
  await cli.end('SIGKILL');
  await until('its folder is gone', async () => (await readdir(cli.temporary)).length === 0);
});

test('a relative temporary folder is left empty too', onLinux, async (context) => {
  const cli = await startCli(context, ['serve', '--json'], { environment: { TMPDIR: 'tmp' } });
  await cli.variables();
  assert.equal((await readdir(cli.temporary)).length, 1);
  await cli.end('SIGKILL');
  await until('its folder is gone', async () => (await readdir(cli.temporary)).length === 0);
});

async function runShort(cli: Cli) {
  const controller = await cli.controller();
  const script_path = await writeProgram(cli.folder, 'short');
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' }],
  });
  assert.deepEqual(await session.terminated, { exitCode: 3 });
  return session;
}

test('a removed log folder is created again', onPosix, async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  await runShort(cli);
  const [name = ''] = await readdir(cli.temporary);
  await rm(join(cli.temporary, name), { recursive: true });
  const session = await runShort(cli);
  assert.deepEqual(
    session.messages.filter(({ message }) => message.includes('no longer kept')),
    [],
  );
  assert.equal((await readdir(join(cli.temporary, name))).length, 2);
  assert.equal((await cli.end()).code, 0, cli.stderr);
  assert.deepEqual(await readdir(cli.temporary), []);
});

test('a killed watchdog is replaced by one that knows all programs', onLinux, async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  const controller = await cli.controller();
  const script_path = await writeProgram(cli.folder, 'stubborn');
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' }],
  });
  await session.waitFor(({ stdout }) => stdout.includes('\n'));
  const pids = JSON.parse(session.stdout) as number[];
  for (const pid of pids) killAfter(context, pid);
  const host = knownPid(cli.child.pid);
  const first = knownPid((await getWatchdogs(host))[0]);
  process.kill(first, 'SIGKILL');
  await until('there is another one', async () =>
    (await getWatchdogs(host)).some((pid) => pid !== first),
  );
  assert.equal(pids.every(isRunning), true);
  await cli.end('SIGKILL');
  controller.vanish();
  await untilGone(pids);
  await until('its folder is gone', async () => (await readdir(cli.temporary)).length === 0);
});
