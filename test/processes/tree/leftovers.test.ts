import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { type ProgramOptions, runProgram } from '../../../src/processes/program/program.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter, ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };

/** Runs a shell script whose remaining processes are kept. */
function run(context: TestContext, script: string) {
  const heard = { stdout: '', end: undefined as string | undefined };
  const plan = {
    command: 'sh',
    args: ['-c', script],
    workingDirectory: import.meta.dirname,
    environment: ownEnvironment,
  };
  const options: ProgramOptions = {
    clock: systemClock,
    watchdog: noWatchdog,
    grace: () => 300,
    leftovers: 'keep',
  };
  const program = runProgram(plan, options, {
    started: () => {},
    output: (_, chunk) => {
      heard.stdout += Buffer.from(chunk).toString();
    },
    ended: (exitCode) => (heard.end = `ended with ${exitCode}`),
    failed: (error) => (heard.end = error.code),
  });
  afterTest(context, () => program.stop());
  const over = () => until('the program has ended', () => heard.end !== undefined);
  return { heard, program, over };
}

test('kept processes of a program keep running', limit, async (context) => {
  const { heard, over } = run(context, 'sleep 60 >/dev/null 2>&1 & echo $!; exit 6');
  await over();
  const left = Number(heard.stdout);
  killAfter(context, left);
  assert.equal(heard.end, 'ended with 6');
  assert.equal(isRunning(left), true);
});

test('a pipe that a kept process holds delays the end only briefly', limit, async (context) => {
  const { heard, over } = run(context, 'sleep 60 & echo $!; exit 6');
  await over();
  const left = Number(heard.stdout);
  killAfter(context, left);
  assert.equal(heard.end, 'ended with 6');
  assert.equal(isRunning(left), true);
});

test('output of a kept process is reported', limit, async (context) => {
  const { heard, over } = run(context, '(sleep 0.2; echo late) & exit 6');
  await over();
  assert.equal(heard.stdout, 'late\n');
});

test('a stop after the end does not affect kept processes', limit, async (context) => {
  const { heard, over, program } = run(context, 'sleep 60 & echo $!; exit 6');
  await over();
  const left = Number(heard.stdout);
  killAfter(context, left);
  await program.stop();
  assert.equal(isRunning(left), true);
});

test('a program that is stopped leaves nothing behind', limit, async (context) => {
  const script = 'sleep 60 & echo $!; wait';
  const { heard, over, program } = run(context, script);
  await until('the child runs', () => heard.stdout.includes('\n'));
  const left = Number(heard.stdout);
  killAfter(context, left);
  await program.stop();
  await over();
  assert.equal(heard.end, 'ended with 143');
  assert.equal(isRunning(left), false);
});
