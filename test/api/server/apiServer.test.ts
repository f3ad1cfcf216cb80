import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { test } from 'node:test';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import {
  type ApiServerFixture,
  openApiServer,
} from '../../../tools/fixtures/api/apiServerFixture.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';

const paths = [
  '/',
  '/api',
  '/apis',
  '/version',
  '/readyz',
  '/livez',
  '/openapi/v3',
  '/nowhere',
  collectionPath,
  `${collectionPath}/shop`,
  `${collectionPath}/shop/log`,
];

async function ask(
  { server }: ApiServerFixture,
  path: string,
  headers: OutgoingHttpHeaders,
): Promise<{ status: number | undefined; text: string; headers: IncomingMessage['headers'] }> {
  const { certificate: ca, port } = server;
  const address = { host: '127.0.0.1', port, servername: 'localhost', ca, agent: false };
  const sent = request({ ...address, path, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, text, headers: response.headers };
}

function getKey({ status, text }: { status: number | undefined; text: string }): unknown[] {
  const { kind, reason } = JSON.parse(text) as { kind: string; reason: string };
  return [status, kind, reason];
}

test('all requests without the token get the same answer', async (context) => {
  const fixture = await openApiServer(context);
  const launch = { launchConfiguration: { type: 'node' }, env: [] };
  fixture.sessions.sessions.create({ kind: 'api' }, launch, { name: 'shop' });
  const { token: controllers } = await openEndpoint(context);
  const credentials = [undefined, 'Bearer x', 'Basic eDp4', `Bearer ${controllers}`];
  const answers = new Set<string>();
  for (const authorization of credentials) {
    for (const path of paths) {
      const answer = await ask(fixture, path, authorization === undefined ? {} : { authorization });
      assert.deepEqual(getKey(answer), [401, 'Status', 'Unauthorized'], path);
      assert.equal(answer.headers['www-authenticate'], 'Bearer');
      answers.add(answer.text);
    }
  }
  assert.equal(answers.size, 1);
});

test('a web page gets nothing, even with the token', async (context) => {
  const fixture = await openApiServer(context);
  const authorization = `Bearer ${fixture.server.token.reveal()}`;
  const foreign: readonly OutgoingHttpHeaders[] = [
    { origin: 'https://example.com' },
    { origin: 'null' },
    { origin: `https://127.0.0.1:${fixture.server.port}` },
    { host: 'example.com' },
    { host: '127.0.0.1.example.com' },
  ];
  for (const headers of foreign) {
    for (const path of paths) {
      const answer = await ask(fixture, path, { authorization, ...headers });
      assert.deepEqual(getKey(answer), [403, 'Status', 'Forbidden'], path);
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    }
  }
});

test('the token of the API does not open the endpoint of controllers', async (context) => {
  const fixture = await openApiServer(context);
  const endpoint = await openEndpoint(context);
  const authorization = `Bearer ${fixture.server.token.reveal()}`;
  const answer = await endpoint
    .controller()
    .request('GET', '/info', { headers: { authorization } });
  assert.equal(answer.status, 401);
});

test('watches end cleanly when the server closes', async (context) => {
  const fixture = await openApiServer(context);
  const authorization = `Bearer ${fixture.server.token.reveal()}`;
  const watch = ask(fixture, `${collectionPath}?watch=true`, { authorization });
  await new Promise((resolve) => setImmediate(resolve));
  const answered = await Promise.all([
    watch,
    ask(fixture, '/readyz', { authorization }).then(() => fixture.server.close()),
  ]);
  assert.equal(answered[0].status, 200);
});
