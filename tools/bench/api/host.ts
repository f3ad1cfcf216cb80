// A host with the resource API whose sessions run nothing, in its own process; it sends its address to
// its parent.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/common/clock.ts';
import { SessionHost } from '../../../src/host/sessionHost.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';

const folder = mkdtempSync(join(tmpdir(), 'ide-session-host-bench-'));
const host = await SessionHost.open({
  runner: {
    run(_session, events) {
      events.started(process.pid);
      return {
        stop() {
          events.ended(143);
          return Promise.resolve();
        },
      };
    },
  },
  launchTypes: completeLaunchTypes({
    workspace: folder,
    environment: { PATH: process.env['PATH'] },
    platform: process.platform,
  }),
  checkLaunch: () => Promise.resolve(),
  settings: defaultSettings,
  clock: systemClock,
  log: { debug() {}, info() {}, warn() {}, error() {} },
  logFolder: join(folder, 'logs'),
  port: 0,
});
const { certificate, port, token } = await host.api.open();
process.send?.({ port, certificate, token: token.reveal() });
process.once('disconnect', () => {
  void host.close().finally(() => rmSync(folder, { recursive: true, force: true }));
});
