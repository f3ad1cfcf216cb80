import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { readHostState, writeHostState } from '../../../src/host/state/hostState.ts';
import { createIdentity } from '../../../src/common/server/identity.ts';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const day = 24 * 60 * 60 * 1000;

test('a host that starts while the previous one closes waits for its port, and no end is reported twice', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const first = await openEndpoint(context, { stateFile });
  first.runner.onStop = () => {};
  const controller = first.controller();
  await controller.connect();
  const session = await controller.runSession(goodRun);
  await until('the session runs', () => first.runner.find(session.id) !== undefined);
  const run = first.runner.of(session.id);
  run.events.started(1);
  await session.started;
  const closing = first.host.close();
  const opening = openEndpoint(context, { stateFile });
  run.events.ended(143);
  await closing;
  const second = await opening;
  assert.deepEqual([second.port, second.token], [first.port, first.token]);
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 143 });
  await controller.connected();
  await controller.roundTrip();
  const ends = session.notifications.filter(
    ({ notification_type }) => notification_type === 'sessionTerminated',
  );
  assert.equal(ends.length, 1);
});

test('the next host reports an undelivered end with its exit code', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const first = await openEndpoint(context, { stateFile });
  const controller = first.controller();
  const session = await controller.runSession(goodRun);
  await until('the session runs', () => first.runner.find(session.id) !== undefined);
  const { events } = first.runner.of(session.id);
  events.started(1);
  events.ended(7);
  await first.host.close();
  await openEndpoint(context, { stateFile });
  await controller.connect();
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  assert.deepEqual(session.messages, []);
});

test('a session is saved before the controller receives its id', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const fixture = await openEndpoint(context, { stateFile });
  const controller = fixture.controller({ instanceId: 'one' });
  const runs = Array.from({ length: 20 }, async () => {
    const { id } = await controller.runSession(goodRun);
    const { sessions = [] } = readHostState(stateFile) ?? {};
    assert.ok(sessions.some((session) => session.id === id && session.controller === 'one'));
  });
  await Promise.all(runs);
});

test('sessions of the user are not saved', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const { host } = await openEndpoint(context, { stateFile });
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  host.sessions.create({ kind: 'user' }, { launchConfiguration, env: [] });
  assert.deepEqual(readHostState(stateFile)?.sessions, []);
});

test('an expired certificate is replaced, and the log says so', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const now = systemClock.now().getTime();
  const { certificate, token } = await createIdentity(0, new Date(now - 366 * day));
  const sessions = [{ id: 'one', controller: 'c' }];
  const old = { version: 1, port: 1, token: token.reveal(), ...certificate, sessions } as const;
  await writeHostState(stateFile, old);
  const fixture = await openEndpoint(context, { stateFile });
  assert.match(fixture.log.lines.join('\n'), /has expired or is damaged/);
  assert.notEqual(fixture.token, token.reveal());
  assert.deepEqual(readHostState(stateFile)?.sessions, []);
});

test("a state file that can't be written is reported once, and nothing stops", async (context) => {
  const stateFile = join(await temporaryFolder(context), 'missing', 'state');
  const fixture = await openEndpoint(context, { stateFile });
  const controller = fixture.controller();
  await controller.runSession(goodRun);
  await controller.runSession(goodRun);
  const said = fixture.log.lines.filter((line) => line.includes("state file can't be written"));
  assert.equal(said.length, 1);
});
