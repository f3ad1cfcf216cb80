import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ApiServer } from '../../../src/api/server/apiServer.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** What clients of an API server have in their kubeconfig. */
function toAccess({ certificate, port, token }: ApiServer) {
  return { certificate, port, token: token.reveal() };
}

test('the API keeps its port, token and certificate with the same state file', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const first = await openEndpoint(context, { stateFile });
  const access = toAccess(await first.host.api.open());
  await first.host.close();
  const without = await openEndpoint(context, { stateFile });
  await without.host.close();
  const { host } = await openEndpoint(context, { stateFile });
  assert.deepEqual(toAccess(await host.api.open()), access);
  assert.notEqual(access.token, host.endpoint.token.reveal());
});

test('an API whose port another program uses keeps its token on another port', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const first = await openEndpoint(context, { stateFile });
  const { port, ...access } = toAccess(await first.host.api.open());
  await first.host.close();
  const other = createServer().listen(port, '127.0.0.1');
  afterTest(context, () => other.close());
  await once(other, 'listening');
  const { host, log } = await openEndpoint(context, { stateFile });
  const { port: newPort, ...newAccess } = toAccess(await host.api.open());
  assert.notEqual(newPort, port);
  assert.deepEqual(newAccess, access);
  assert.ok(log.lines.some((line) => line.includes(`Port ${port} of the API is not available`)));
});

test('an API that was turned off gets a new token', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const { host } = await openEndpoint(context, { stateFile });
  const access = toAccess(await host.api.open());
  await host.api.closeServer();
  const later = toAccess(await host.api.open());
  assert.notEqual(later.token, access.token);
  assert.notEqual(later.certificate, access.certificate);
});

test('concurrent hosts with the same state file have separate APIs', async (context) => {
  const stateFile = join(await temporaryFolder(context), 'state');
  const first = await openEndpoint(context, { stateFile });
  const second = await openEndpoint(context, { stateFile });
  const [one, other] = [await first.host.api.open(), await second.host.api.open()].map(toAccess);
  assert.notEqual(one?.port, other?.port);
  assert.notEqual(one?.token, other?.token);
});
