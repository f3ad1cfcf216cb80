// Hosts of one name compete for the sessions of a cluster that fails in every way it can.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { type RemoteSession, getState, isWanted } from '../../../src/api/remote/remoteSession.ts';
import type { Clock } from '../../../src/common/clock.ts';
import { hostLabel } from '../../../src/protocol/ideSession.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { type FaultRates, noFaults } from '../../../tools/fixtures/cluster/faultyClient.ts';
import { SimulatedCluster } from '../../../tools/fixtures/cluster/simulatedCluster.ts';
import { SimulatedHost } from '../../../tools/fixtures/cluster/simulatedHost.ts';
import { fc } from '../../../tools/fixtures/property.ts';
import { Random } from '../../../tools/fixtures/random.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const manyFaults: FaultRates = {
  lostRequest: 5,
  lostAnswer: 8,
  busy: 5,
  conflict: 5,
  cut: 3,
  repeated: 10,
  expired: 20,
};

class World {
  readonly clock = new ManualClock();
  readonly cluster = new SimulatedCluster();
  readonly log = new RecordingLog();
  readonly random: Random;
  readonly hosts: SimulatedHost[] = [];
  /** Where each session was begun, by uid. */
  readonly begun = new Map<string, string[]>();
  readonly runs: FakeRun[] = [];
  rates: FaultRates = noFaults;
  readonly #folder: string;
  #count = 0;

  constructor(seed: number, folder: string) {
    this.random = new Random(seed);
    this.#folder = folder;
  }

  addHost(): SimulatedHost {
    const host = new SimulatedHost({
      cluster: this.cluster,
      identity: `host-${++this.#count}`,
      hostName: 'desk',
      clock: this.#skewedClock(),
      log: this.log,
      folder: this.#folder,
      random: this.random,
      rates: () => this.rates,
      onRun: ({ identity }, run) => this.#noteRun(identity, run),
    });
    this.hosts.push(host);
    return host;
  }

  create(name: string): void {
    if (this.cluster.find(name) === undefined) this.cluster.create(name, { [hostLabel]: 'desk' });
  }

  crash(host: SimulatedHost): void {
    host.crash();
    this.hosts.splice(this.hosts.indexOf(host), 1);
  }

  /** Lets time pass, with everything that happens in it. */
  async pass(milliseconds: number, step = 250): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += step) {
      this.clock.advance(step);
      await turn();
      await turn();
    }
  }

  dispose(): void {
    for (const host of this.hosts) host.dispose();
  }

  #noteRun(identity: string, run: FakeRun): void {
    this.runs.push(run);
    const uid = String(run.session.spec.launchConfiguration['uid']);
    this.begun.set(uid, [...(this.begun.get(uid) ?? []), identity]);
  }

  /** The clock of another machine: it runs up to a tenth faster or slower, and shows another time. */
  #skewedClock(): Clock {
    const rate = 0.9 + this.random.below(200) / 1_000;
    const offset = (this.random.below(7_200) - 3_600) * 1_000;
    return {
      now: () => new Date(this.clock.now().getTime() + offset),
      elapsed: () => this.clock.elapsed() * rate,
      after: (milliseconds, callback) => this.clock.after(milliseconds / rate, callback),
    };
  }
}

/** One random event in the life of a cluster. */
function happen(world: World): void {
  const { cluster, hosts, random } = world;
  const name = `session-${random.below(12)}`;
  const session = cluster.find(name);
  const host = hosts.length > 0 ? random.pick(hosts) : undefined;
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      return world.create(name);
    case 3:
      return session && void cluster.patch(name, { spec: { desiredState: 'Stopped' } });
    case 4:
      return cluster.delete(name);
    case 5:
      return host?.client.setReachable(false);
    case 6:
      return hosts.forEach(({ client }) => client.setReachable(true));
    case 7:
      if (hosts.length > 2 && host !== undefined) world.crash(host);
      return;
    case 8:
      if (hosts.length < 5) world.addHost();
      return cluster.compact();
    case 9:
      return world.runs.length > 0 ? random.pick(world.runs).events.ended(3) : undefined;
  }
}

function assertSettled(world: World): void {
  const running = new Map<string, string[]>();
  for (const host of world.hosts) {
    for (const name of host.running) {
      running.set(name, [...(running.get(name) ?? []), host.identity]);
    }
  }
  for (const session of world.cluster.sessions) {
    const { name } = session.metadata;
    const state = getState(session);
    if (state.kind === 'held') {
      assert.equal(state.state, 'Running', describe(session));
      assert.deepEqual(running.get(name), [state.holder?.identity], describe(session));
      assert.ok(isWanted(session), describe(session));
    } else {
      // A session that no host began stays as it is if it isn't wanted.
      assert.ok(state.kind === 'over' || !isWanted(session), describe(session));
      assert.equal(running.get(name), undefined, describe(session));
    }
    running.delete(name);
  }
  assert.deepEqual([...running], []);
}

function describe({ metadata, status }: RemoteSession): string {
  return `${metadata.name}: ${JSON.stringify(status)}`;
}

