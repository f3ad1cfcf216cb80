import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../src/common/clock.ts';
import { toDisposable } from '../../../src/common/disposable.ts';
import { markVariable } from '../../../src/processes/program/programMark.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter, runCommand, runNode } from '../../../tools/fixtures/processes/programs.ts';

const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

test('both streams arrive byte by byte, separately', { timeout: 240_000 }, async (context) => {
  const program = runNode(
    context,
    `const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    process.stdout.write(every);
    process.stderr.write(every.toReversed());`,
  );
  await program.over();
  assert.deepEqual(program.bytes('stdout'), every);
  assert.deepEqual(program.bytes('stderr'), Buffer.from(every.toReversed()));
});

test('large output is complete before the end', { timeout: 240_000 }, async (context) => {
  const program = runNode(
    context,
    `const { writeSync } = require('node:fs');
    function write(fd, left) {
      try {
        while (left > 0) left -= writeSync(fd, Buffer.alloc(Math.min(left, 65_536), 'x'));
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
        write(fd, left);
      }
    }
    write(1, 20_000_000);
    write(2, 1_000_000);
    process.exit(5);`,
  );
  await program.over();
  assert.equal(program.bytes('stdout').length, 20_000_000);
  assert.equal(program.bytes('stderr').length, 1_000_000);
  assert.equal(program.exitCode, 5);
  assert.equal(program.events.at(-1), 'ended');
});

/** Prints the pid of an unreachable process that writes shortly after the program exits. */
const lateWriter = `
import os, subprocess
child = subprocess.Popen(['sh', '-c', 'sleep 0.3; echo late'], start_new_session=True,
  env={'PATH': os.environ['PATH']})
print(child.pid, flush=True)
os._exit(4)`;

test('output after the exit is reported before the end', { timeout: 240_000 }, async (context) => {
  const program = runCommand(context, 'python3', ['-c', lateWriter]);
  await program.over();
  assert.match(program.stdout, /late\n$/);
  assert.equal(program.events.at(-1), 'ended');
});

test(
  'pipes are drained before they are closed, however late a timer is',
  { timeout: 240_000 },
  async (context) => {
    const clock: Clock = {
      now: () => new Date(),
      elapsed: () => performance.now(),
      after(_, callback) {
        const timer = setTimeout(callback, 1);
        const due = performance.now() + 2;
        while (isRunning(Number.parseInt(program.stdout, 10)) || performance.now() < due);
        return toDisposable(() => clearTimeout(timer));
      },
    };
    const program = runCommand(context, 'python3', ['-c', lateWriter], { clock });
    await program.over();
    assert.match(program.stdout, /late\n$/);
  },
);

test('output arrives while the program runs', { timeout: 240_000 }, async (context) => {
  const program = runCommand(context, 'sh', ['-c', 'echo first; echo second; sleep 60']);
  assert.deepEqual(await program.lines(2), ['first', 'second']);
  assert.equal(program.isOver, false);
});

test("a program's input is empty", { timeout: 240_000 }, async (context) => {
  const program = runCommand(context, 'sh', ['-c', 'cat; echo done']);
  await program.over();
  assert.equal(program.stdout, 'done\n');
});

test(
  'a program gets its arguments, folder and variables unchanged, and one that marks its processes',
  { timeout: 240_000 },
  async (context) => {
    const environment = { PATH: process.env['PATH'] ?? '', GREETING: 'a "b" $c\n', EMPTY: '' };
    const args = ['', ' ', '"quoted"', '$HOME', '*', 'ü👋', "it's", 'a\nb'];
    const program = runCommand(
      context,
      process.execPath,
      [
        '-e',
        'console.log(JSON.stringify([process.argv.slice(1), process.cwd(), process.env]))',
        '--',
        ...args,
      ],
      { workingDirectory: import.meta.dirname, environment },
    );
    await program.over();
    const heard = JSON.parse(program.stdout) as [unknown, unknown, Record<string, string>];
    const { [markVariable]: mark, ...variables } = heard[2];
    assert.deepEqual([heard[0], heard[1], variables], [args, import.meta.dirname, environment]);
    assert.equal(mark !== undefined, process.platform === 'linux');
  },
);

test(
  'a pipe that is held by an unreachable process delays the end only briefly',
  { timeout: 240_000 },
  async (context) => {
    const endless = lateWriter.replace('sleep 0.3; echo late', 'exec sleep 60');
    const program = runCommand(context, 'python3', ['-c', endless]);
    const [line] = await program.lines(1);
    killAfter(context, Number(line));
    await program.over();
    assert.equal(program.exitCode, 4);
    assert.equal(isRunning(Number(line)), true);
  },
);
