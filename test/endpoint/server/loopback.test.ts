import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type TestContext, test } from 'node:test';
import { HumanError } from '../../../src/common/humanError.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { connectRaw } from '../../../tools/fixtures/endpoint/rawConnection.ts';

const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
const withoutIpv6 = addresses.every(({ address }) => address !== '::1') && 'no IPv6 loopback here';

async function occupy(context: TestContext, host: string, port = 0): Promise<Server> {
  const server = createServer().listen({ host, port });
  afterTest(context, () => server.close());
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isPortNotAvailable(error: unknown): boolean {
  assert.ok(error instanceof HumanError);
  assert.equal(error.code, 'PortNotAvailable');
  assert.match(error.message, /port \d+: .*choose another port\./);
  return true;
}

test('both loopback addresses answer at the same port', { skip: withoutIpv6 }, async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  for (const address of ['127.0.0.1', '::1']) {
    assert.equal((await controller.request('GET', '/info', { address })).status, 200);
    assert.equal((await controller.upgrade({ address })).status, 101);
  }
  controller.assertClean();
});

test('no other address of the machine answers', async (context) => {
  const { host } = await openEndpoint(context);
  const others = addresses.filter(({ internal, address }) => !internal && !/^fe80/i.test(address));
  // The whole of 127.0.0.0/8 belongs to this machine, too.
  for (const address of ['127.0.0.2', ...others.map((other) => other.address)]) {
    await assert.rejects(connectRaw(host.endpoint, { host: address, timeout: 2000 }), address);
  }
});

test('a requested port is used', async (context) => {
  const server = await occupy(context, '127.0.0.1');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  const fixture = await openEndpoint(context, { port });
  assert.equal(fixture.port, port);
});

test('a port used by another program is refused with a remedy', async (context) => {
  const server = await occupy(context, '127.0.0.1');
  await assert.rejects(openEndpoint(context, { port: portOf(server) }), isPortNotAvailable);
});

test(
  'a port used by another program on IPv6 is refused, and released on IPv4',
  { skip: withoutIpv6 },
  async (context) => {
    const port = portOf(await occupy(context, '::1'));
    await assert.rejects(openEndpoint(context, { port }), isPortNotAvailable);
    assert.equal(portOf(await occupy(context, '127.0.0.1', port)), port);
  },
);

test('the port is free again after closing', async (context) => {
  const fixture = await openEndpoint(context);
  await fixture.host.close();
  assert.equal(portOf(await occupy(context, '127.0.0.1', fixture.port)), fixture.port);
});
