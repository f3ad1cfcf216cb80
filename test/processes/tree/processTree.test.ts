import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { findProcess, listProcesses } from '../../../src/processes/tree/processTable.ts';
import { createProcessTree } from '../../../src/processes/tree/createProcessTree.ts';
import { endTree, isGoneWithin } from '../../../src/processes/tree/endTree.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** Runs a shell script that leads a process group. */
const spawnGroup = (script: string) =>
  spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });

test('a process that does not lead a group ends with its descendants, and its group keeps running', async (context) => {
  const script = "trap '' TERM; sleep 60 & echo $!; wait";
  const root = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(root.stdout, 'data')) as [Buffer];
  const [pid, child] = [knownPid(root.pid), Number(line.toString())];
  for (const each of [pid, child]) killAfter(context, each);
  const tree = createProcessTree(pid, { clock: systemClock });
  assert.equal(await tree.isAlive(), true);
  await endTree(tree, systemClock, () => 200);
  assert.equal(await isGoneWithin(tree, systemClock, () => 5_000), true);
  assert.deepEqual([isRunning(pid), isRunning(child)], [false, false]);
});

test('a tree whose root has another start time is not signalled', async (context) => {
  const script = 'sleep 60 & echo $!; wait';
  const root = spawnGroup(script);
  const [line] = (await once(root.stdout, 'data')) as [Buffer];
  const [pid, child] = [knownPid(root.pid), Number(line.toString())];
  for (const each of [pid, child]) killAfter(context, each);

  const recycled = createProcessTree(pid, { clock: systemClock, started: 'another time' });
  assert.equal(await recycled.isAlive(), false);
  await endTree(recycled, systemClock, () => 0);
  await recycled.kill();
  assert.equal(root.exitCode ?? root.signalCode, null);
  assert.deepEqual([isRunning(pid), isRunning(child)], [true, true]);

  const tree = createProcessTree(pid, {
    clock: systemClock,
    started: (await findProcess(pid))?.started,
  });
  await endTree(tree, systemClock, () => 5_000);
  assert.deepEqual([isRunning(pid), isRunning(child)], [false, false]);
});

test('a group whose leader has exited is still found', async (context) => {
  const root = spawnGroup('sleep 60 >/dev/null & echo $!');
  const [line] = (await once(root.stdout, 'data')) as [Buffer];
  const child = Number(line.toString());
  killAfter(context, child);
  await once(root, 'close');
  const tree = createProcessTree(knownPid(root.pid), {
    clock: systemClock,
    started: 'the time of its leader',
  });
  await endTree(tree, systemClock, () => 5_000);
  assert.equal(isRunning(child), false);
});

/**
 * After how many milliseconds a process tree that never ends is killed, when the processes that are
 * asked late stay this long.
 */
async function killTime(lateStay: number): Promise<number> {
  const clock = new ManualClock();
  const began = clock.elapsed();
  let killedAfter: number | undefined;
  const ending = endTree(
    {
      askRoot: async () => {},
      terminate: async () => {},
      kill: async () => void (killedAfter = clock.elapsed() - began),
      isAlive: async () => true,
      isLateAlive: () => clock.elapsed() - began < lateStay,
      look: async () => {},
      isRootAlive: async () => true,
    },
    clock,
    () => 5_000,
  );
  await until('it is killed', () => {
    clock.advance(25);
    return killedAfter !== undefined;
  });
  await ending;
  return killedAfter ?? Infinity;
}

test('a tree that ignores all signals is killed before controllers time out after ten seconds', async () => {
  const killed = await killTime(Infinity);
  // The others were asked after three seconds, and have slightly less than the grace period.
  assert.ok(killed > 7_000 && killed <= 7_600, `${killed} ms`);
});

test('a program that remains is killed after its grace period once all others that were asked have ended', async () => {
  for (const lateStay of [0, 3_500]) {
    const killed = await killTime(lateStay);
    assert.ok(killed >= 5_000 && killed < 5_100, `${killed} ms`);
  }
});

test('a program has a moment to end after processes that were asked late and ended after its grace period', async () => {
  const killed = await killTime(6_000);
  assert.ok(killed >= 6_400 && killed <= 6_600, `${killed} ms`);
});

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };

test(
  'processes that ignore the signal are not waited for, and those that handle it are',
  onLinux,
  async (context) => {
    const handling = `"$0" -e 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid)'`;
    for (const [script, isWaitedFor] of [
      ["trap '' TERM; sleep 60 & echo $!; wait", false],
      [`trap '' TERM; ${handling}; wait`, true],
    ] as const) {
      const root = spawn('sh', ['-c', script, process.execPath], {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      const [line] = (await once(root.stdout, 'data')) as [Buffer];
      const [pid, child] = [knownPid(root.pid), Number(line.toString())];
      for (const each of [pid, child]) killAfter(context, each);
      const tree = createProcessTree(pid, { clock: systemClock, isChild: true });
      await tree.askRoot();
      assert.equal(tree.isLateAlive(), false);
      await tree.terminate();
      await tree.isAlive();
      assert.equal(tree.isLateAlive(), isWaitedFor, script);
      process.kill(child, 'SIGKILL');
      await until('the child is gone', () => !isRunning(child));
      await tree.look();
      assert.equal(tree.isLateAlive(), false);
    }
  },
);

test('a tree that remains at the timeout is reported', async () => {
  const clock = new ManualClock();
  const settle = Promise.resolve();
  const tree = {
    terminate: () => settle,
    kill: () => settle,
    isAlive: () => Promise.resolve(true),
  };
  const waiting = isGoneWithin(tree, clock, () => 100);
  for (let times = 0; times < 4; times++) {
    await turn();
    clock.advance(25);
  }
  assert.equal(await waiting, false);
});

test("the machine's processes are listed with their parents and groups", async () => {
  const own = (await listProcesses()).entries.find(({ pid }) => pid === process.pid);
  assert.equal(own?.parent, process.ppid);
  assert.ok(own.group > 0);
  assert.notEqual(own.started, '');
});
