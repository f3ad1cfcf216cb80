// Hosts that run the sessions of another host's API, through a proxy that fails in many ways.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../src/api/api.ts';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import { HostCluster } from '../../src/host/hostCluster.ts';
import { hostLabel, type IdeSession, type SessionStatus } from '../../src/protocol/ideSession.ts';
import { isActive, Sessions } from '../../src/sessions/sessions.ts';
import { openApiProxy } from '../../tools/fixtures/api/apiProxy.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { Random } from '../../tools/fixtures/random.ts';
import { RecordingLog } from '../../tools/fixtures/recordingLog.ts';
import { FakeRunner } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { completeLaunchTypes } from '../../tools/fixtures/sessions/launchTypes.ts';
import { context as launchContext } from '../../tools/fixtures/sessions/launchRequests.ts';
import { largeLogs } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../tools/fixtures/waiting.ts';

const launchTypes = completeLaunchTypes(launchContext);
const checkLaunch = () => Promise.resolve();
const bodyLimit = 1024 * 1024;
const limits = { startWidth: 4, stopWidth: 4, history: 1_000, ...largeLogs };

/** Pauses pass ten times faster, so that the test needs no minute. */
const fastClock: Clock = {
  now: () => systemClock.now(),
  elapsed: () => systemClock.elapsed() * 10,
  after: (milliseconds, callback) => systemClock.after(milliseconds / 10, callback),
};

/** The same on a machine whose clock runs a tenth faster and is two hours ahead. */
const skewedClock: Clock = {
  now: () => new Date(systemClock.now().getTime() + 2 * 60 * 60 * 1_000),
  elapsed: () => systemClock.elapsed() * 11,
  after: (milliseconds, callback) => systemClock.after(milliseconds / 11, callback),
};

async function openSessions(context: TestContext, runner: FakeRunner): Promise<Sessions> {
  const sessions = new Sessions({
    runner,
    clock: systemClock,
    log: new RecordingLog(),
    logFolder: join(await temporaryFolder(context), 'logs'),
    ...limits,
  });
  afterTest(context, () => sessions.dispose());
  return sessions;
}

/** Serves the API of a host that runs none of its sessions itself. */
async function openHub(context: TestContext): Promise<{ port: number; sessions: Sessions }> {
  const sessions = await openSessions(context, new FakeRunner());
  const api = createApi({
    sessions,
    launchTypes,
    checkLaunch,
    bodyLimit,
    clock: systemClock,
    log: new RecordingLog(),
    metrics: () => '',
    isClosing: () => false,
  });
  const server = createServer(api.handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    api.dispose();
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, sessions };
}

interface JoinedHost {
  readonly runner: FakeRunner;
  readonly sessions: Sessions;
  readonly log: RecordingLog;
}

/** A host whose programs run until they are stopped. */
async function joinHub(context: TestContext, port: number, clock: Clock): Promise<JoinedHost> {
  const runner = new FakeRunner();
  runner.onRun = (run) => void setImmediate(() => run.events.started(42));
  runner.onStop = (run) => run.events.ended(0);
  const sessions = await openSessions(context, runner);
  const log = new RecordingLog();
  const access = {
    server: `http://127.0.0.1:${port}`,
    trust: { isUnchecked: false },
    credentials: { kind: 'none' },
  } as const;
  const cluster = new HostCluster(
    { access, hostName: 'desk', isPluginAllowed: false },
    { sessions, launchTypes, checkLaunch, bodyLimit, clock, log, startWidth: limits.startWidth },
  );
  afterTest(context, () => cluster.dispose());
  return { runner, sessions, log };
}

function create(sessions: Sessions, name: string, configuration: object = {}): void {
  const launchConfiguration = { type: 'node', script_path: '/app.js', ...configuration };
  sessions.create(
    { kind: 'api' },
    { launchConfiguration, env: [], desiredState: 'Running' },
    { name, labels: { [hostLabel]: 'desk' } },
  );
}

function statusOf(sessions: Sessions, name: string): SessionStatus | undefined {
  return sessions.get(name)?.status;
}

test('a host runs the sessions of another host with its name, and reports them', async (context) => {
  const hub = await openHub(context);
  const host = await joinHub(context, hub.port, systemClock);
  create(hub.sessions, 'shop');
  await until('it runs', () => statusOf(hub.sessions, 'shop')?.state === 'Running');
  const status = statusOf(hub.sessions, 'shop');
  assert.equal(status?.pid, 42);
  // The manifest's column shows it: only hosts know which configuration they chose.
  assert.equal((status as { readonly launchType?: string }).launchType, 'node');
  const local = host.sessions.get('shop') as IdeSession;
  assert.deepEqual(local.spec.launchConfiguration, { type: 'node', script_path: '/app.js' });
  host.runner.of('shop').events.ended(3);
  await until('its end is known', () => statusOf(hub.sessions, 'shop')?.state === 'Stopped');
  assert.equal(statusOf(hub.sessions, 'shop')?.exitCode, 3);
});

test('a session that cannot run fails with the reason', async (context) => {
  const hub = await openHub(context);
  await joinHub(context, hub.port, systemClock);
  create(hub.sessions, 'unknown', { type: 'cobol' });
  await until('it has failed', () => statusOf(hub.sessions, 'unknown')?.state === 'Failed');
  const { message, reason } = statusOf(hub.sessions, 'unknown') as SessionStatus;
  assert.equal(reason, 'SessionInvalid');
  assert.match(message ?? '', /no launch configuration has a supported type/);
});

test('two hosts with different clocks share sessions through a faulty network, and no session runs twice', async (context) => {
  const hub = await openHub(context);
  const random = new Random(20_260_102);
  const proxy = await openApiProxy(context, hub.port, random);
  const hosts = [
    await joinHub(context, proxy.port, fastClock),
    await joinHub(context, proxy.port, skewedClock),
  ];
  const names = Array.from({ length: 40 }, (_, index) => `session-${index}`);
  for (const name of names) create(hub.sessions, name);
  const started = (): number =>
    names.filter((name) => statusOf(hub.sessions, name)?.state === 'Running').length;
  await until('half of them run', () => started() >= 20);
  for (const name of names.slice(0, 10))
    hub.sessions.update(name, { spec: { desiredState: 'Stopped' } });
  for (const name of names.slice(10, 20)) hub.sessions.remove(name);
  await until('all faults have happened', () => proxy.counts.size === 8);
  proxy.heal();
  await until('all others run', () =>
    names.slice(20).every((name) => statusOf(hub.sessions, name)?.state === 'Running'),
  );
  const runs = hosts.flatMap(({ runner }) => runner.runs.map(({ session }) => session));
  assert.equal(new Set(runs.map(({ metadata }) => metadata.name)).size, runs.length);
  const running = (): string[] =>
    hosts.flatMap(({ sessions }) =>
      sessions
        .list()
        .filter(isActive)
        .map(({ metadata }) => metadata.name),
    );
  await until('the others are stopped', () => running().length === 20);
  assert.deepEqual(running().toSorted(), names.slice(20).toSorted());
});
