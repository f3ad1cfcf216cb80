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

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 30_000 };

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
