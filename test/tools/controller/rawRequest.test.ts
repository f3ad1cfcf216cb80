import assert from 'node:assert/strict';
import { test } from 'node:test';

import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { Controller } from '../../../tools/controller/controller.ts';
import { about, goodRun, meet, say } from '../../../tools/controller/fixtures/meeting.ts';
import { ScriptedEndpoint } from '../../../tools/controller/fixtures/scriptedEndpoint.ts';
import { createTestCertificate } from '../../../tools/controller/fixtures/testCertificate.ts';

void test('a raw request may omit or replace what a controller sends', async (context) => {
  const { controller, endpoint } = await meet(context);
  await controller.request('PUT', '/run_session', {
    headers: { Authorization: null, host: 'evil.example', 'X-More': '1' },
    body: '{broken',
    apiVersion: null,
  });
  const { url, headers, body } = await endpoint.requests.next();
  assert.equal(url, '/run_session');
  assert.equal(headers.authorization, undefined);
  assert.equal(headers.host, 'evil.example');
  assert.equal(headers['x-more'], '1');
  assert.equal(body, '{broken');
  await controller.request('GET', '/a?b=c', { apiVersion: 'x y' });
  assert.equal((await endpoint.requests.next()).url, '/a?b=c&api-version=x%20y');
});

void test('a raw request returns every response, JSON or not', async (context) => {
  const { controller, endpoint } = await meet(context);
  endpoint.script = () => ({ status: 418, headers: { 'x-tea': 'yes' }, body: 'pot' });
  const answer = await controller.request('POST', '/tea');
  assert.deepEqual([answer.status, answer.headers['x-tea']], [418, 'yes']);
  assert.deepEqual([answer.text, answer.json], ['pot', undefined]);
  endpoint.script = () => ({ status: 200, body: { a: 1 } });
  assert.deepEqual((await controller.request('GET', '/json')).json, { a: 1 });
});

void test('a session started by a raw request belongs to the controller', async (context) => {
  const meeting = await meet(context);
  const socket = await meeting.connect();
  await meeting.controller.request('PUT', '/run_session', { body: goodRun });
  say(socket, about('processRestarted'));
  await meeting.controller.roundTrip();
  meeting.controller.assertClean();
});

void test('an upgrade attempt returns the response', async (context) => {
  const meeting = await meet(context);
  const { controller, endpoint } = meeting;
  assert.equal((await controller.upgrade()).status, 101);
  endpoint.refuseUpgrade = {
    status: 401,
    body: { error: { code: 'Unauthorized', message: 'Wrong token.' } },
  };
  const refused = await controller.upgrade({ headers: { authorization: null }, apiVersion: 'x' });
  assert.equal(refused.status, 401);
  assert.ok(refused.json);
  controller.assertClean();
  await endpoint.upgrades.next();
  const { url, headers } = await endpoint.upgrades.next();
  assert.equal(url, '/run_session/notify?api-version=x');
  assert.equal(headers.authorization, undefined);
  endpoint.refuseUpgrade = { status: 400, body: '<html>' };
  await controller.upgrade({ path: '/run_session/notifyXYZ' });
  meeting.assertViolations(['Upgrade /run_session/notifyXYZ answered 400, but the body is not']);
});

void test('an upgrade attempt fails if the endpoint disconnects', async (context) => {
  const { controller, endpoint } = await meet(context);
  endpoint.refuseUpgrade = 'hang up';
  await assert.rejects(controller.upgrade(), /socket hang up/);
});

void test('connects to a given loopback address', async (context) => {
  const { controller, endpoint } = await meet(context);
  const answers = await Promise.allSettled(
    ['127.0.0.1', '::1'].map((address) => controller.request('GET', '/info', { address })),
  );
  // The scripted endpoint listens on one of the two.
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.match((await endpoint.requests.next()).headers.host ?? '', /^localhost:/);
});

void test('connects without TLS if there is no certificate', async (context) => {
  const endpoint = await ScriptedEndpoint.start();
  const controller = Controller.fromEnvironment(endpoint.environment());
  afterTest(context, async () => {
    controller.vanish();
    await endpoint.stop();
  });
  endpoint.script = () => ({ status: 200, body: {} });
  assert.equal((await controller.request('GET', '/info')).status, 200);
  await controller.connect();
  await controller.disconnect();
});

void test('never connects without TLS if there is a certificate', async (context) => {
  const { endpoint: secure } = await meet(context);
  const endpoint = await ScriptedEndpoint.start();
  afterTest(context, () => endpoint.stop());
  const controller = Controller.fromEnvironment({
    ...secure.environment(),
    DEBUG_SESSION_PORT: endpoint.environment()['DEBUG_SESSION_PORT'],
  });
  await assert.rejects(controller.request('GET', '/info'));
  await assert.rejects(controller.upgrade());
  assert.equal(endpoint.requests.count + endpoint.upgrades.count, 0);
});

const badNames: [title: string, names: Parameters<typeof createTestCertificate>[0]][] = [
  ['another name', [{ type: 'dns', value: 'example.com' }]],
  ['an address only', [{ type: 'ip', value: '127.0.0.1' }]],
  ['only a common name', [{ type: 'url', value: 'https://localhost' }]],
];

for (const [title, names] of badNames) {
  void test(`it refuses a certificate with ${title}`, async (context) => {
    const endpoint = await ScriptedEndpoint.start(await createTestCertificate(names));
    afterTest(context, () => endpoint.stop());
    const controller = Controller.fromEnvironment(endpoint.environment());
    await assert.rejects(controller.info(), /does not name DNS localhost/);
    await assert.rejects(controller.upgrade(), /does not name DNS localhost/);
  });
}

void test('it refuses a certificate other than the configured one', async (context) => {
  const { endpoint } = await meet(context);
  const other = await createTestCertificate([{ type: 'dns', value: 'localhost' }]);
  const controller = Controller.fromEnvironment({
    ...endpoint.environment(),
    DEBUG_SESSION_SERVER_CERTIFICATE: other.base64,
  });
  await assert.rejects(controller.info());
  await assert.rejects(controller.upgrade());
  assert.equal(endpoint.requests.count, 0);
});
