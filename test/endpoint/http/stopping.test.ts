import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Controller } from '../../controller/controller.ts';
import type { Session } from '../../controller/session.ts';
import { type EndpointRoom, goodRun, openEndpoint } from '../../support/endpointRoom.ts';
import type { FakeRun } from '../../support/fakeRunner.ts';
import { requestText } from '../../support/rawConnection.ts';
import { until } from '../../support/waiting.ts';
import { dial, goodHeaders } from './answers.ts';

interface Started {
  readonly controller: Controller;
  readonly session: Session;
  readonly run: FakeRun;
}

async function start(room: EndpointRoom): Promise<Started> {
  const controller = room.controller();
  await controller.connect();
  const session = await controller.runSession(goodRun);
  await until('the session runs', () => room.runner.find(session.id) !== undefined);
  const run = room.runner.of(session.id);
  run.events.started(1);
  await session.started;
  return { controller, session, run };
}

test('stopping is answered at once, and the true end follows', async (context) => {
  const room = await openEndpoint(context);
  room.runner.onStop = () => {};
  const { controller, session, run } = await start(room);
  assert.equal(await controller.stopSession(session.id, { awaitEnd: false }), 200);
  assert.equal(session.termination, undefined);
  run.write('the last words');
  run.events.ended(143);
  assert.deepEqual(await session.terminated, { exitCode: 143 });
  assert.equal(session.stdout, 'the last words\n');
  controller.assertClean();
});

test('a session may be stopped as often as one likes, and is asked once', async (context) => {
  const room = await openEndpoint(context);
  room.runner.onStop = () => {};
  const { controller, session, run } = await start(room);
  for (let count = 0; count < 3; count++) {
    assert.equal(await controller.stopSession(session.id, { awaitEnd: false }), 200);
  }
  run.events.ended(0);
  await session.terminated;
  assert.equal(run.stops, 1);
  controller.assertClean();
});

test('a session that has ended is nothing to stop any more', async (context) => {
  const room = await openEndpoint(context);
  const { controller, session, run } = await start(room);
  run.events.ended(7);
  assert.deepEqual(await session.terminated, { exitCode: 7 });
  assert.equal(await controller.stopSession(session.id), 204);
  controller.assertClean();
});

test('a session that was never there is nothing to stop', async (context) => {
  const controller = (await openEndpoint(context)).controller();
  const ids = ['00000000-0000-0000-0000-000000000000', 'x', '..%2Finfo', '%20', '__proto__'];
  for (const id of ids) {
    assert.equal((await controller.request('DELETE', `/run_session/${id}`)).status, 204, id);
  }
});

test('a session that is stopped in the moment of its answer begins and ends in good order', async (context) => {
  const room = await openEndpoint(context);
  const controller = room.controller();
  await controller.connect();
  // This connection is open already, so that its request is the next that is read.
  const other = await dial(room);
  const headers = {
    ...goodHeaders(room),
    'Microsoft-Developer-DCP-Instance-ID': controller.instanceId,
  };
  room.host.sessions.changes(({ type, session }) => {
    if (type !== 'added') return;
    const target = `/run_session/${session.metadata.name}?api-version=2025-10-01`;
    other.write(requestText('DELETE', target, headers));
  });
  const session = await controller.runSession(goodRun);
  assert.equal((await other.answer())?.status, 200);
  await session.terminatedWithin();
  assert.equal(room.runner.runs.length, 0);
  other.socket.destroy();
  controller.assertClean();
});
