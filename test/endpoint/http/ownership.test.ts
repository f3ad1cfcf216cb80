import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test("a controller can't stop another controller's session", async (context) => {
  const fixture = await openEndpoint(context);
  const [owner, stranger] = [fixture.controller(), fixture.controller()];
  await owner.connect();
  const session = await owner.runSession(goodRun);
  await until('the session runs', () => fixture.runner.find(session.id) !== undefined);
  const run = fixture.runner.of(session.id);
  run.events.started(1);
  assert.equal(await stranger.stopSession(session.id), 204);
  run.write('still here\n');
  await session.waitFor(({ stdout }) => stdout === 'still here\n');
  assert.equal(run.stops, 0);
  assert.equal(fixture.host.sessions.get(session.id)?.status.state, 'Running');
});

test("a controller gets no notifications about another controller's session", async (context) => {
  const fixture = await openEndpoint(context);
  const [owner, stranger] = [fixture.controller(), fixture.controller()];
  await Promise.all([owner.connect(), stranger.connect()]);
  const heard: unknown[] = [];
  stranger.observe((notification) => heard.push(notification));
  fixture.runner.onRun = ({ events }) => {
    events.message('info', 'beginning');
    events.started(1);
    void events.output('stderr', Buffer.from('line\n'));
    events.ended(0);
  };
  const session = await owner.runSession(goodRun);
  await session.terminated;
  await stranger.roundTrip();
  assert.deepEqual(heard, []);
  owner.assertClean();
  stranger.assertClean();
});

test("controllers can neither see nor stop the user's sessions", async (context) => {
  const fixture = await openEndpoint(context);
  const { sessions } = fixture.host;
  const heard: unknown[] = [];
  const controllers = [fixture.controller(), fixture.controller({ instanceId: 'user' })];
  for (const controller of controllers) {
    await controller.connect();
    controller.observe((notification) => heard.push(notification));
  }
  const [launchConfiguration] = goodRun.launch_configurations;
  assert.ok(launchConfiguration !== undefined);
  const { name } = sessions.create({ kind: 'user' }, { launchConfiguration, env: [] }).metadata;
  sessions.start(name);
  await until('the session runs', () => fixture.runner.find(name) !== undefined);
  const run = fixture.runner.of(name);
  run.events.message('info', 'beginning');
  run.events.started(1);
  run.write('line\n');
  for (const controller of controllers) assert.equal(await controller.stopSession(name), 204);
  assert.equal(run.stops, 0);
  assert.equal(sessions.get(name)?.status.state, 'Running');
  run.events.ended(0);
  for (const controller of controllers) await controller.roundTrip();
  assert.deepEqual(heard, []);
  for (const controller of controllers) controller.assertClean();
});

test('instance ids are compared exactly', async (context) => {
  const fixture = await openEndpoint(context);
  const owner = fixture.controller({ instanceId: 'window-1/abcdefghijkl' });
  const { id } = await owner.runSession(goodRun);
  for (const instanceId of ['window-1/ABCDEFGHIJKL', 'window-1', 'abcdefghijkl', '*']) {
    assert.equal(await fixture.controller({ instanceId }).stopSession(id), 204, instanceId);
  }
  assert.equal(await owner.stopSession(id), 200);
});

test('an instance id may only contain visible characters', async (context) => {
  const fixture = await openEndpoint(context);
  const good = ['a', '~!@#$%^&*()', 'x'.repeat(256)];
  const bad = ['a b', 'a\tb', 'x'.repeat(257), 'é'];
  for (const [ids, status] of [
    [good, 201],
    [bad, 400],
  ] as const) {
    for (const instanceId of ids) {
      const controller = fixture.controller({ instanceId });
      const answer = await controller.request('PUT', '/run_session', { body: goodRun });
      assert.equal(answer.status, status, instanceId);
    }
  }
});
