import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect as connectSecurely } from 'node:tls';
import { Worker } from 'node:worker_threads';
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
import {
  RawConnection,
  requestText,
  trust,
} from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { dial, goodHeaders } from './answers.ts';

const target = '/run_session?api-version=2025-10-01';
const body = JSON.stringify(goodRun);

function putText(fixture: EndpointFixture, length = body.length): string {
  const content = { 'Content-Type': 'application/json', 'Content-Length': String(length) };
  return requestText('PUT', target, { ...goodHeaders(fixture), ...content }, body);
}

/** A connection and the TCP socket below it, which a reset needs. */
async function dialWithSocket(fixture: EndpointFixture): Promise<[RawConnection, Socket]> {
  const plain = connectPlain(fixture.port, '127.0.0.1');
  const secure = connectSecurely({ socket: plain, ...trust(fixture.host.endpoint.certificate) });
  await once(secure, 'secureConnect');
  return [new RawConnection(secure), plain];
}

/** No session was started or kept, and the next request is served. */
async function assertNothingLeft(fixture: EndpointFixture, sockets: number): Promise<void> {
  await untilSocketsAreBackTo(sockets);
  await until('no session is kept', () => fixture.host.sessions.list().length === 0);
  await turn();
  assert.equal(fixture.runner.runs.length, 0);
  const { id } = await fixture.controller().runSession(goodRun);
  await until('a good session runs', () => fixture.runner.find(id) !== undefined);
  assert.equal(fixture.runner.runs.length, 1);
}

const shares = { 'after its headers': 0, 'in the middle of its body': 0.5, 'one byte short': 1 };
for (const [where, share] of Object.entries(shares)) {
  test(`a request that its client aborts ${where} starts nothing`, async (context) => {
    const fixture = await openEndpoint(context);
    const sockets = openSockets();
    const connection = await dial(fixture);
    const text = putText(fixture);
    const head = text.length - body.length;
    const length = Math.min(text.length - 1, head + Math.floor(body.length * share));
    await new Promise((resolve) => connection.socket.write(text.slice(0, length), resolve));
    connection.socket.destroy();
    await assertNothingLeft(fixture, sockets);
  });
}

test('a request whose client half-closes before the announced length starts nothing', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dial(fixture);
  connection.write(putText(fixture, body.length + 1));
  connection.socket.end();
  assert.equal((await connection.answer())?.status, 400);
  await connection.closed;
  await assertNothingLeft(fixture, sockets);
});

async function openWithHook(context: TestContext, hook: () => void): Promise<EndpointFixture> {
  const fixture = await openEndpoint(context);
  const { sessions } = fixture.host;
  const create = sessions.create.bind(sessions);
  const mocked = context.mock.method(sessions, 'create', (...args: Parameters<typeof create>) => {
    const session = create(...args);
    hook();
    mocked.mock.restore();
    return session;
  });
  return fixture;
}

test('a session whose client is cut off before its response never starts', async (context) => {
  const plain: { socket?: Socket } = {};
  const fixture = await openWithHook(context, () => plain.socket?.resetAndDestroy());
  const sockets = openSockets();
  const [connection, socket] = await dialWithSocket(fixture);
  plain.socket = socket;
  connection.write(putText(fixture));
  await connection.closed;
  assert.equal(connection.received, '');
  await assertNothingLeft(fixture, sockets);
});

test('a session whose client disconnects before its response never starts', async (context) => {
  const cuts: (() => void)[] = [];
  const fixture = await openWithHook(context, () => cuts.forEach((cut) => cut()));
  const sockets = openSockets();
  const controller = fixture.controller();
  const abort = new AbortController();
  cuts.push(() => abort.abort(new Error('given up')));
  await assert.rejects(controller.runSession(goodRun, { signal: abort.signal }), /given up/);
  await assertNothingLeft(fixture, sockets);
});

/**
 * Blocks the event loop once a response is sent, until a client on another thread has received it
 * and closed.
 */
function holdUpUntil(context: TestContext, gone: Int32Array): void {
  const channel = 'http.server.response.finish';
  const holdUp = (): void => {
    diagnostics.unsubscribe(channel, holdUp);
    assert.notEqual(Atomics.wait(gone, 0, 0, 20_000), 'timed-out');
  };
  diagnostics.subscribe(channel, holdUp);
  afterTest(context, () => diagnostics.unsubscribe(channel, holdUp));
}

test('a session whose client closes its connection after the response starts, however busy the host is', async (context) => {
  const fixture = await openEndpoint(context);
  const flag = new SharedArrayBuffer(4);
  holdUpUntil(context, new Int32Array(flag));
  const { certificate, port } = fixture.host.endpoint;
  const options = { host: '127.0.0.1', port, ...trust(certificate) };
  const client = new Worker(
    new URL('../../../tools/fixtures/endpoint/hastyClient.mjs', import.meta.url),
    {
      workerData: { flag, options, request: putText(fixture) },
    },
  );
  await once(client, 'exit');
  await until('the session runs', () => fixture.runner.runs.length === 1);
});

test('data after an invalid HTTP request starts no session', async (context) => {
  const fixture = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dial(fixture);
  connection.write(`${putText(fixture)}\0this is no request\r\n\r\n`);
  await connection.closed;
  const created = /HTTP\/1\.1 201/.test(connection.received);
  await untilSocketsAreBackTo(sockets);
  await turn();
  assert.equal(fixture.host.sessions.list().length, created ? 1 : 0);
});
