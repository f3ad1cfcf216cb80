import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Controller } from '../../../tools/controller/controller.ts';
import type { Session } from '../../../tools/controller/session.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import { requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { dial, goodHeaders } from './answers.ts';

interface Started {
  readonly controller: Controller;
  readonly session: Session;
  readonly run: FakeRun;
}

async function start(fixture: EndpointFixture): Promise<Started> {
  const controller = fixture.controller();
  await controller.connect();
  const session = await controller.runSession(goodRun);
  await until('the session runs', () => fixture.runner.find(session.id) !== undefined);
  const run = fixture.runner.of(session.id);
  run.events.started(1);
  await session.started;
  return { controller, session, run };
}

test('stopping is answered immediately, and the real exit follows', async (context) => {
  const fixture = await openEndpoint(context);
  fixture.runner.onStop = () => {};
  const { controller, session, run } = await start(fixture);
  assert.equal(await controller.stopSession(session.id, { awaitEnd: false }), 200);
  assert.equal(session.termination, undefined);
  run.write('the last words');
  run.events.ended(143);
  assert.deepEqual(await session.terminated, { exitCode: 143 });
  assert.equal(session.stdout, 'the last words\n');
  controller.assertClean();
});

test('stopping a session repeatedly asks its program once', async (context) => {
  const fixture = await openEndpoint(context);
  fixture.runner.onStop = () => {};
  const { controller, session, run } = await start(fixture);
  for (let count = 0; count < 3; count++) {
    assert.equal(await controller.stopSession(session.id, { awaitEnd: false }), 200);
  }
  run.events.ended(0);
  await session.terminated;
  assert.equal(run.stops, 1);
  controller.assertClean();
});

test('stopping an ended session is answered with no content', async (context) => {
  const fixture = await openEndpoint(context);
  const { controller, session, run } = await start(fixture);
  run.events.ended(7);
  assert.deepEqual(await session.terminated, { exitCode: 7 });
  assert.equal(await controller.stopSession(session.id), 204);
  controller.assertClean();
});

test('stopping an unknown session is answered with no content', async (context) => {
  const controller = (await openEndpoint(context)).controller();
  const ids = ['00000000-0000-0000-0000-000000000000', 'x', '..%2Finfo', '%20', '__proto__'];
  for (const id of ids) {
    assert.equal((await controller.request('DELETE', `/run_session/${id}`)).status, 204, id);
  }
});

test('a session that is stopped at the moment of its response starts and ends in order', async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  await controller.connect();
  // This connection is already open, so its request is read next.
  const other = await dial(fixture);
  const headers = {
    ...goodHeaders(fixture),
    'Microsoft-Developer-DCP-Instance-ID': controller.instanceId,
  };
  fixture.host.sessions.changes(({ type, session }) => {
    if (type !== 'added') return;
    const target = `/run_session/${session.metadata.name}?api-version=2025-10-01`;
    other.write(requestText('DELETE', target, headers));
  });
  const session = await controller.runSession(goodRun);
  assert.equal((await other.answer())?.status, 200);
  await session.terminatedWithin();
  assert.equal(fixture.runner.runs.length, 0);
  other.socket.destroy();
  controller.assertClean();
});
