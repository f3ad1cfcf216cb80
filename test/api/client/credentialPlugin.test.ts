import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import type { Credentials } from '../../../src/api/client/clusterAccess.ts';
import { createCertificate } from '../../../src/common/server/certificate.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { manualClockFromNow } from '../../../tools/fixtures/time/startingNow.ts';

/** A server that accepts one token, and a plugin whose n-th run prints the token `token n`. */
class PluginFixture {
  readonly clock = manualClockFromNow();
  readonly #folder: string;
  readonly #port: number;
  readonly #authority: string;
  accepted = 'Bearer token 1';

  static async open(context: TestContext): Promise<PluginFixture> {
    const { certificate, key } = await createCertificate(new Date());
    const server = createServer({ cert: certificate, key }, (request, response) => {
      const isAccepted = request.headers.authorization === fixture.accepted;
      response.writeHead(isAccepted ? 200 : 401).end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    afterTest(context, () => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    const fixture = new PluginFixture(await temporaryFolder(context), port, certificate);
    return fixture;
  }

  private constructor(folder: string, port: number, authority: string) {
    this.#folder = folder;
    this.#port = port;
    this.#authority = authority;
  }

  async client(
    context: TestContext,
    { isPluginAllowed = true, lifetime = Infinity, script = '' } = {},
  ): Promise<ApiClient> {
    const plugin = join(this.#folder, 'plugin.cjs');
    await writeFile(plugin, script || this.#script(lifetime));
    const credentials: Credentials = {
      kind: 'plugin',
      plugin: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: process.execPath,
        args: [plugin],
        environment: {},
      },
    };
    const access = {
      server: `https://127.0.0.1:${this.#port}`,
      trust: { authorities: this.#authority, isUnchecked: false },
      credentials,
    };
    const client = new ApiClient({ kind: 'cluster', access, isPluginAllowed }, this.clock);
    afterTest(context, () => client.dispose());
    return client;
  }

  /** How often the plugin has run. */
  async runs(): Promise<number> {
    return (await readFile(join(this.#folder, 'runs'), 'utf8').catch(() => '')).length;
  }

  #script(lifetime: number): string {
    const expires =
      lifetime === Infinity ? undefined : new Date(this.clock.now().getTime() + lifetime);
    return `const fs = require('node:fs');
const file = ${JSON.stringify(join(this.#folder, 'runs'))};
fs.appendFileSync(file, 'x');
const { apiVersion, kind } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
const token = 'token ' + fs.readFileSync(file).length;
const expirationTimestamp = ${JSON.stringify(expires)};
console.log(JSON.stringify({ apiVersion, kind, status: { token, expirationTimestamp } }));`;
  }
}

const request = { method: 'GET', path: '/version' } as const;

test('a plugin is not run without consent', async (context) => {
  const fixture = await PluginFixture.open(context);
  const client = await fixture.client(context, { isPluginAllowed: false });
  await assert.rejects(client.send(request), { code: 'CredentialPluginNotAllowed' });
  assert.equal(await fixture.runs(), 0);
});

test('a plugin is run once for many requests', async (context) => {
  const fixture = await PluginFixture.open(context);
  const client = await fixture.client(context);
  await Promise.all([client.send(request), client.send(request), client.send(request)]);
  assert.equal(await fixture.runs(), 1);
});

test('a plugin is run again before its credentials expire', async (context) => {
  const fixture = await PluginFixture.open(context);
  const client = await fixture.client(context, { lifetime: 600_000 });
  await client.send(request);
  fixture.clock.advance(580_000);
  fixture.accepted = 'Bearer token 2';
  await client.send(request);
  assert.equal(await fixture.runs(), 2);
});

test('a plugin is run again when the server refuses its credentials', async (context) => {
  const fixture = await PluginFixture.open(context);
  const client = await fixture.client(context);
  await client.send(request);
  fixture.accepted = 'Bearer token 2';
  await client.send(request);
  assert.equal(await fixture.runs(), 2);
});

test('credentials that stay refused are reported', async (context) => {
  const fixture = await PluginFixture.open(context);
  fixture.accepted = 'Bearer other';
  const client = await fixture.client(context);
  await assert.rejects(client.send(request), { name: 'ApiError', status: 401 });
  assert.equal(await fixture.runs(), 2);
});

test('the output of a plugin that fails is not shown', async (context) => {
  const fixture = await PluginFixture.open(context);
  const script = `console.log('secret'); console.error('secret'); process.exit(3);`;
  const client = await fixture.client(context, { script });
  await assert.rejects(
    client.send(request),
    ({ message }: Error) => message.includes('exit code 3') && !message.includes('secret'),
  );
});

test('a plugin that prints something else is reported', async (context) => {
  const fixture = await PluginFixture.open(context);
  const client = await fixture.client(context, { script: `console.log('token: secret')` });
  await assert.rejects(client.send(request), {
    code: 'CredentialPluginFailed',
    message: /it printed no ExecCredential/,
  });
});
