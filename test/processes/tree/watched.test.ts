import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter, runCommand, runNode } from '../../../tools/fixtures/processes/programs.ts';
import { RecordingWatchdog } from '../../../tools/fixtures/processes/recordingWatchdog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };

test('a program is watched until none of its processes is left', limit, async (context) => {
  const [clock, watchdog] = [new ManualClock(), new RecordingWatchdog()];
  const script = 'sleep 60 >/dev/null & echo $!';
  const program = runCommand(context, 'sh', ['-c', script], { clock, watchdog });
  killAfter(context, Number((await program.lines(1))[0]));
  const pid = knownPid(program.pids[0]);
  await until('the program has ended', () => !isRunning(pid));
  assert.deepEqual([...watchdog.watched], [pid]);
  await until('all processes have ended', () => {
    clock.advance(100);
    return program.isOver;
  });
  assert.deepEqual([...watchdog.watched], []);
});

test("a program that can't be started is not watched", limit, async (context) => {
  const watchdog = new RecordingWatchdog();
  const program = runNode(context, '', { watchdog, workingDirectory: '/no/such/folder' });
  await program.over();
  assert.ok(program.error);
  assert.deepEqual([...watchdog.watched], []);
});
