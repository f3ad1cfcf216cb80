import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CountedClock } from '../../../tools/fixtures/time/countedClock.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { runCommand, runNode } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const forever = 'setInterval(() => {}, 1_000);';
const limit = { timeout: 240_000 };

test(
  'a stopped program ends by its own handler and its last output is reported',
  limit,
  async (context) => {
    const program = runNode(
      context,
      `process.on('SIGTERM', () => {
      console.log('closing');
      setTimeout(() => {
        process.stderr.write('closed, without a line end');
        process.exitCode = 7;
        clearInterval(timer);
      }, 50);
    });
    const timer = ${forever}
    console.log('ready');`,
    );
    await program.lines(1);
    await program.stop();
    await program.over();
    assert.equal(program.stdout, 'ready\nclosing\n');
    assert.equal(program.stderr, 'closed, without a line end');
    assert.equal(program.exitCode, 7);
  },
);

test('a program without a signal handler ends with 143', limit, async (context) => {
  const program = runNode(context, `${forever} console.log('ready');`);
  await program.lines(1);
  await program.stop();
  await program.over();
  assert.equal(program.exitCode, 143);
});

test('a program that does not end is killed after its grace period', limit, async (context) => {
  const clock = new CountedClock();
  const program = runNode(
    context,
    `process.on('SIGTERM', () => console.log('no')); ${forever} console.log('ready');`,
    { clock, grace: 300 },
  );
  await program.lines(1);
  const begin = clock.elapsed();
  await program.stop();
  await program.over();
  assert.equal(program.exitCode, 137);
  assert.equal(program.stdout, 'ready\nno\n');
  assert.ok(clock.elapsed() - begin >= 300);
});

test('a program that ends within its grace period is not killed', limit, async (context) => {
  const program = runNode(
    context,
    `process.on('SIGTERM', () => setTimeout(() => process.exit(9), 400));
    ${forever} console.log('ready');`,
    { grace: 10_000 },
  );
  await program.lines(1);
  await program.stop();
  await program.over();
  assert.equal(program.exitCode, 9);
});

test('a stop before the start means that nothing is started', limit, async (context) => {
  const program = runCommand(context, 'sh', ['-c', 'echo started']);
  await program.stop();
  await program.over();
  assert.deepEqual(program.events, ['ended']);
  assert.equal(program.exitCode, undefined);
});

test('a second stop has no effect', limit, async (context) => {
  const program = runNode(
    context,
    `let times = 0;
    process.on('SIGTERM', () => {
      console.log('asked ' + ++times);
      setTimeout(() => process.exit(0), 200);
    });
    ${forever} console.log('ready');`,
  );
  await program.lines(1);
  await program.stop();
  await program.lines(2);
  await program.stop();
  await program.over();
  assert.equal(program.stdout, 'ready\nasked 1\n');
  assert.deepEqual(program.events, ['started', 'stdout', 'ended']);
});

test('a stop after the end, or after a failure, has no effect', limit, async (context) => {
  const ended = runCommand(context, 'sh', ['-c', 'exit 3']);
  const failed = runCommand(context, 'no-such-command', []);
  for (const program of [ended, failed]) {
    await program.over();
    const before = [...program.events];
    await program.stop();
    assert.deepEqual(program.events, before);
  }
});

test('a suspended program can be stopped', limit, async (context) => {
  const program = runCommand(context, 'sh', ['-c', 'echo ready; kill -STOP $$; sleep 60'], {
    grace: 200,
  });
  await program.lines(1);
  await program.stop();
  await program.over();
  const [pid] = program.pids;
  assert.ok(pid !== undefined);
  await until('it is gone', () => !isRunning(pid));
  assert.ok(program.exitCode === 137 || program.exitCode === 143);
});
