import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Controller } from '../../../tools/controller/controller.ts';
import { ControllerError } from '../../../tools/controller/controllerError.ts';
import { about, goodInfo, goodRun, meet, say } from '../../../tools/controller/fixtures/meeting.ts';

const goodError = { error: { code: 'NoSuchType', message: 'Nothing launches this.' } };

void test('it sends token and instance id with every request, the version with all but /info', async (context) => {
  const { controller, endpoint } = await meet(context, { instanceId: 'launch-abc' });
  await controller.info();
  await controller.runSession({ ...goodRun, env: [{ name: 'A', value: 'b' }], args: [] });
  await controller.stopSession('s1');
  const info = await endpoint.requests.next();
  const put = await endpoint.requests.next();
  const stop = await endpoint.requests.next();
  for (const { headers } of [info, put, stop]) {
    assert.equal(headers.authorization, 'Bearer the-secret-token');
    assert.equal(headers['microsoft-developer-dcp-instance-id'], 'launch-abc');
    assert.match(headers.host ?? '', /^localhost:\d+$/);
  }
  assert.equal(info.url, '/info');
  assert.equal(put.url, '/run_session?api-version=2025-10-01');
  assert.equal(put.headers['content-type'], 'application/json');
  assert.deepEqual(JSON.parse(put.body), {
    ...goodRun,
    env: [{ name: 'A', value: 'b' }],
    args: [],
  });
  assert.equal(stop.method, 'DELETE');
  assert.equal(stop.url, '/run_session/s1?api-version=2025-10-01');
});

void test('it creates its instance id from the prefix', async (context) => {
  const { controller } = await meet(context);
  assert.match(controller.instanceId, /^launch-[a-z0-9]{12}$/);
});

void test('uses the newest common version after /info unless one is given', async (context) => {
  const older = { ...goodInfo, protocols_supported: ['2024-04-23', '2099-01-01', '2024-03-03'] };
  const free = await meet(context);
  free.endpoint.script = () => ({ status: 200, body: older });
  assert.deepEqual(await free.controller.info(), older);
  assert.equal(free.controller.apiVersion, '2024-04-23');
  const told = await meet(context, { apiVersion: '2030-01-01' });
  await told.controller.info();
  assert.equal(told.controller.apiVersion, '2030-01-01');
});

const faultyInfos: [body: unknown, violation: string][] = [
  [{ supported_launch_configurations: ['node'] }, 'protocols_supported is not a list'],
  [{ ...goodInfo, protocols_supported: [1] }, 'protocols_supported is not a list'],
  [{ ...goodInfo, protocols_supported: ['2023-01-01'] }, 'holds no known version'],
  [{ protocols_supported: ['2025-10-01'] }, 'supported_launch_configurations is missing'],
  [{ ...goodInfo, supported_launch_configurations: [''] }, 'is not a list of texts'],
  [{ ...goodInfo, supported_launch_configurations: 'node' }, 'is not a list of texts'],
];

for (const [body, violation] of faultyInfos) {
  void test(`it reports an /info of ${JSON.stringify(body)}`, async (context) => {
    const meeting = await meet(context);
    meeting.endpoint.script = () => ({ status: 200, body });
    await meeting.controller.info();
    meeting.assertViolations([violation]);
  });
}

void test('it accepts an /info from before launch configurations were listed', async (context) => {
  const { controller, endpoint } = await meet(context);
  endpoint.script = () => ({ status: 200, body: { protocols_supported: ['2024-03-03'] } });
  await controller.info();
  controller.assertClean();
});

void test('it reports an /info that is not a JSON object', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => ({ status: 200, body: [] });
  await assert.rejects(meeting.controller.info(), { status: 200, code: 'UnexpectedAnswer' });
  meeting.assertViolations(['GET /info was answered 200, which means nothing here']);
});

