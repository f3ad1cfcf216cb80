import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { createMark, markVariable } from '../../../src/processes/program/programMark.ts';
import { Watchlist } from '../../../src/processes/watchdog/watchlist.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };

test(
  'children that have left the group of a dead program are found by their variable',
  onLinux,
  async (context) => {
    const mark = createMark();
    const child = spawn(
      'sh',
      ['-c', 'read line; setsid sh -c "echo \\$\\$; exec sleep 60" & exit 0'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        detached: true,
        env: { PATH: process.env['PATH'], [markVariable]: mark },
      },
    );
    const pid = knownPid(child.pid);
    const watchlist = new Watchlist(systemClock);
    watchlist.take({ kind: 'watch', id: 1, pid, mark });
    const exit = once(child, 'exit');
    child.stdin.end('go\n');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const stray = Number(line.toString());
    killAfter(context, stray);
    await exit;
    assert.equal(isRunning(stray), true);
    await watchlist.end();
    assert.equal(isRunning(stray), false);
  },
);

const programs = 10;
/** Has five children that leave its group one after the other, and prints the pids of all. */
const leaving = `
  for i in 1 2 3 4 5; do (sleep 0.0$i; setsid sh -c 'echo $$; exec sleep 60') & done
  echo $$
  sleep 60`;

test(
  'children that leave the group while the watchdog ends their program are ended too',
  onLinux,
  async (context) => {
    const watchlist = new Watchlist(systemClock);
    let said = '';
    const closed = Array.from({ length: programs }, (_, id) => {
      const mark = createMark();
      const child = spawn('sh', ['-c', leaving], {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
        env: { PATH: process.env['PATH'], [markVariable]: mark },
      });
      const pid = knownPid(child.pid);
      killAfter(context, pid);
      watchlist.take({ kind: 'watch', id, pid, mark });
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      return once(child.stdout, 'close');
    });
    const getPids = (): readonly number[] => said.trim().split('\n').map(Number);
    await until('the programs run', () => getPids().length >= programs);
    await watchlist.end();
    const left = getPids().filter(isRunning);
    for (const pid of left) killAfter(context, pid);
    assert.deepEqual(left, []);
    // No process has their output any more.
    await Promise.all(closed);
  },
);
