// A host whose sessions run nothing, in its own process; it sends its address to its parent.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLaunchCheck } from '../../../src/host/launchCheck.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { SessionHost } from '../../../src/host/sessionHost.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import type { Runner } from '../../../src/sessions/runner.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import { stayingScript } from '../latency/requests.ts';
import { answerMeasures } from './measuredProcess.ts';
import { createRecorder } from './tracing.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Runs nothing: a session ends immediately, or when it is stopped if it has the lasting script. */
const idleRunner: Runner = {
  run({ spec }, events) {
    events.started(process.pid);
    if (spec.launchConfiguration['script_path'] !== stayingScript) events.ended(0);
    return {
      stop() {
        events.ended(143);
        return Promise.resolve();
      },
    };
  },
};

const folder = mkdtempSync(join(tmpdir(), 'ide-session-host-bench-'));
for (const script of ['app.js', stayingScript]) writeFileSync(join(folder, script), '');
const host = await SessionHost.open({
  runner: idleRunner,
  launchTypes: completeLaunchTypes({
    workspace: folder,
    environment: { PATH: process.env['PATH'] },
    platform: process.platform,
  }),
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
  void host.close().finally(() => rmSync(folder, { recursive: true, force: true }));
});
