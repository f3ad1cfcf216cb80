import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { defaultSettings } from '../../../src/host/settings.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import {
  openSockets,
  untilSocketsAreBackTo,
} from '../../../tools/fixtures/endpoint/openSockets.ts';
import { type RawConnection, requestText } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { assertRefused, dial, goodHeaders } from '../http/answers.ts';

const target = '/run_session?api-version=2025-10-01';
const json = { 'Content-Type': 'application/json' };
const { bodyLimit } = defaultSettings;

/** Sends the headers of a session request, and returns the connection for its body. */
function begin(
  fixture: EndpointFixture,
  headers: Readonly<Record<string, string>>,
): Promise<RawConnection> {
  return dial(
    fixture,
    requestText('PUT', target, { ...goodHeaders(fixture), ...json, ...headers }),
  );
}

function chunkOf(bytes: string | Buffer): Buffer {
  const head = `${bytes.length.toString(16)}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from('\r\n')]);
}

test('a body whose announced length is too large is refused before any of it arrives', async (context) => {
  const fixture = await openEndpoint(context);
  const connection = await begin(fixture, { 'Content-Length': String(bodyLimit + 1) });
  const answer = await connection.answer();
  assertRefused(answer, 'BodyTooLarge');
  assert.equal(answer?.headers['connection'], 'close');
  await connection.closed;
});

test('a body of unknown length is refused as soon as it is too large', async (context) => {
  const fixture = await openEndpoint(context);
  const connection = await begin(fixture, { 'Transfer-Encoding': 'chunked' });
  // The last chunk never comes.
  for (let sent = 0; sent <= bodyLimit; sent += 100_000) {
    connection.write(chunkOf(' '.repeat(100_000)));
  }
  assertRefused(await connection.answer(), 'BodyTooLarge');
  connection.socket.destroy();
});

test('a compressed body is refused as soon as its decompressed size is too large', async (context) => {
  const fixture = await openEndpoint(context);
  const headers = { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' };
  const connection = await begin(fixture, headers);
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  connection.write(chunkOf(bomb.subarray(0, bomb.length / 2)));
  assertRefused(await connection.answer(), 'BodyTooLarge');
  connection.socket.destroy();
});

test('a body is refused as soon as it is nested too deeply', async (context) => {
  const fixture = await openEndpoint(context);
  const connection = await begin(fixture, { 'Transfer-Encoding': 'chunked' });
  connection.write(chunkOf(`{"x":${'['.repeat(64)}`));
  assertRefused(await connection.answer(), 'BodyTooComplex');
  connection.socket.destroy();
});

test('a peer that keeps sending a refused body is disconnected', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await begin(fixture, { 'Content-Length': String(2 ** 40) });
  const block = Buffer.alloc(1024 * 1024);
  const send = (): void => {
    while (!connection.isClosed && connection.socket.write(block));
  };
  connection.socket.on('drain', send);
  send();
  assertRefused(await connection.answer(), 'BodyTooLarge');
  await connection.closed;
  await untilSocketsAreBackTo(sockets);
});

test('a body that arrives byte by byte is cut off in time and delays no other request', async (context) => {
  const settings = { headersTimeout: 60, requestTimeout: 100 };
  const fixture = await openEndpoint(context, { settings });
  const connection = await begin(fixture, { 'Content-Length': '1000' });
  const dripping = setInterval(() => connection.write(' '), 5);
  afterTest(context, () => clearInterval(dripping));
  assert.equal((await fixture.controller().request('GET', '/info')).status, 200);
  assertRefused(await connection.answer(), 'RequestTimeout');
  clearInterval(dripping);
  await connection.closed;
  assert.equal(fixture.runner.runs.length, 0);
});

test('a compressed body that never ends, or ends too early, leaves nothing behind', async (context) => {
  const fixture = await openEndpoint(context, {
    settings: { headersTimeout: 60, requestTimeout: 80 },
  });
  const sockets = openSockets();
  const body = gzipSync(JSON.stringify(goodRun));
  const half = body.subarray(0, body.length / 2);
  const headers = { 'Content-Encoding': 'gzip' };
  const cut = await begin(fixture, { ...headers, 'Content-Length': String(half.length) });
  cut.write(half);
  assertRefused(await cut.answer(), 'InvalidContentEncoding');
  cut.socket.destroy();
  const endless = await begin(fixture, { ...headers, 'Content-Length': String(body.length) });
  endless.write(half);
  assertRefused(await endless.answer(), 'RequestTimeout');
  await endless.closed;
  const left = await begin(fixture, { ...headers, 'Content-Length': String(body.length) });
  await new Promise((resolve) => left.socket.write(half, resolve));
  left.socket.destroy();
  await untilSocketsAreBackTo(sockets);
  assert.equal(fixture.runner.runs.length, 0);
});

for (const charset of ['utf-16', 'utf-7', 'utf-32', '"UTF-16LE"']) {
  test(`a body in ${charset}, which could hide brackets, is refused`, async (context) => {
    const fixture = await openEndpoint(context);
    const headers = { 'content-type': `application/json; charset=${charset}` };
    const options = { headers, body: goodRun };
    const answer = await fixture.controller().request('PUT', '/run_session', options);
    assertRefused(answer, 'UnsupportedCharset');
  });
}

test('a body that is not UTF-8 is refused', async (context) => {
  const fixture = await openEndpoint(context);
  const body = Buffer.from(JSON.stringify({ ...goodRun, args: ['café'] }), 'latin1');
  const answer = await fixture.controller().request('PUT', '/run_session', { body });
  assertRefused(answer, 'MalformedJson');
});

test('every supported compression is accepted', async (context) => {
  const fixture = await openEndpoint(context);
  const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  for (const [encoding, packed] of Object.entries(pack)) {
    const headers = { 'content-encoding': encoding };
    const body = packed(JSON.stringify(goodRun));
    const answer = await fixture.controller().request('PUT', '/run_session', { headers, body });
    assert.equal(answer.status, 201, encoding);
  }
});
