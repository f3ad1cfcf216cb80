// A host that runs the sessions of an API, with programs that start nothing. Its arguments are the
// port of the API and the name of the host.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/common/clock.ts';
import { HostCluster } from '../../../src/host/hostCluster.ts';
import { Sessions } from '../../../src/sessions/sessions.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import { FakeRunner } from '../../fixtures/sessions/fakeRunner.ts';
import { largeLogs } from '../../fixtures/sessions/sessionFixture.ts';

const [port = '', hostName = ''] = process.argv.slice(2);
const log = { debug() {}, info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'ide-session-host-bench-'));
const runner = new FakeRunner();
runner.onRun = (run) => run.events.started(1);
runner.onStop = (run) => run.events.ended(0);
const limits = { startWidth: 8, stopWidth: 8, history: 50, ...largeLogs };
const clock = systemClock;
const sessions = new Sessions({ runner, clock, log, logFolder: folder, ...limits });
const cluster = new HostCluster(
  {
    access: {
      server: `http://127.0.0.1:${port}`,
      trust: { isUnchecked: false },
      credentials: { kind: 'none' },
    },
    hostName,
    isPluginAllowed: false,
  },
  {
    sessions,
    launchTypes: completeLaunchTypes({
      workspace: folder,
      environment: process.env,
      platform: process.platform,
    }),
    checkLaunch: () => Promise.resolve(),
    bodyLimit: 1024 * 1024,
    clock,
    log,
    startWidth: limits.startWidth,
  },
);
process.send?.('joined');
process.once('disconnect', () => {
  cluster.dispose();
  sessions.dispose();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
