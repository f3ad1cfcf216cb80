import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageState } from '../../../src/apps/prepared/preparedPages.ts';
import { getExpiry, getPreparation, isUnclaimed } from '../../../src/protocol/ideSession.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { PrebuildFixture } from './prebuildFixture.ts';

const controller = { kind: 'controller', instanceId: 'shop' } as const;
const user = { kind: 'user' } as const;

test('of two requests that match a prepared session, one gets it', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  const { metadata, status } = fixture.prepared;
  assert.deepEqual(metadata.owner, { kind: 'host' });
  assert.equal(status.state, '');
  assert.equal(status.conditions?.[0]?.status, 'True');
  const first = fixture.request(controller);
  const second = fixture.request(user);
  assert.equal(first.metadata.name, metadata.name);
  assert.deepEqual(first.metadata.owner, controller);
  assert.deepEqual(first.spec.args, ['--fast']);
  assert.deepEqual(first.spec.env, [{ name: 'PORT', value: '5001' }]);
  assert.equal(first.spec.launchConfiguration['mode'], 'Debug');
  assert.equal(getPreparation(first)?.reason, 'Claimed');
  assert.notEqual(second.metadata.name, metadata.name);
  assert.equal(getPreparation(second), undefined);
  assert.deepEqual(fixture.observed, ['ready', 'claimed', 'missed']);
});

test('a request gets what its build uses, whatever its folder, profile and mode are', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  const { name } = fixture.prepared.metadata;
  const others = [
    { build_configuration: 'Release' },
    { build_environment: { FEATURE: 'on' } },
    { suppress_build: true },
    { project_path: `${fixture.folder}/Other.csproj` },
  ];
  for (const other of others) {
    const { metadata } = fixture.request(controller, other);
    assert.notEqual(metadata.name, name, JSON.stringify(other));
    fixture.sessions.sessions.remove(metadata.name);
  }
  const same = { project_path: fixture.folder, launch_profile: 'https', mode: 'NoDebug' };
  assert.equal(fixture.request(controller, same).metadata.name, name);
});

test('the next one is prepared when the claimed session has ended', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  const { name } = fixture.request(user).metadata;
  assert.equal(fixture.reason, 'InUse');
  const { sessions } = fixture.sessions;
  sessions.start(name);
  await until('it runs', () => fixture.sessions.runner.find(name) !== undefined);
  fixture.sessions.runner.of(name).events.started(1);
  assert.equal(fixture.reason, 'InUse');
  fixture.sessions.runner.of(name).events.ended(0);
  await fixture.prepare();
  assert.equal(sessions.list().filter(isUnclaimed).length, 1);
});

test('a claimed session that is removed before its start makes room for the next one', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  fixture.sessions.sessions.remove(fixture.request(controller).metadata.name);
  await fixture.prepare();
});

test('a changed file replaces what is prepared, and a running preparation', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  await fixture.changeUntil('it is replaced', () => fixture.reason === 'FilesChanging');
  assert.equal(getPreparation(fixture.request(user)), undefined);
  const [other] = fixture.sessions.sessions.list().filter((session) => !isUnclaimed(session));
  fixture.sessions.sessions.remove(other?.metadata.name ?? '');
  const { signal } = await fixture.begun();
  await fixture.changeUntil('it is stopped', () => signal.aborted);
  assert.equal(fixture.reason, 'FilesChanging');
  fixture.sessions.clock.advance(2_000);
  await fixture.prepare();
  assert.deepEqual(fixture.observed, ['ready', 'missed', 'stopped', 'ready']);
});

for (const path of ['Client/Client.csproj', 'Client']) {
  test(`nothing is prepared while a session runs a reference by the path ${path}`, async (context) => {
    const fixture = await PrebuildFixture.open(context);
    fixture.references.push(`${fixture.folder}/Client/Client.csproj`);
    await fixture.prepare();
    fixture.request(user, { project_path: `${fixture.folder}/${path}` });
    await fixture.changeUntil('it is replaced', () => fixture.reason !== 'Ready');
    assert.equal(fixture.reason, 'InUse');
  });
}