void test('it compares /info with the environment', async (context) => {
  const { endpoint } = await meet(context);
  const heardFrom = async (announced: string): Promise<string[]> => {
    const environment = { ...endpoint.environment(), DEBUG_SESSION_INFO: announced };
    const controller = Controller.fromEnvironment(environment);
    await controller.info();
    controller.vanish();
    return controller.violations;
  };
  assert.deepEqual(await heardFrom(JSON.stringify(goodInfo)), []);
  assert.deepEqual(await heardFrom('{}'), ['GET /info: DEBUG_SESSION_INFO says otherwise.']);
  assert.deepEqual(await heardFrom('{'), ['GET /info: DEBUG_SESSION_INFO is not JSON.']);
});

void test('it takes the last segment of Location as the id', async (context) => {
  const { controller, endpoint } = await meet(context);
  for (const location of ['https://localhost:1/a/run_session/x%20y?z=1', '/run_session/z']) {
    endpoint.script = () => ({ status: 201, headers: { location } });
    const { id } = await controller.runSession(goodRun);
    assert.equal(id, location === '/run_session/z' ? 'z' : 'x y');
  }
  controller.assertClean();
});

for (const location of [
  undefined,
  '',
  '/run_session/',
  '/session/s1',
  '/run_session/%',
  'http://[',
]) {
  void test(`it reports a 201 whose Location is ${location}`, async (context) => {
    const meeting = await meet(context);
    const headers = location === undefined ? {} : { location };
    meeting.endpoint.script = () => ({ status: 201, headers });
    await assert.rejects(meeting.controller.runSession(goodRun), { code: 'UnexpectedAnswer' });
    meeting.assertViolations(['without a Location of a session']);
  });
}

void test('it reports a PUT with another success status', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => ({ status: 200, headers: { location: '/run_session/s1' } });
  await assert.rejects(meeting.controller.runSession(goodRun), { status: 200 });
  meeting.assertViolations(['PUT /run_session was answered 200']);
});

void test("it throws the endpoint's error of a refusal, without a violation", async (context) => {
  const { controller, endpoint } = await meet(context);
  const details = [{ code: 'Inner', message: 'Deeper' }];
  endpoint.script = () => ({ status: 400, body: { error: { ...goodError.error, details } } });
  for (const ask of [
    () => controller.runSession(goodRun),
    () => controller.stopSession('x'),
    () => controller.info(),
  ]) {
    await assert.rejects(ask, (error) => {
      assert.ok(error instanceof ControllerError);
      assert.deepEqual([error.status, error.code, error.details], [400, 'NoSuchType', details]);
      assert.equal(error.message, 'Nothing launches this.');
      return true;
    });
  }
  controller.assertClean();
});

const faultyErrors: [body: unknown, violation: string][] = [
  ['<html>', 'the body is not a JSON object'],
  ['', 'the body is not a JSON object'],
  [[goodError], 'the body is not a JSON object'],
  [{}, 'error is not an object'],
  [{ error: 'No' }, 'error is not an object'],
  [{ error: { message: 'x' } }, 'error.code is not in PascalCase'],
  [{ error: { code: 'no_such_type', message: 'x' } }, 'error.code is not in PascalCase'],
  [{ error: { code: 'A' } }, 'error.message is not a text'],
  [{ error: { code: 'A', message: ' ' } }, 'error.message is not a text'],
  [{ error: { code: 'A', message: 'x', details: {} } }, 'error.details is not an array'],
  [{ error: { code: 'A', message: 'x', details: [{ code: 'B' }] } }, 'error.details[0].message'],
];

for (const [body, violation] of faultyErrors) {
  void test(`it reports an error body of ${JSON.stringify(body)}`, async (context) => {
    const meeting = await meet(context);
    meeting.endpoint.script = () => ({ status: 500, body });
    await assert.rejects(meeting.controller.runSession(goodRun), {
      status: 500,
      code: 'Unreadable',
    });
    meeting.assertViolations([`PUT /run_session answered 500, but ${violation}`]);
  });
}

