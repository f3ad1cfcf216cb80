import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect as connectSecurely } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { afterTest } from '../../support/afterTest.ts';
import { type EndpointRoom, goodRun, openEndpoint } from '../../support/endpointRoom.ts';
import { openSockets, untilSocketsAreBackTo } from '../../support/openSockets.ts';
import { RawConnection, requestText, trust } from '../../support/rawConnection.ts';
import { turn, until } from '../../support/waiting.ts';
import { dial, goodHeaders } from './answers.ts';

const target = '/run_session?api-version=2025-10-01';
const body = JSON.stringify(goodRun);

function putText(room: EndpointRoom, length = body.length): string {
  const content = { 'Content-Type': 'application/json', 'Content-Length': String(length) };
  return requestText('PUT', target, { ...goodHeaders(room), ...content }, body);
}

/** A connection with the plain one below it, which a reset needs. */
async function dialWithSocket(room: EndpointRoom): Promise<[RawConnection, Socket]> {
  const plain = connectPlain(room.port, '127.0.0.1');
  const secure = connectSecurely({ socket: plain, ...trust(room.host.endpoint.certificate) });
  await once(secure, 'secureConnect');
  return [new RawConnection(secure), plain];
}

/** Nothing was begun, nothing is kept, and the next request is served. */
async function assertNothingLeft(room: EndpointRoom, sockets: number): Promise<void> {
  await untilSocketsAreBackTo(sockets);
  await until('no session is kept', () => room.host.sessions.list().length === 0);
  await turn();
  assert.equal(room.runner.runs.length, 0);
  const { id } = await room.controller().runSession(goodRun);
  await until('a good session runs', () => room.runner.find(id) !== undefined);
  assert.equal(room.runner.runs.length, 1);
}

const shares = { 'after its headers': 0, 'in the middle of its body': 0.5, 'one byte short': 1 };
for (const [where, share] of Object.entries(shares)) {
  test(`a request that its client gives up ${where} starts nothing`, async (context) => {
    const room = await openEndpoint(context);
    const sockets = openSockets();
    const connection = await dial(room);
    const text = putText(room);
    const head = text.length - body.length;
    const length = Math.min(text.length - 1, head + Math.floor(body.length * share));
    await new Promise((resolve) => connection.socket.write(text.slice(0, length), resolve));
    connection.socket.destroy();
    await assertNothingLeft(room, sockets);
  });
}

test('a request that its client ends before its announced length starts nothing', async (context) => {
  const room = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dial(room);
  connection.write(putText(room, body.length + 1));
  connection.socket.end();
  assert.equal((await connection.answer())?.status, 400);
  await connection.closed;
  await assertNothingLeft(room, sockets);
});

async function openWithHook(context: TestContext, hook: () => void): Promise<EndpointRoom> {
  const room = await openEndpoint(context);
  const { sessions } = room.host;
  const create = sessions.create.bind(sessions);
  const mocked = context.mock.method(sessions, 'create', (...args: Parameters<typeof create>) => {
    const session = create(...args);
    hook();
    mocked.mock.restore();
    return session;
  });
  return room;
}

test('a session whose client is cut off before its answer never starts', async (context) => {
  const plain: { socket?: Socket } = {};
  const room = await openWithHook(context, () => plain.socket?.resetAndDestroy());
  const sockets = openSockets();
  const [connection, socket] = await dialWithSocket(room);
  plain.socket = socket;
  connection.write(putText(room));
  await connection.closed;
  assert.equal(connection.received, '');
  await assertNothingLeft(room, sockets);
});

test('a session whose client hangs up before its answer never starts', async (context) => {
  const cuts: (() => void)[] = [];
  const room = await openWithHook(context, () => cuts.forEach((cut) => cut()));
  const sockets = openSockets();
  const controller = room.controller();
  const abort = new AbortController();
  cuts.push(() => abort.abort(new Error('given up')));
  await assert.rejects(controller.runSession(goodRun, { signal: abort.signal }), /given up/);
  await assertNothingLeft(room, sockets);
});

/** Holds up the event loop once an answer is out, until a client on another thread has taken it and gone. */
function holdUpUntil(context: TestContext, gone: Int32Array): void {
  const channel = 'http.server.response.finish';
  const holdUp = (): void => {
    diagnostics.unsubscribe(channel, holdUp);
    assert.notEqual(Atomics.wait(gone, 0, 0, 20_000), 'timed-out');
  };
  diagnostics.subscribe(channel, holdUp);
  afterTest(context, () => diagnostics.unsubscribe(channel, holdUp));
}

test('a session whose client closes its connection after the answer starts, however busy the host is', async (context) => {
  const room = await openEndpoint(context);
  const flag = new SharedArrayBuffer(4);
  holdUpUntil(context, new Int32Array(flag));
  const { certificate, port } = room.host.endpoint;
  const options = { host: '127.0.0.1', port, ...trust(certificate) };
  const client = new Worker(new URL('../../support/hastyClient.mjs', import.meta.url), {
    workerData: { flag, options, request: putText(room) },
  });
  await once(client, 'exit');
  await until('the session runs', () => room.runner.runs.length === 1);
});

test('data after an invalid HTTP request starts no session', async (context) => {
  const room = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dial(room);
  connection.write(`${putText(room)}\0this is no request\r\n\r\n`);
  await connection.closed;
  const created = /HTTP\/1\.1 201/.test(connection.received);
  await untilSocketsAreBackTo(sockets);
  await turn();
  assert.equal(room.host.sessions.list().length, created ? 1 : 0);
});