test('nothing is prepared while the user waits for a build, and that is no failure', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  const { signal } = await fixture.begun();
  fixture.want(true);
  assert.ok(signal.aborted);
  assert.equal(fixture.reason, 'Building');
  fixture.want(false);
  await fixture.prepare();
  fixture.want(true);
  assert.equal(fixture.reason, 'Ready');
});

test('a prepared session tells whether its page is loaded, and what it uses', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  const tell = (page: PageState | undefined): string | undefined => {
    fixture.page = page;
    fixture.pageChanges.fire();
    return getPreparation(fixture.prepared)?.message;
  };
  const loaded = { kind: 'ready', use: undefined } as const;
  const { done } = await fixture.begun();
  assert.equal(tell(loaded), 'The project is being built ahead.');
  fixture.page = undefined;
  done.resolve();
  await until('it is ready', () => fixture.reason === 'Ready');
  assert.equal(tell(undefined), 'The project is built.');
  assert.equal(tell(loaded), 'The project is built, and its page is loaded.');
  const use = { memory: 416 * 1024 ** 2, processorShare: undefined };
  const start = 'The project is built, and its page is loaded. It uses 420 MB of memory';
  assert.equal(tell({ kind: 'ready', use }), `${start}.`);
  assert.equal(
    tell({ kind: 'ready', use: { ...use, processorShare: 0.004 } }),
    `${start} and less than 1 % of a processor core.`,
  );
  assert.equal(
    tell({ kind: 'ready', use: { ...use, processorShare: 0.07 } }),
    `${start} and 7 % of a processor core.`,
  );
  assert.equal(
    tell({ kind: 'closed', excess: { of: 'processorShare', used: 0.5, limit: 0.25 } }),
    'The project is built. Its page was closed because it used 50 % of a processor core, and ideSessionHost.prebuildProcessorShare allows 25 % of a processor core. It is loaded again when a file of the project has changed, or the project was debugged.',
  );
  // As a setting of 1.1 is read.
  const excess = { of: 'processorShare', used: 0.0111, limit: 1.1 / 100 } as const;
  assert.match(tell({ kind: 'closed', excess }) ?? '', / used 1\.2 % .* allows 1\.1 % /);
  assert.equal(fixture.reason, 'Ready');
  assert.equal(tell(undefined), 'The project is built.');
});

test('a loaded machine begins no preparation, and ends none', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  fixture.facts.isLoaded = true;
  await fixture.prepare();
  fixture.sessions.sessions.remove(fixture.request(user).metadata.name);
  assert.equal(fixture.reason, 'MachineLoaded');
  fixture.sessions.clock.advance(15_000);
  assert.equal(fixture.reason, 'MachineLoaded');
  fixture.facts.isLoaded = false;
  fixture.sessions.clock.advance(15_000);
  await fixture.prepare();
});

test('nothing is begun outside the hours of a schedule, and what was begun is finished', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  const { clock } = fixture.sessions;
  const running = await fixture.begun();
  const hour = clock.now().getHours();
  const schedule = {
    days: new Set([0, 1, 2, 3, 4, 5, 6]),
    from: ((hour + 2) % 24) * 60,
    to: ((hour + 4) % 24) * 60,
  };
  await fixture.prebuilds.keep([{ path: fixture.project, schedule }]);
  assert.equal(running.signal.aborted, false);
  running.done.resolve();
  await until('it is ready', () => fixture.reason === 'Ready');
  await fixture.changeUntil('it waits', () => fixture.reason === 'OutsideHours');
  assert.match(getPreparation(fixture.prepared)?.message ?? '', /built ahead from .*Z, as/);
  assert.equal(fixture.works.length, 0);
  clock.advance(2 * 3_600_000);
  await fixture.prepare();
});

test('failures are repeated later, then wait for a change, with their reason', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  const { clock } = fixture.sessions;
  await fixture.fail();
  assert.equal(fixture.reason, 'BackOff');
  assert.match(getPreparation(fixture.prepared)?.message ?? '', /again at .*Z\. It broke\.$/);
  clock.advance(2_000);
  await fixture.fail();
  clock.advance(4_000);
  await fixture.fail();
  assert.equal(fixture.reason, 'Paused');
  assert.match(getPreparation(fixture.prepared)?.message ?? '', /It broke\.$/);
  clock.advance(3_600_000);
  assert.equal(fixture.works.length, 0);
  await fixture.changeUntil('it is tried again', () => fixture.works.length > 0);
});

