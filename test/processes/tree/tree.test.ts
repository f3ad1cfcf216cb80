import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter, runCommand, runNode } from '../../../tools/fixtures/processes/programs.ts';

const limit = { timeout: 240_000 };

/** Node code that starts a child, in its own group if `detached`, and prints its pid. */
function startChild(code: string, detached: boolean): string {
  return `{
    const { spawn } = require('node:child_process');
    const options = { stdio: ['ignore', 'pipe', 'inherit'], detached: ${detached} };
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(code)}], options);
    child.stdout.once('data', () => console.log(child.pid));
  }`;
}

const idle = "console.log('up'); setInterval(() => {}, 1_000);";
const stubborn = `process.on('SIGTERM', () => {}); ${idle}`;

test("the reported pid is the program's own, and it leads its group", limit, async (context) => {
  const program = runCommand(context, 'python3', [
    '-c',
    'import os; print(os.getpid(), os.getpgrp(), os.getsid(0))',
  ]);
  await program.over();
  const pid = program.pids[0];
  assert.equal(program.stdout, `${pid} ${pid} ${pid}\n`);
});

const children: readonly (readonly [what: string, code: string, detached: boolean])[] = [
  ['a child', idle, false],
  ['a child that ignores the signal', stubborn, false],
  ['a child that left the group', idle, true],
  ['a child that left the group and ignores the signal', stubborn, true],
];

for (const [what, code, detached] of children) {
  test(`${what} ends with the stopped program`, limit, async (context) => {
    const program = runNode(
      context,
      `${startChild(code, detached)} setInterval(() => {}, 1_000);`,
      {
        grace: 400,
      },
    );
    const child = Number((await program.lines(1))[0]);
    killAfter(context, child);
    assert.equal(isRunning(child), true);
    await program.stop();
    await program.over();
    assert.equal(isRunning(child), false);
    assert.equal(program.exitCode, 143);
  });
}

test('a grandchild that left the group ends with the stopped program', limit, async (context) => {
  const middle = `${startChild(stubborn, true)} setInterval(() => {}, 1_000);`;
  const relaying = middle.replace(
    'console.log(child.pid)',
    'process.stdout.write(child.pid + "\\n")',
  );
  const code = `{
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', ${JSON.stringify(relaying)}], { stdio: 'inherit' });
    setInterval(() => {}, 1_000);
  }`;
  const program = runNode(context, code, { grace: 400 });
  const grandchild = Number((await program.lines(1))[0]);
  killAfter(context, grandchild);
  assert.equal(isRunning(grandchild), true);
  await program.stop();
  await program.over();
  assert.equal(isRunning(grandchild), false);
});

test('leftover processes of the group end before the end is reported', limit, async (context) => {
  const program = runCommand(context, 'sh', ['-c', 'sleep 60 & echo $!; exit 6'], { grace: 300 });
  const left = Number((await program.lines(1))[0]);
  killAfter(context, left);
  await program.over();
  assert.equal(isRunning(left), false);
  assert.equal(program.exitCode, 6);
});

test('leftover processes that ignore the signal are killed', limit, async (context) => {
  const script = "trap '' TERM; sleep 60 & echo $!; exit 6";
  const program = runCommand(context, 'sh', ['-c', script], { grace: 300 });
  const left = Number((await program.lines(1))[0]);
  killAfter(context, left);
  await program.over();
  assert.equal(isRunning(left), false);
  assert.equal(program.exitCode, 6);
});

test('leftover processes get time to end, and their output is reported', limit, async (context) => {
  const script = "(trap 'echo asked' TERM; sleep 0.1; echo late) & exit 6";
  const program = runCommand(context, 'sh', ['-c', script]);
  await program.over();
  assert.equal(program.stdout, 'late\n');
  assert.equal(program.exitCode, 6);
});

/** Leaves a process in its group whose parent, in another group, never waits for it. */
const unburied = `
import os, time
root = os.getpid()
reader, writer = os.pipe()
if os.fork() == 0:
    os.setpgid(0, 0)
    if os.fork() == 0:
        os.setpgid(0, root)
        print(os.getppid(), os.getpid(), flush=True)
        os.write(writer, b'.')
        time.sleep(60)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    time.sleep(60)
os.read(reader, 1)
os._exit(6)`;

test("zombies don't delay the end", limit, async (context) => {
  const program = runCommand(context, 'python3', ['-c', unburied], { grace: 60_000 });
  const [line = ''] = await program.lines(1);
  for (const pid of line.split(' ')) killAfter(context, Number(pid));
  await program.over();
  assert.equal(program.exitCode, 6);
});

test('concurrent programs are stopped individually', limit, async (context) => {
  const [first, second] = [
    runNode(context, `${startChild(idle, true)} setInterval(() => {}, 1_000);`),
    runNode(context, `${startChild(idle, true)} setInterval(() => {}, 1_000);`),
  ];
  const child = Number((await second.lines(1))[0]);
  await first.lines(1);
  await first.stop();
  await first.over();
  assert.equal(second.isOver, false);
  assert.equal(isRunning(child), true);
});

test(
  'an unreachable process that never stops writing delays the end only for a limited time',
  limit,
  async (context) => {
    const writer = 'echo $$; while :; do echo more; sleep 0.05; done';
    const script = `env -i PATH="$PATH" setsid sh -c '${writer}' & sleep 0.3; exit 6`;
    const program = runCommand(context, 'sh', ['-c', script]);
    killAfter(context, Number((await program.lines(1))[0]));
    await program.over();
    assert.equal(program.exitCode, 6);
  },
);