void test('it reports a response that contains the token, without showing it', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => ({
    status: 401,
    body: { error: { code: 'BadToken', message: 'It is the-secret-token.' } },
  });
  await assert.rejects(meeting.controller.info());
  meeting.assertViolations(['with the token in the body']);
  assert.doesNotMatch(meeting.controller.violations.join(), /the-secret-token/);
});

void test('it gives up a PUT after two minutes and reports that', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => undefined;
  const run = meeting.controller.runSession(goodRun);
  await meeting.endpoint.requests.next();
  meeting.clock.advance(119_999);
  meeting.controller.assertClean();
  meeting.clock.advance(1);
  await assert.rejects(run, /PUT \/run_session had no answer within 120000 ms/);
  meeting.assertViolations(['PUT /run_session had no answer within 120000 ms']);
});

void test('it does not start a PUT whose signal is already aborted', async (context) => {
  const { controller, endpoint } = await meet(context);
  await assert.rejects(controller.runSession(goodRun, { signal: AbortSignal.abort() }), {
    name: 'AbortError',
  });
  assert.equal(endpoint.requests.count, 0);
});

void test('stopping a session resolves when its end is reported', async (context) => {
  const meeting = await meet(context);
  const { session, socket } = await meeting.startSession();
  const stopping = meeting.controller.stopSession('s1');
  await meeting.clock.scheduled(10_000);
  say(socket, about('processRestarted'), about('sessionTerminated', { exit_code: 143 }));
  assert.equal(await stopping, 200);
  assert.deepEqual(await session.terminated, { exitCode: 143 });
  assert.equal(await meeting.controller.stopSession('s1'), 200);
  meeting.controller.assertClean();
});

for (const [id, status] of [
  ['s1', 200],
  ['s1', 204],
  ['unheard', 200],
] as const) {
  void test(`it reports a ${status} for ${id} that is not followed by sessionTerminated`, async (context) => {
    const meeting = await meet(context);
    await meeting.startSession();
    meeting.endpoint.script = () => ({ status });
    const stopping = meeting.controller.stopSession(id);
    await meeting.clock.scheduled(10_000);
    meeting.clock.advance(9_999);
    meeting.controller.assertClean();
    meeting.clock.advance(1);
    assert.equal(await stopping, status);
    meeting.assertViolations([`DELETE answered ${status}, but no sessionTerminated came within`]);
  });
}

void test('tracks the end of a session that is not awaited', async (context) => {
  const meeting = await meet(context);
  await meeting.startSession();
  assert.equal(await meeting.controller.stopSession('s1', { awaitEnd: false }), 200);
  meeting.clock.advance(10_000);
  await meeting.controller.roundTrip();
  meeting.assertViolations(['no sessionTerminated came']);
});

void test('expects no end that could not be reported', async (context) => {
  const meeting = await meet(context);
  await meeting.controller.runSession(goodRun);
  assert.equal(await meeting.controller.stopSession('s1'), 200);
  const { controller, clock } = meeting;
  await meeting.connect();
  const stopping = controller.stopSession('s1');
  await clock.scheduled(10_000);
  controller.vanish();
  clock.advance(10_000);
  assert.equal(await stopping, 200);
  controller.assertClean();
});

void test('a 204 for an unknown session needs no end', async (context) => {
  const meeting = await meet(context);
  await meeting.connect();
  meeting.endpoint.script = () => ({ status: 204 });
  assert.equal(await meeting.controller.stopSession('never'), 204);
  meeting.controller.assertClean();
});

void test('it reports a DELETE with another success status', async (context) => {
  const meeting = await meet(context);
  meeting.endpoint.script = () => ({ status: 202 });
  await assert.rejects(meeting.controller.stopSession('s1'), { status: 202 });
  meeting.assertViolations(['DELETE /run_session/s1 was answered 202']);
});
