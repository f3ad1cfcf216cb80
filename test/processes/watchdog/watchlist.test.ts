import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { Watchlist } from '../../../src/processes/watchdog/watchlist.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const onPosix = { skip: process.platform === 'win32' && 'Windows has no process groups' };

/** Starts a shell script that leads its group and writes one line. */
async function start(
  context: TestContext,
  script: string,
): Promise<{ child: ChildProcess; pid: number; line: string }> {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn('sh', ['-c', script], { stdio: [...stdio], detached: true });
  const pid = knownPid(child.pid);
  killAfter(context, pid);
  const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { child, pid, line: chunk.toString().trim() };
}

const idle = 'echo up; exec sleep 60';

test(
  'leftover processes are ended, and those reported as over are not',
  onPosix,
  async (context) => {
    const left = await start(context, idle);
    const over = await start(context, idle);
    const untold = await start(context, idle);
    const watchlist = new Watchlist(systemClock);
    watchlist.take({ kind: 'watch', id: 1, pid: left.pid });
    watchlist.take({ kind: 'watch', id: 2, pid: over.pid });
    watchlist.take({ kind: 'over', id: 2 });
    await watchlist.end();
    assert.deepEqual(
      [left, over, untold].map(({ pid }) => isRunning(pid)),
      [false, true, true],
    );
  },
);

test('a process is asked to end before it is killed', onPosix, async (context) => {
  const { child, pid } = await start(context, "trap 'exit 3' TERM; echo up; sleep 60 & wait");
  const watchlist = new Watchlist(systemClock);
  watchlist.take({ kind: 'watch', id: 1, pid });
  const exit = once(child, 'exit');
  await watchlist.end();
  assert.deepEqual(await exit, [3, null]);
});

test(
  'processes that left their group are found although their parents have exited',
  onPosix,
  async (context) => {
    // It prints its pid only after it has left the group.
    const script = "setsid sh -c 'echo $$; exec sleep 60 >/dev/null' & wait";
    const { child, pid, line } = await start(context, script);
    const stray = Number(line);
    killAfter(context, stray);
    const clock = new ManualClock();
    const watchlist = new Watchlist(clock);
    watchlist.take({ kind: 'watch', id: 1, pid });
    clock.advance(5_000);
    await until('all processes have been checked', () => clock.pending === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(isRunning(stray), true);

    const ending = watchlist.end();
    await until('it has ended', () => {
      clock.advance(25);
      return !isRunning(stray);
    });
    await until('the watchlist has noticed', () => {
      clock.advance(25);
      return clock.pending === 0;
    });
    await ending;
  },
);

test('processes are not listed while none is watched', onPosix, async (context) => {
  const { pid } = await start(context, idle);
  const clock = new ManualClock();
  const watchlist = new Watchlist(clock);
  assert.equal(clock.pending, 0);
  watchlist.take({ kind: 'watch', id: 1, pid });
  watchlist.take({ kind: 'over', id: 1 });
  clock.advance(5_000);
  await until('it has stopped checking', () => clock.pending === 0);
  watchlist.take({ kind: 'watch', id: 2, pid });
  assert.equal(clock.pending, 1);
});

test('a check in progress at the end is the last', onPosix, async (context) => {
  const { pid } = await start(context, idle);
  const clock = new ManualClock();
  const watchlist = new Watchlist(clock);
  watchlist.take({ kind: 'watch', id: 1, pid });
  clock.advance(5_000);
  process.kill(pid, 'SIGKILL');
  await until('it has ended', () => !isRunning(pid));
  await watchlist.end();
  // The check was started first, so it is finished too.
  assert.equal(clock.pending, 0);
});

test('folders are removed with their contents unless they are reported as over', async (context) => {
  const folder = await temporaryFolder(context);
  const paths = ['left', 'over', 'gone'].map((name) => join(folder, name));
  for (const path of paths.slice(0, 2)) {
    await mkdir(join(path, 'deep'), { recursive: true });
    await writeFile(join(path, 'deep', 'file'), '');
  }
  const watchlist = new Watchlist(systemClock);
  for (const [id, path] of paths.entries()) watchlist.take({ kind: 'watch folder', id, path });
  watchlist.take({ kind: 'over', id: 1 });
  await watchlist.end();
  assert.deepEqual(await readdir(folder), ['over']);
});
