import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect as connectSecurely } from 'node:tls';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { createIdentity } from '../../../src/common/server/identity.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { type ApiFixture, openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

/** A connection, and all that it has received. */
interface Connection {
  readonly text: () => string;
  readonly isEnded: () => boolean;
}

/** Sends requests without waiting for their answers. */
async function send(
  context: TestContext,
  { address }: ApiFixture,
  requests: string,
): Promise<Connection> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  afterTest(context, () => {
    socket.destroy();
  });
  let text = '';
  let isEnded = false;
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.once('end', () => (isEnded = true));
  await once(socket, 'connect');
  socket.write(requests);
  return { text: () => text, isEnded: () => isEnded };
}

function watchRequest(method: string, version: string, query: string, headers = ''): string {
  return `${method} ${collectionPath}?watch=1&${query} HTTP/${version}\r\nHost: localhost\r\n${headers}\r\n`;
}

function create({ sessions: { sessions } }: ApiFixture, name: string): void {
  sessions.create({ kind: 'api' }, { launchConfiguration: { type: 'node' }, env: [] }, { name });
}

/** Returns the names of events, each of which ends a line. */
function getNames(body: string): readonly string[] {
  assert.ok(body.endsWith('\n'), body);
  const events = body.trimEnd().split('\n');
  return events.map((line) => (JSON.parse(line) as Event).object.metadata.name);
}

interface Event {
  readonly object: { readonly metadata: { readonly name: string } };
}

/** Takes chunks apart as RFC 9112 describes them, section 7.1. Ignores an incomplete one at the end. */
function decodeChunks(text: string): { readonly body: string; readonly rest: string } {
  let body = '';
  for (let rest = text; ;) {
    const [head = '', length] = /^([0-9a-f]+)\r\n/.exec(rest) ?? [];
    if (length === undefined) return { body, rest };
    const end = head.length + Number.parseInt(length, 16);
    if (rest.length < end + 2) return { body, rest };
    assert.equal(rest.slice(end, end + 2), '\r\n');
    body += rest.slice(head.length, end);
    rest = rest.slice(end + 2);
    if (length === '0') return { body, rest };
  }
}

function splitHead(text: string): readonly [head: string, body: string] {
  const end = text.indexOf('\r\n\r\n') + 4;
  return [text.slice(0, end), text.slice(end)];
}

test('each batch of events is a chunk of the body', async (context) => {
  const fixture = await openApi(context);
  const { text } = await send(context, fixture, watchRequest('GET', '1.1', ''));
  await until('the watch is open', () => text().includes('\r\n\r\n'));
  for (const name of ['a', 'é', 'b']) {
    create(fixture, name);
    const shown = Buffer.from(`"name":"${name}"`).toString('latin1');
    await until(`${name} has arrived`, () => text().includes(shown) && text().endsWith('\n\r\n'));
  }
  const { body, rest } = decodeChunks(splitHead(text())[1]);
  assert.deepEqual(getNames(Buffer.from(body, 'latin1').toString()), ['a', 'é', 'b']);
  assert.equal(rest, '');
});

test('a watch behind an unanswered request of its connection keeps its events in order', async (context) => {
  const fixture = await openApi(context);
  const requests = ['timeoutSeconds=5', ''].map((query) => watchRequest('GET', '1.1', query));
  const { text } = await send(context, fixture, requests.join(''));
  await until('the first watch is open', () => text().includes('\r\n\r\n'));
  for (const name of ['a', 'b']) {
    create(fixture, name);
    await until(`${name} has arrived`, () => text().includes(`"name":"${name}"`));
  }
  fixture.sessions.clock.advance(5_000);
  const getSecond = (): string => decodeChunks(splitHead(text())[1]).rest;
  await until('the second watch has the same', () => getSecond().includes('"name":"b"'));
  create(fixture, 'c');
  await until('it has the next', () => /"name":"c".*\n\r\n$/.test(getSecond()));
  const [head, chunks] = splitHead(getSecond());
  assert.match(head, /^HTTP\/1\.1 200 /);
  assert.deepEqual(getNames(decodeChunks(chunks).body), ['a', 'b', 'c']);
});

test('a client of HTTP/1.0 gets events without chunks', async (context) => {
  const fixture = await openApi(context);
  const { text } = await send(context, fixture, watchRequest('GET', '1.0', ''));
  await until('the watch is open', () => text().includes('\r\n\r\n'));
  for (const name of ['a', 'b']) {
    create(fixture, name);
    const arrived = new RegExp(`"name":"${name}".*\\n$`);
    await until(`${name} has arrived`, () => arrived.test(text()));
  }
  assert.deepEqual(getNames(splitHead(text())[1]), ['a', 'b']);
});

test('a watch that is asked for its headers has no body', async (context) => {
  const fixture = await openApi(context);
  const request = watchRequest('HEAD', '1.1', '', 'Connection: close\r\n');
  const { isEnded, text } = await send(context, fixture, request);
  await until('the watch is open', () => text().includes('\r\n\r\n'));
  create(fixture, 'a');
  // Watches send events in the next turn.
  await turn();
  fixture.api.dispose();
  await until('the connection has ended', isEnded);
  assert.equal(splitHead(text())[1], '');
});

test('events that follow the end of a connection by its client cause no error', async (context) => {
  const fixture = await openApi(context);
  const { certificate: cert, key } = (await createIdentity(0, new Date())).certificate;
  const errors: Error[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    // Node has begun to end its own side by then, which takes a moment with TLS.
    request.socket.once('end', () => create(fixture, 'a'));
    fixture.api.handle(request, response);
  });
  server.on('clientError', (error, socket) => {
    errors.push(error);
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  afterTest(context, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const socket = connectSecurely({ port, host: '127.0.0.1', ca: cert });
  socket.resume().end(watchRequest('GET', '1.1', ''));
  await once(socket, 'close');
  assert.deepEqual(errors, []);
});
