// Processes that leave their program's group.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { markVariable } from '../../../src/processes/program/programMark.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import {
  killAfter,
  type RunningProgram,
  runCommand,
} from '../../../tools/fixtures/processes/programs.ts';

const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };

/** The processes that a program has printed. */
function pidsIn(context: TestContext, program: RunningProgram): readonly number[] {
  const pids = program.stdout.split('\n').filter(Boolean).map(Number);
  for (const pid of pids) killAfter(context, pid);
  return pids;
}

const ways: Readonly<Record<string, string>> = {
  'leads its own session': `setsid sh -c 'echo $$; exec sleep 60' &`,
  'was started by a process that has exited': `(setsid sh -c 'echo $$; exec sleep 60' &) &`,
  'closed its output': `setsid sh -c 'echo $$; exec sleep 60 >/dev/null 2>&1' &`,
  'ignores SIGTERM': `setsid sh -c "trap '' TERM; echo \\$\\$; exec sleep 60" &`,
};

for (const [what, start] of Object.entries(ways)) {
  test(
    `a child that ${what} ends with a program that exits by itself`,
    onLinux,
    async (context) => {
      const program = runCommand(context, 'sh', ['-c', `${start} sleep 0.2; exit 6`], {
        grace: 300,
      });
      await program.over();
      const pids = pidsIn(context, program);
      assert.equal(pids.length, 1);
      assert.deepEqual(pids.filter(isRunning), []);
      assert.equal(program.exitCode, 6);
    },
  );
}

test(
  'children that leave the group while their program is stopped end with it',
  onLinux,
  async (context) => {
    const programs = Array.from({ length: 12 }, () =>
      runCommand(context, 'sh', [
        '-c',
        `for i in 1 2 3 4 5; do (sleep 0.0$i; setsid sh -c 'echo $$; exec sleep 60') & done; echo $$; sleep 60`,
      ]),
    );
    await Promise.all(
      programs.map(async (program, index) => {
        await program.lines(1 + (index % 5));
        await program.stop();
        await program.over();
      }),
    );
    const pids = programs.flatMap((program) => pidsIn(context, program));
    assert.deepEqual(pids.filter(isRunning), []);
  },
);

test(
  'a program that keeps starting others is killed together with them',
  onLinux,
  async (context) => {
    const script = `trap '' TERM; echo $$; while :; do setsid sh -c 'echo $$; exec sleep 60' & sleep 0.01; done`;
    const program = runCommand(context, 'sh', ['-c', script], { grace: 100 });
    await program.lines(20);
    await program.stop();
    await program.over();
    assert.deepEqual(pidsIn(context, program).filter(isRunning), []);
    assert.equal(program.exitCode, 137);
  },
);

test('a process without the variable outlives its program', onLinux, async (context) => {
  const start = `env -u ${markVariable} setsid sh -c 'echo $$; exec sleep 60 >/dev/null 2>&1' &`;
  const program = runCommand(context, 'sh', ['-c', `${start} sleep 0.2; exit 6`]);
  await program.over();
  const pid = knownPid(pidsIn(context, program)[0]);
  assert.equal(isRunning(pid), true);
});

test('a compiler server that a program has started keeps running', onLinux, async (context) => {
  const start = `setsid sh -c 'echo $$; sleep 60; :' ./VBCSCompiler.dll >&3 2>&3 3>&- &`;
  const program = runCommand(context, 'sh', [
    '-c',
    `exec 3>&1; ${start} sleep 0.2; exec 3>&-; exit 6`,
  ]);
  await program.over();
  const pid = knownPid(pidsIn(context, program)[0]);
  assert.equal(isRunning(pid), true);
});

test('concurrent programs keep their own processes', onLinux, async (context) => {
  const script = `setsid sh -c 'echo $$; exec sleep 60' &`;
  const first = runCommand(context, 'sh', ['-c', `${script} sleep 0.2`]);
  const second = runCommand(context, 'sh', ['-c', `${script} sleep 60`]);
  await second.lines(1);
  await first.over();
  assert.deepEqual(pidsIn(context, second).map(isRunning), [true]);
  assert.deepEqual(pidsIn(context, first).map(isRunning), [false]);
});
