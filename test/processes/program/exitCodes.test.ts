import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getExitCode } from '../../../src/processes/program/exitCode.ts';
import { runCommand } from '../../../tools/fixtures/processes/programs.ts';

const programs: readonly (readonly [
  what: string,
  command: string,
  args: readonly string[],
  exitCode: number,
])[] = [
  ['a Node program that ends by itself', process.execPath, ['-e', ''], 0],
  ['a Node program that exits with 3', process.execPath, ['-e', 'process.exit(3)'], 3],
  ['a Node program that throws', process.execPath, ['-e', 'throw new Error("on purpose")'], 1],
  ['a Python program that exits with 3', 'python3', ['-c', 'raise SystemExit(3)'], 3],
  ['a Python program that is interrupted', 'python3', ['-c', 'raise KeyboardInterrupt'], 130],
  ['a program that receives SIGTERM', 'sh', ['-c', 'kill -TERM $$'], 143],
  ['a program that is killed', 'sh', ['-c', 'kill -KILL $$'], 137],
  ['a program that aborts', 'sh', ['-c', 'ulimit -c 0; kill -ABRT $$'], 134],
  ['a program that the first real-time signal ends', 'sh', ['-c', 'kill -34 $$'], 162],
  ['a program that a real-time signal ends', 'sh', ['-c', 'echo on >&2; kill -40 $$'], 168],
  ['a program that the last real-time signal ends', 'sh', ['-c', 'kill -64 $$'], 192],
  ['a program that exits with 255', 'sh', ['-c', 'exit 255'], 255],
  ['a program that exits with 143 by itself', 'sh', ['-c', 'exit 143'], 143],
];

for (const [what, command, args, exitCode] of programs) {
  test(`the exit code of ${what} is ${exitCode}`, { timeout: 240_000 }, async (context) => {
    const program = runCommand(context, command, args);
    await program.over();
    assert.equal(program.exitCode, exitCode);
    const others = program.events.filter((event) => event !== 'stderr');
    assert.deepEqual(others, ['started', 'ended']);
    assert.equal(program.events.at(-1), 'ended');
  });
}

test('the exit code is unknown without code and signal', () => {
  assert.equal(getExitCode(null, null), undefined);
  assert.equal(getExitCode(0, null), 0);
  assert.equal(getExitCode(null, 'SIGINT'), 130);
});
