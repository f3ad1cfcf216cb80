import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findProcess } from '../../../src/processes/tree/processTable.ts';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import { WatchdogProcess } from '../../../src/processes/watchdog/watchdogProcess.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { killAfter } from '../../../tools/fixtures/processes/programs.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { getWatchdogs } from '../../../tools/fixtures/processes/watchdogs.ts';

const runners = join(import.meta.dirname, '../../../src/processes/watchdog');
const script = join(runners, 'main.ts');
const onLinux = { skip: process.platform !== 'linux' && 'It reads /proc', timeout: 240_000 };

function sleeper(context: TestContext): number {
  const pid = knownPid(spawn('sleep', ['60'], { stdio: 'ignore', detached: true }).pid);
  killAfter(context, pid);
  return pid;
}

/** A watchdog for this process that ends with the test. */
function openWatchdog(context: TestContext, path = script, clock: Clock = systemClock) {
  const log = new RecordingLog();
  const watchdog = new WatchdogProcess(path, log, clock);
  afterTest(context, async () => {
    watchdog.dispose();
    await until('it has ended', async () => (await getWatchdogs(process.pid)).length === 0);
  });
  return { log, watchdog };
}

/** Its process, once it is ready. */
async function processOf(host: number): Promise<number> {
  const pid = knownPid((await getWatchdogs(host))[0]);
  // SIGHUP, signal 1, is the last one that it starts to ignore.
  await until('the watchdog is ready', async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return /^SigCgt:.*[13579bdf]$/m.test(status);
  });
  return pid;
}

test('the watchdog starts with the first watched process', onLinux, async (context) => {
  openWatchdog(context);
  assert.deepEqual(await getWatchdogs(process.pid), []);
});

test(
  'one watchdog serves all, detached from the terminal and its signals',
  onLinux,
  async (context) => {
    const { log, watchdog } = openWatchdog(context);
    const [left, over] = [sleeper(context), sleeper(context)];
    watchdog.watch(left);
    watchdog.watch(over).dispose();
    const pid = await processOf(process.pid);
    assert.deepEqual(await getWatchdogs(process.pid), [pid]);
    assert.equal((await findProcess(pid))?.group, pid);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);

    watchdog.dispose();
    await until('the leftover process has ended', () => !isRunning(left));
    await until('the watchdog has ended', () => !isRunning(pid));
    assert.equal(isRunning(over), true);
    assert.deepEqual(log.lines, []);
  },
);

test('the watchdog inherits no secrets', onLinux, async (context) => {
  process.env['DEBUG_SESSION_TOKEN'] = 'correct-horse';
  afterTest(context, () => delete process.env['DEBUG_SESSION_TOKEN']);
  const { watchdog } = openWatchdog(context);
  watchdog.watch(sleeper(context));
  const pid = await processOf(process.pid);
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
  const names = environment.split('\0').flatMap((entry) => entry.split('=')[0] || []);
  assert.deepEqual(
    names.filter((name) => name !== 'LD_LIBRARY_PATH'),
    ['PATH'],
  );
});

test(
  'a host is not kept alive by its watchdog, which ends leftover processes',
  onLinux,
  async (context) => {
    const code = `
    import { spawn } from 'node:child_process';
    import { systemClock } from ${JSON.stringify(join(runners, '../../common/clock.ts'))};
    import { WatchdogProcess } from ${JSON.stringify(join(runners, 'watchdogProcess.ts'))};
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    child.unref();
    console.log(child.pid);
    const watchdog = new WatchdogProcess(${JSON.stringify(script)}, console, systemClock);
    watchdog.watch(child.pid);`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    host.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [exitCode] = (await once(host, 'close')) as [number];
    const left = Number(said);
    killAfter(context, left);
    assert.equal(exitCode, 0);
    await until('the leftover process has ended', () => !isRunning(left));
  },
);

test(
  "a watchdog that can't run is reported once, and the host keeps running",
  onLinux,
  async (context) => {
    const clock = new ManualClock();
    const { log, watchdog } = openWatchdog(context, join(runners, 'missing.js'), clock);
    for (let times = 0; times < 3; times++) watchdog.watch(sleeper(context));
    await until('there is a warning', () => log.lines.some((line) => line.startsWith('warn ')));
    watchdog.watch(sleeper(context)).dispose();
    assert.equal(clock.pending, 1);
    clock.advance(10_000);
    assert.equal(clock.pending, 0);
    await until('restarting it has failed', () => clock.pending === 1);
    watchdog.dispose();
    assert.equal(clock.pending, 0);
    const warnings = log.lines.filter((line) => line.startsWith('warn '));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^warn The watchdog is not running \(.+\)\. If this host/);
  },
);

test(
  'a killed watchdog is replaced, and the next one ends leftover processes',
  onLinux,
  async (context) => {
    const { log, watchdog } = openWatchdog(context);
    const [left, over] = [sleeper(context), sleeper(context)];
    watchdog.watch(left);
    const first = await processOf(process.pid);
    const watch = watchdog.watch(over);
    process.kill(first, 'SIGKILL');
    await until('there is another one', async () =>
      (await getWatchdogs(process.pid)).some((pid) => pid !== first),
    );
    watch.dispose();
    watchdog.dispose();
    await until('the leftover process has ended', () => !isRunning(left));
    assert.equal(isRunning(over), true);
    assert.deepEqual(log.lines, ['debug Restarting the watchdog (it ended with SIGKILL).']);
  },
);
