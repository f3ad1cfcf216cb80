// A host without free file descriptors.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

const onPosix = { skip: process.platform === 'win32' && 'It has no ulimit', timeout: 240_000 };
const source = join(import.meta.dirname, '../../../src');
const program = join(source, 'processes/program/program.ts');

/** Uses up all descriptors, starts a program, releases them and starts another one. */
const programScript = `
  import { closeSync, openSync, readdirSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  import { runProgram } from ${JSON.stringify(program)};
  import { systemClock } from ${JSON.stringify(join(source, 'common/clock.ts'))};
  const watch = { dispose() {} };
  const watchdog = { watch: () => watch, watchFolder: () => watch };
  const run = () => new Promise((resolve) => {
    runProgram(
      { command: 'echo', args: ['hello'], workingDirectory: '/', environment: { PATH: process.env.PATH } },
      { clock: systemClock, watchdog, grace: () => 100 },
      {
        started: () => {},
        output: () => {},
        ended: (code) => resolve('ended with ' + code),
        failed: (error) => resolve(error.code + ': ' + error.message),
      },
    );
  });
  // The thread pool and the system's resolver have opened their descriptors.
  console.log(await run());
  const open = [];
  try { for (;;) open.push(openSync('/dev/null')); } catch {}
  console.log(await run());
  for (const each of open) closeSync(each);
  console.log(await run());
  // With too few descriptors, everything that the start opened is closed.
  const before = readdirSync('/dev/fd').length;
  for (let spare = 1; spare < 16; spare++) {
    const some = [];
    try { for (;;) some.push(openSync('/dev/null')); } catch {}
    for (const each of some.splice(0, spare)) closeSync(each);
    await run();
    for (const each of some) closeSync(each);
  }
  console.log(readdirSync('/dev/fd').length - before + ' more');`;

/** Runs a command without and with free descriptors, as `serve -- COMMAND` does. */
const commandScript = `
  import { closeSync, openSync } from 'node:fs';
  import { runCommand } from ${JSON.stringify(join(source, 'cli/command.ts'))};
  const run = () => runCommand(['sh', '-c', 'exit 3'], {}).exitCode;
  const first = await run();
  const open = [];
  try { for (;;) open.push(openSync('/dev/null')); } catch {}
  const second = await run();
  for (const each of open) closeSync(each);
  console.log(first, second, await run());`;

/** Runs a script in a process that may have 64 descriptors. */
async function runLimited(
  script: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = ['-c', 'ulimit -n 64 && exec "$@"', 'sh', process.execPath];
  const host = spawn('sh', [...args, '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  host.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  host.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [code] = (await once(host, 'close')) as [number];
  return { ...said, code };
}

test('a start without a free file descriptor fails, and later ones succeed', onPosix, async () => {
  const said = await runLimited(programScript);
  assert.equal(said.code, 0, said.stderr);
  const [first, second, third, last] = said.stdout.split('\n');
  assert.equal(first, 'ended with 0');
  assert.match(second ?? '', /^TooManyOpenFiles: echo could not be started .*ulimit -n/);
  assert.equal(third, 'ended with 0');
  assert.equal(last, '0 more');
});

test(
  'a command of serve that finds no free file descriptor fails with the reason',
  onPosix,
  async () => {
    const said = await runLimited(commandScript);
    assert.deepEqual([said.code, said.stdout], [0, '3 127 3\n'], said.stderr);
    assert.match(said.stderr, /EMFILE/);
  },
);
