import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createCertificate } from '../../../src/common/server/certificate.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { PageFixture, servePage } from './pageFixture.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

test('reports that nothing listens at an address', limit, async (context) => {
  const page = await fixture.openPage(context);
  const closed = await startStaticServer('/');
  await closed.close();
  await assert.rejects(page.navigate(`${closed.url}app?token=hush#hush`), (error: Error) => {
    assert.equal(Reflect.get(error, 'code'), 'PageConnectionRefused');
    assert.match(
      error.message,
      /127\.0\.0\.1:\d+\/app could not be loaded.*REFUSED.*Start the app/,
    );
    assert.doesNotMatch(error.message, /hush/);
    return true;
  });
});

for (const [url, code, advice] of [
  ['http://no-such-host.invalid/', 'PageHostUnknown', /NAME_NOT_RESOLVED.*localhost/],
  ['http://127.0.0.1:1/', 'PagePortUnsafe', /UNSAFE_PORT.*another port/],
  ['file:///no/such/file', 'PageNotLoaded', /FILE_NOT_FOUND.*Check/],
] as const) {
  test(`${url} is an error with a remedy`, limit, async (context) => {
    const page = await fixture.openPage(context);
    await assert.rejects(page.navigate(url), { code, message: advice });
  });
}

test('an invalid address is refused', limit, async (context) => {
  const page = await fixture.openPage(context);
  for (const url of ['nonsense', '', 'http://']) {
    await assert.rejects(page.navigate(url), {
      code: 'PageUrlInvalid',
      message: /address is invalid\. Correct the address\./,
    });
  }
});

test('an untrusted certificate has its own error', limit, async (context) => {
  const page = await fixture.openPage(context);
  const { certificate, key } = await createCertificate(new Date());
  const server = createSecureServer({ cert: certificate, key }, (_, response) => response.end());
  const port = await listen(context, server);
  await assert.rejects(page.navigate(`https://localhost:${port}/`), {
    code: 'CertificateNotTrusted',
    message: /ERR_CERT_AUTHORITY_INVALID.*dotnet dev-certs https --trust.*http address/,
  });
  await assert.rejects(page.navigate(`http://localhost:${port}/`), {
    code: 'PageNotHttp',
    message: /EMPTY_RESPONSE.*https address/,
  });
});

test('reports https URLs of http servers', limit, async (context) => {
  const server = await servePage(context, '');
  const page = await fixture.openPage(context);
  await assert.rejects(page.navigate(server.url.replace('http:', 'https:')), {
    code: 'PageNotHttps',
    message: /SSL_PROTOCOL_ERROR.*http address/,
  });
});

test('an address that starts a download is an error that says so', limit, async (context) => {
  const server = createServer((_, response) => {
    response.setHeader('Content-Disposition', 'attachment');
    response.end('file');
  });
  const port = await listen(context, server);
  const page = await fixture.openPage(context);
  await assert.rejects(page.navigate(`http://127.0.0.1:${port}/`), {
    code: 'PageNavigationAborted',
    message: /downloaded a file.*ERR_ABORTED.*Correct the address/,
  });
});

test('navigation to a silent server times out', limit, async (context) => {
  const mute = createSocketServer((socket) => socket.on('error', () => {}));
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  afterTest(context, () => mute.close());
  const { port } = mute.address() as AddressInfo;
  const clock = new ManualClock();
  const page = await fixture.openPage(context, clock);
  const loading = assert.rejects(page.navigate(`http://127.0.0.1:${port}/`), {
    code: 'PageLoadTimedOut',
    message: /did not answer within 60 seconds.*output of the app/,
  });
  clock.advance(60_000);
  await loading;
});

/** Opens a server until the test ends, and returns its port. */
async function listen(context: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
