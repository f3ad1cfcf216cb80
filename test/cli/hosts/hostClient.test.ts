import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { HostClient } from '../../../src/cli/hosts/hostClient.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

async function connect(context: TestContext, handler: RequestListener): Promise<HostClient> {
  const address = join(await temporaryFolder(context), 'socket');
  const server = createServer(handler).listen(address);
  afterTest(context, () => server.close());
  await once(server, 'listening');
  return new HostClient({ address, pid: 7 });
}

test('a request has its method, query and body', async (context) => {
  const client = await connect(context, (request, response) => {
    const { headers, method, url } = request;
    void text(request).then((body) =>
      response.end(JSON.stringify({ method, url, type: headers['content-type'], body })),
    );
  });
  const query = { a: '1 &', b: undefined };
  assert.deepEqual(
    await client.send('/x', { method: 'PATCH', query, body: { c: 2 }, contentType: 'a/b' }),
    { method: 'PATCH', url: '/x?a=1+%26', type: 'a/b', body: '{"c":2}' },
  );
  assert.deepEqual(await client.send('/y'), { method: 'GET', url: '/y', body: '' });
});

test('an answer can be read while it arrives', async (context) => {
  const client = await connect(context, (_, response) => void response.write('first'));
  const response = await client.open('/');
  const [chunk] = (await once(response, 'data')) as [Buffer];
  assert.equal(String(chunk), 'first');
  response.on('error', () => {}).destroy();
});

test('a refusal has the message of its Status', async (context) => {
  const client = await connect(context, (_, response) => {
    response.writeHead(409).end(JSON.stringify({ kind: 'Status', message: 'it has changed' }));
  });
  await assert.rejects(client.send('/'), { code: 'RequestRefused', message: /it has changed\./ });
});

test('a refusal without a Status has its status code', async (context) => {
  const client = await connect(context, (_, response) => void response.writeHead(503).end('?'));
  await assert.rejects(client.send('/'), { code: 'RequestRefused', message: /status 503/ });
});

test('a host that is gone or sends garbage is an error with its pid', async (context) => {
  const gone = new HostClient({ address: join(await temporaryFolder(context), 'x'), pid: 7 });
  const expected = { code: 'HostNotReached', message: /^The session host 7 could not be reached/ };
  await assert.rejects(gone.send('/'), expected);
  const client = await connect(context, (_, response) => void response.end('{'));
  await assert.rejects(client.send('/'), expected);
});