async function openWorld(context: TestContext, seed: number): Promise<World> {
  const world = new World(seed, await temporaryFolder(context));
  afterTest(context, () => world.dispose());
  return world;
}

test('no session runs twice under any fault, and all sessions settle afterwards', async (context) => {
  const folder = await temporaryFolder(context);
  let begun = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 - 1 }), async (seed) => {
      const world = new World(seed, folder);
      try {
        for (let count = 0; count < 3; count++) world.addHost();
        world.rates = manyFaults;
        for (let event = 0; event < 60; event++) {
          happen(world);
          await world.pass(world.random.below(8_000));
        }
        world.rates = noFaults;
        for (const { client } of world.hosts) client.setReachable(true);
        await world.pass(200_000, 500);
        for (const [uid, hosts] of world.begun) {
          assert.equal(hosts.length, 1, `${uid} was begun on ${hosts.join(' and ')}`);
          assert.ok(world.cluster.holders.get(uid)?.has(String(hosts[0])), 'begun without a claim');
        }
        begun += world.begun.size;
        assertSettled(world);
      } finally {
        world.dispose();
      }
    }),
    { numRuns: 30 },
  );
  assert.ok(begun >= 30, `${begun} sessions were begun`);
});

test('sessions of a host that is gone fail, and free ones are run by another', async (context) => {
  const world = await openWorld(context, 1);
  const first = world.addHost();
  world.create('old');
  await world.pass(1_000);
  assert.deepEqual(first.running, ['old']);
  const second = world.addHost();
  world.crash(first);
  world.create('new');
  await world.pass(120_000, 500);
  assert.deepEqual(second.running, ['new']);
  const { status } = world.cluster.get('old') as { status: Record<string, string> };
  assert.equal(status['state'], 'Failed');
  assert.equal(status['reason'], 'SessionHostLost');
  assert.match(status['message'] ?? '', /The host that ran this session \(host-1\) is gone/);
});

test('programs keep running while the API server is unreachable', async (context) => {
  const world = await openWorld(context, 2);
  const hosts = [world.addHost(), world.addHost()];
  for (const name of ['a', 'b', 'c']) world.create(name);
  await world.pass(2_000);
  const before = hosts.map(({ running }) => running);
  for (const { client } of hosts) client.setReachable(false);
  await world.pass(600_000, 1_000);
  assert.deepEqual(
    hosts.map(({ running }) => running),
    before,
  );
  for (const { client } of hosts) client.setReachable(true);
  await world.pass(200_000, 500);
  assert.deepEqual(
    hosts.map(({ running }) => running),
    before,
  );
  assertSettled(world);
});

test('a program that ended during an outage is reported after it', async (context) => {
  const world = await openWorld(context, 3);
  const host = world.addHost();
  world.create('a');
  await world.pass(1_000);
  host.client.setReachable(false);
  host.runner.of('a').events.ended(7);
  await world.pass(30_000);
  host.client.setReachable(true);
  await world.pass(60_000);
  const { status } = world.cluster.get('a') as { status: Record<string, unknown> };
  assert.equal(status['state'], 'Stopped');
  assert.equal(status['exitCode'], 7);
});

test('a host that was cut off stops the sessions that were given up', async (context) => {
  const world = await openWorld(context, 4);
  const [first] = [world.addHost()];
  world.create('a');
  await world.pass(1_000);
  world.addHost();
  first?.client.setReachable(false);
  await world.pass(120_000, 500);
  assert.deepEqual(first?.running, ['a']);
  first?.client.setReachable(true);
  await world.pass(60_000, 500);
  assert.deepEqual(first?.running, []);
  assertSettled(world);
});

test('a stop, a deletion and a restart reach the host', async (context) => {
  const world = await openWorld(context, 5);
  const host = world.addHost();
  for (const name of ['a', 'b', 'c']) world.create(name);
  await world.pass(1_000);
  world.cluster.patch('a', { spec: { desiredState: 'Stopped' } });
  world.cluster.delete('b');
  const annotations = { 'usvc-dev.developer.microsoft.com/restartedAt': 'now' };
  world.cluster.patch('c', { metadata: { annotations } });
  await world.pass(1_000);
  assert.deepEqual(host.running, ['c']);
  assert.deepEqual(host.runner.of('c').restarts.length, 1);
  assert.equal((world.cluster.get('a').status as Record<string, unknown>)['state'], 'Stopped');
});

test('a session takes two requests until it runs and one at its end, and a renewal every 20 seconds', async (context) => {
  const world = await openWorld(context, 6);
  const host = world.addHost();
  await world.pass(1_000);
  const before = world.cluster.requests;
  world.create('a');
  await world.pass(1_000);
  assert.equal(world.cluster.requests - before, 2, 'claim and start');
  await world.pass(60_000);
  const renewals = world.cluster.requests - before - 2;
  assert.ok(renewals >= 2 && renewals <= 4, String(renewals));
  host.runner.of('a').events.ended(0);
  await world.pass(1_000);
  assert.equal(world.cluster.requests - before - 2 - renewals, 1);
});
