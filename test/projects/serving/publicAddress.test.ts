import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { isAnswered, getPublicUrls } from '../../../src/projects/serving/publicAddress.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { LaunchProfile } from '../../../src/launch/profiles/launchProfile.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const profile: LaunchProfile = {
  name: 'https',
  settingsFolder: '/srv/shop/Client/Properties',
  commandName: 'Project',
  applicationUrl: ['https://localhost:7193', 'http://localhost:5125'],
  environmentVariables: {},
};
const moved = { env: [{ name: 'ASPNETCORE_URLS', value: 'http://localhost:23844' }] };
const listening = ['http://localhost:23844'];
const never = new AbortController().signal;

test("a server that a controller has moved is public at its profile's addresses", () => {
  assert.deepEqual(getPublicUrls(profile, moved, listening), profile.applicationUrl);
});

test("a server that listens at its profile's addresses is public there itself", () => {
  assert.deepEqual(getPublicUrls(profile, { env: [] }, profile.applicationUrl), []);
  assert.deepEqual(getPublicUrls(profile, moved, ['http://127.0.0.1:5125', ...listening]), [
    'https://localhost:7193',
  ]);
});

test('a server without a profile of its own has no public address', () => {
  assert.deepEqual(getPublicUrls(undefined, moved, listening), []);
  assert.deepEqual(getPublicUrls({ ...profile, commandName: 'Executable' }, moved, listening), []);
  const anywhere = { ...profile, applicationUrl: ['http://localhost:0', 'http://unix:/tmp/s'] };
  assert.deepEqual(getPublicUrls(anywhere, moved, listening), []);
});

async function listen(context: TestContext, server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('an address responds with any status', async (context) => {
  const server = createServer((_, response) => response.writeHead(404).end());
  assert.equal(await isAnswered(await listen(context, server), systemClock, never), true);
});

test('a proxy that closes connections is retried until its target responds', async (context) => {
  let asked = 0;
  const server = createServer((request, response) => {
    if (++asked < 3) request.socket.destroy();
    else response.end('here');
  });
  assert.equal(await isAnswered(await listen(context, server), systemClock, never), true);
  assert.equal(asked, 3);
});

test('an unresponsive address is given up, and a cancelled one immediately', async (context) => {
  const silent = createTcpServer(() => undefined);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  afterTest(context, () => {
    silent.close();
  });
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const ended = new AbortController();
  const clock = new ManualClock();
  const answer = isAnswered(url, clock, ended.signal);
  const ends: boolean[] = [];
  void answer.then((end) => ends.push(end));
  // Each request times out after two seconds, all of them after ten.
  while (ends.length === 0) {
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(ends, [false]);
  ended.abort();
  assert.equal(await isAnswered(url, clock, ended.signal), false);
});
