import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodRun, openEndpoint } from '../support/endpointRoom.ts';
import { requestText } from '../support/rawConnection.ts';
import { until } from '../support/waiting.ts';
import { assertRefused, dial, goodHeaders, sendWith } from './answers.ts';

const version = '?api-version=2025-10-01';

test('each path says which method it answers to', async (context) => {
  const room = await openEndpoint(context);
  const allowed = {
    '/info': 'GET',
    '/run_session': 'PUT',
    '/run_session/notify': 'GET',
    '/run_session/x': 'DELETE',
  };
  for (const [path, method] of Object.entries(allowed)) {
    for (const other of ['GET', 'PUT', 'DELETE', 'POST', 'PATCH', 'OPTIONS']) {
      if (other === method) continue;
      const answer = await sendWith(room, other, path + version);
      const { message } = assertRefused(answer, 'MethodNotAllowed');
      assert.ok(message.endsWith(`Use ${method}.`), message);
      assert.equal(answer?.headers['allow'], method);
    }
  }
});

test('HEAD is answered as GET, without the body', async (context) => {
  const room = await openEndpoint(context);
  const connection = await dial(room);
  connection.write(requestText('HEAD', '/info', { ...goodHeaders(room), Connection: 'close' }));
  await connection.closed;
  assert.match(connection.received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(connection.received, /content-length: [1-9]\d*\r\n/i);
  assert.ok(connection.received.endsWith('\r\n\r\n'));
});

test('the id in a path may be percent-encoded, and is refused where it is badly', async (context) => {
  const room = await openEndpoint(context);
  const controller = room.controller();
  const { id } = await controller.runSession(goodRun);
  await until('the session runs', () => room.runner.find(id) !== undefined);
  const encoded = Buffer.from(id).toString('hex').replaceAll(/../g, '%$&');
  assert.equal((await controller.request('DELETE', `/run_session/${encoded}`)).status, 200);
  assertRefused(await controller.request('DELETE', '/run_session/%zz'), 'MalformedRequest');
});

for (const name of ['__proto__', 'constructor', 'toString']) {
  test(`the name ${name} of every object is no path`, async (context) => {
    const room = await openEndpoint(context);
    for (const path of [`/${name}`, `/${name}/x`]) {
      assertRefused(await sendWith(room, 'GET', path), 'NotFound');
    }
  });
}