test('clients of the API can start a prepared session, and remove it', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  const { sessions } = fixture.sessions;
  const first = fixture.prepared.metadata.name;
  sessions.update(first, { spec: { desiredState: 'Running' } });
  assert.equal(sessions.get(first)?.status.state, 'Starting');
  assert.deepEqual(sessions.get(first)?.metadata.owner, { kind: 'api' });
  assert.equal(fixture.reason, 'InUse');
  assert.equal(fixture.works.length, 0);
  const second = fixture.prepared.metadata.name;
  sessions.remove(second);
  assert.notEqual(fixture.prepared.metadata.name, second);
  assert.equal(fixture.reason, 'InUse');
});

test('clients of the API can stop a prepared session, which is no claim and keeps nothing from being prepared', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  const { sessions } = fixture.sessions;
  const { name } = fixture.prepared.metadata;
  sessions.update(name, { spec: { desiredState: 'Stopped' } });
  assert.deepEqual(sessions.get(name)?.metadata.owner, { kind: 'api' });
  assert.equal(fixture.reason, 'Ready');
  assert.deepEqual(fixture.observed, ['ready']);
});

test('a session that is being removed cannot be claimed', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  const { sessions } = fixture.sessions;
  const { name } = fixture.prepared.metadata;
  sessions.update(name, { metadata: { finalizers: ['example.com/mine'] } });
  sessions.remove(name);
  const { metadata } = fixture.request(user);
  assert.notEqual(metadata.name, name);
  assert.equal(metadata.deletionTimestamp, undefined);
  sessions.update(name, { metadata: { finalizers: [] } });
  sessions.remove(metadata.name);
  await fixture.prepare();
});

test('a prepared session has no lifecycle and is not counted until it is claimed', async (context) => {
  const lifecycle = { idleStop: 1_000, timeToLive: 5_000, maxSessions: 1 };
  const fixture = await PrebuildFixture.open(context, { lifecycle });
  const { clock, runner, sessions } = fixture.sessions;
  await fixture.prepare();
  clock.advance(3_600_000);
  assert.equal(fixture.reason, 'Ready');
  assert.equal(getExpiry(fixture.prepared), undefined);
  const { name } = fixture.request(user).metadata;
  sessions.start(name);
  await until('it runs', () => runner.find(name) !== undefined);
  runner.of(name).events.started(1);
  assert.match(getExpiry(fixture.sessions.session(name))?.message ?? '', /will be stopped/);
});

test('projects that are not kept any more are not prepared', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  const { signal } = await fixture.begun();
  await fixture.prebuilds.keep([]);
  assert.ok(signal.aborted);
  assert.deepEqual(fixture.sessions.sessions.list(), []);
});

test('what was prepared is released when the preparation is stopped after the build', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  const { done, signal } = await fixture.begun();
  fixture.afterBuild = () => fixture.want(true);
  done.resolve();
  await until('it is stopped', () => signal.aborted);
  await until('it is released', () => fixture.released === 1);
});

test('the host closes when a stopped preparation has ended', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  fixture.facts.isSlow = true;
  const { done, signal } = await fixture.begun();
  let isClosed = false;
  const closed = fixture.prebuilds.close().then(() => (isClosed = true));
  await turn();
  assert.ok(signal.aborted);
  assert.equal(isClosed, false);
  done.reject(new Error('It was stopped.'));
  await closed;
});

test('nothing is left when the host closes', async (context) => {
  const fixture = await PrebuildFixture.open(context);
  await fixture.prepare();
  await fixture.prebuilds.close();
  assert.deepEqual(fixture.sessions.sessions.list(), []);
  assert.equal(getPreparation(fixture.request(user)), undefined);
  await turn();
  assert.equal(fixture.sessions.clock.pending, 0);
});
