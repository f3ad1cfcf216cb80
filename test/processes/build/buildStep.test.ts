import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import type { ProgramPlan } from '../../../src/launch/launchPlan.ts';
import { runBuildStep } from '../../../src/processes/build/buildStep.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const parts = { clock: systemClock, watchdog: noWatchdog };

const never = new AbortController().signal;

function script(code: string, workingDirectory: string): ProgramPlan {
  const args = ['-e', code];
  return { command: process.execPath, args, workingDirectory, environment: ownEnvironment };
}

test('a successful build reports its output', { timeout: 240_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  let said = '';
  const code = `console.log('Compiling é'); console.error('Finished')`;
  await runBuildStep(script(code, folder), parts, (text) => (said += text), never);
  assert.deepEqual(said.trim().split('\n').toSorted(), ['Compiling é', 'Finished']);
});

test(
  'a failed build is an error with its exit code and last output',
  { timeout: 240_000 },
  async (context) => {
    const folder = await temporaryFolder(context);
    const code = `for (let line = 0; line < 100; line++) console.error('line ' + line); process.exitCode = 101`;
    await assert.rejects(
      runBuildStep(script(code, folder), parts, () => undefined, never),
      (error) => {
        assert.ok(error instanceof HumanError);
        assert.equal(error.code, 'BuildCommandFailed');
        assert.match(error.message, /failed with exit code 101/);
        assert.match(error.message, /line 99$/);
        assert.doesNotMatch(error.message, /line 50\n/);
        return true;
      },
    );
  },
);

test('a missing build tool is an error that says so', { timeout: 240_000 }, async (context) => {
  const plan = { ...script('', await temporaryFolder(context)), command: 'no-such-cargo' };
  await assert.rejects(
    runBuildStep(plan, parts, () => undefined, never),
    {
      code: 'RuntimeNotFound',
    },
  );
});

test('an aborted build ends when its processes are gone', { timeout: 240_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const abort = new AbortController();
  let said = '';
  const code = 'console.log(process.pid); setInterval(() => {}, 1000)';
  const built = runBuildStep(script(code, folder), parts, (text) => (said += text), abort.signal);
  await until('the build runs', () => said.includes('\n'));
  const pid = Number(said);
  assert.ok(isRunning(pid));
  abort.abort(new Error('stopped'));
  await assert.rejects(built, /stopped/);
  assert.ok(!isRunning(pid));
  await assert.rejects(
    runBuildStep(script(code, folder), parts, () => assert.fail('It ran.'), abort.signal),
    /stopped/,
  );
});
