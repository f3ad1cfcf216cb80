// The API of a host with many sessions, which other hosts run, in its own process. It sends its
// port to its parent, and the number of requests when it is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../../../src/api/api.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { Sessions } from '../../../src/sessions/sessions.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import { FakeRunner } from '../../fixtures/sessions/fakeRunner.ts';
import { largeLogs } from '../../fixtures/sessions/sessionFixture.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'ide-session-host-bench-'));
const sessions = new Sessions({
  runner: new FakeRunner(),
  clock: systemClock,
  log,
  logFolder: folder,
  startWidth: 8,
  stopWidth: 8,
  history: 50,
  ...largeLogs,
});
const api = createApi({
  sessions,
  launchTypes: completeLaunchTypes({
    workspace: folder,
    environment: process.env,
    platform: process.platform,
  }),
  checkLaunch: () => Promise.resolve(),
  bodyLimit: 1024 * 1024,
  clock: systemClock,
  log,
  metrics: () => '',
  isClosing: () => false,
});
let requests = 0;
const server = createServer((request, response) => {
  requests++;
  api.handle(request, response);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => process.send?.(requests));
process.once('disconnect', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
