import assert from 'node:assert/strict';
import type { RunRequest } from '../../../tools/controller/runRequest.ts';
import { test } from 'node:test';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { dial, goodHeaders, sendWith } from './answers.ts';
import { requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';

const version = '?api-version=2025-10-01';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("the response has the session's address and nothing else", async (context) => {
  const fixture = await openEndpoint(context);
  const answer = await fixture.controller().request('PUT', '/run_session', { body: goodRun });
  assert.equal(answer.status, 201);
  assert.equal(answer.text, '');
  const { origin, pathname } = new URL(String(answer.headers.location));
  assert.equal(origin, `https://localhost:${fixture.port}`);
  assert.match(pathname.replace('/run_session/', ''), uuid);
});

test("the Location is the endpoint's own address regardless of the Host", async (context) => {
  const fixture = await openEndpoint(context);
  const body = JSON.stringify(goodRun);
  const content = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
  for (const host of [`127.0.0.1:${fixture.port}`, '[::1]', 'LOCALHOST']) {
    const headers = { ...content, Host: host };
    const answer = await sendWith(fixture, 'PUT', `/run_session${version}`, headers, body);
    const location = String(answer?.headers['location']);
    assert.ok(location.startsWith(`https://localhost:${fixture.port}/run_session/`), location);
  }
});

test('the first launch configuration whose type can run here is used', async (context) => {
  const fixture = await openEndpoint(context);
  const launch_configurations = [
    { type: 'cobol', program: 'first.cob' },
    { type: 'node', script_path: 'second.js', mode: 'NoDebug' },
    { type: 'python', program_path: 'third.py' },
  ];
  const body = { launch_configurations };
  await fixture.controller().request('PUT', '/run_session', { body });
  await until('the session was run', () => fixture.runner.runs.length > 0);
  const [run] = fixture.runner.runs;
  assert.deepEqual(run?.session.spec.launchConfiguration, launch_configurations[1]);
});

test('the values of a request reach the runner unchanged', async (context) => {
  const fixture = await openEndpoint(context);
  const env = [
    { name: 'PLAIN', value: 'value' },
    { name: 'EMPTY', value: '' },
    { name: 'UNICODE', value: 'é → 𝄞\n"quoted"' },
  ];
  const args = ['--flag', '', 'a b', '"', '𝄞'];
  const { id } = await fixture.controller().runSession({ ...goodRun, env, args });
  await until('the session was run', () => fixture.runner.find(id) !== undefined);
  const { spec } = fixture.runner.of(id).session;
  assert.deepEqual(spec.env, env);
  assert.deepEqual(spec.args, args);
});

test("absent or null args keep the profile's, an empty list does not", async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  const cases = [
    [{}, undefined],
    [{ args: null }, undefined],
    [{ args: [] }, []],
  ] as const;
  for (const [args, expected] of cases) {
    const { id } = await controller.runSession({ ...goodRun, ...args } as RunRequest);
    await until('the session was run', () => fixture.runner.find(id) !== undefined);
    assert.deepEqual(fixture.runner.of(id).session.spec.args, expected);
  }
});

test('unknown properties are ignored everywhere', async (context) => {
  const fixture = await openEndpoint(context);
  const body = {
    launch_configurations: [{ type: 'node', script_path: 'app.js', future: { deep: [1, {}] } }],
    env: [{ name: 'A', value: 'b', secret: true }],
    future_property: [null],
  };
  assert.equal((await fixture.controller().request('PUT', '/run_session', { body })).status, 201);
});

test('a property named like one of Object.prototype is treated like any other', async (context) => {
  const fixture = await openEndpoint(context);
  const body = `{"launch_configurations":[{"type":"node","script_path":"a.js","__proto__":{"mode":"x"},
    "constructor":1}],"__proto__":{"env":7}}`;
  assert.equal((await fixture.controller().request('PUT', '/run_session', { body })).status, 201);
});

test('a type named like a property of Object.prototype is an unsupported type', async (context) => {
  const fixture = await openEndpoint(context);
  for (const type of ['__proto__', 'constructor', 'toString', 'Node', ' node']) {
    const body = { launch_configurations: [{ type, script_path: 'app.js' }] };
    const answer = await fixture.controller().request('PUT', '/run_session', { body });
    assert.match(answer.text, /UnsupportedLaunchConfiguration.*node, python/);
  }
});

test('the response does not wait for the program to start', async (context) => {
  const fixture = await openEndpoint(context);
  const { id } = await fixture.controller().runSession(goodRun);
  await until('the session was run', () => fixture.runner.find(id) !== undefined);
  assert.equal(fixture.host.sessions.get(id)?.status.state, 'Starting');
  fixture.runner.find(id)?.events.started(7);
  await until('the program runs', () => fixture.host.sessions.get(id)?.status.state === 'Running');
});

test('no notification is sent before the response that names its session', async (context) => {
  const fixture = await openEndpoint(context);
  fixture.runner.onRun = ({ events }) => {
    events.started(1);
    events.ended(0);
  };
  const controller = fixture.controller();
  await controller.connect();
  const connection = await dial(fixture);
  const answered = new Set<string>();
  const heardTooEarly: string[] = [];
  controller.observe(({ session_id }) => {
    if (!answered.has(session_id)) heardTooEarly.push(session_id);
  });
  const body = JSON.stringify(goodRun);
  const headers = {
    ...goodHeaders(fixture),
    'Microsoft-Developer-DCP-Instance-ID': controller.instanceId,
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
  };
  for (let count = 0; count < 50; count++) {
    connection.write(requestText('PUT', `/run_session${version}`, headers, body));
    const answer = await connection.answer();
    const id = String(answer?.headers['location']).split('/').at(-1) ?? '';
    answered.add(id);
    await controller.session(id).terminated;
  }
  connection.socket.destroy();
  assert.deepEqual(heardTooEarly, []);
  controller.assertClean();
});
