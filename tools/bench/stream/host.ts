// A host that runs real programs, in its own process, which sends its address and load to its
// parent.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLaunchCheck } from '../../../src/host/launchCheck.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { SessionHost } from '../../../src/host/sessionHost.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import { createPlainRunner } from '../../../src/processes/plainRunner.ts';
import { WatchdogProcess } from '../../../src/processes/watchdog/watchdogProcess.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import { answerMeasures } from '../support/measuredProcess.ts';
import { createRecorder } from '../support/tracing.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const builtWatchdog = join(import.meta.dirname, '../../../dist/watchdog.js');
const watchdog = new WatchdogProcess(builtWatchdog, silent, systemClock);
const folder = mkdtempSync(join(tmpdir(), 'ide-session-host-bench-'));
const context = { workspace: folder, environment: process.env, platform: process.platform };
const host = await SessionHost.open({
  runner: createPlainRunner(
    context,
    { clock: systemClock, grace: () => 1000, watchdog },
    {
      launch() {
        throw new Error('There are no projects here.');
      },
    },
  ),
  launchTypes: completeLaunchTypes(context),
  checkLaunch: createLaunchCheck({
    clock: systemClock,
    hasDebugger: () => false,
    hasOtherSearchPath: () => false,
  }),
  settings: defaultSettings,
  clock: systemClock,
  log: silent,
  logFolder: join(folder, 'logs'),
  port: 0,
  trace: createRecorder(),
});
process.send?.(host.environment('NoDebug'));
answerMeasures();
process.once('disconnect', () => {
  void host.close().finally(() => {
    watchdog.dispose();
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
});
