import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { type EndpointRoom, openEndpoint } from '../../support/endpointRoom.ts';
import { openSockets, untilSocketsAreBackTo } from '../../support/openSockets.ts';
import { requestText } from '../../support/rawConnection.ts';
import { assertRefused, dial, goodHeaders, sendRaw, sendWith } from '../answers.ts';

/** Connects without a handshake. */
async function dialPlainly(room: EndpointRoom): Promise<Socket> {
  const socket = connect(room.port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  return socket;
}

test('of more connections than there may be, those that come last are cut off', async (context) => {
  const room = await openEndpoint(context, { settings: { mostConnections: 20 } });
  const sockets = openSockets();
  const first = await Promise.all(Array.from({ length: 20 }, () => dialPlainly(room)));
  const more = await Promise.all(Array.from({ length: 30 }, () => dialPlainly(room)));
  for (const socket of more) if (!socket.closed) await once(socket, 'close');
  assert.ok(first.every((socket) => !socket.destroyed));
  for (const socket of first) socket.destroy();
  await untilSocketsAreBackTo(sockets);
  assert.equal((await room.controller().request('GET', '/info')).status, 200);
});

test('a flood of headers is refused, whatever they are', async (context) => {
  const room = await openEndpoint(context);
  const headers = { ...goodHeaders(room), 'X-Large': 'x'.repeat(17_000) };
  assertRefused(await sendWith(room, 'GET', '/info', headers), 'HeadersTooLarge');
  const head = requestText('GET', '/info', goodHeaders(room)).trimEnd();
  for (const header of ['a:', ': :', `X-Long: ${'x'.repeat(100)}`]) {
    const answer = await sendRaw(room, `${head}\r\n${`${header}\r\n`.repeat(20_000)}\r\n`);
    // A peer that sends on may be cut off before it has read the answer.
    if (answer !== undefined) assert.ok([400, 431].includes(answer.status), answer.body);
  }
  assert.equal((await room.controller().request('GET', '/info')).status, 200);
});

test('headers that never end are cut off while others are served', async (context) => {
  const room = await openEndpoint(context, { settings: { headersTimeout: 200 } });
  const sockets = openSockets();
  const [first] = requestText('GET', '/info', goodHeaders(room)).split('\r\n\r\n');
  const slow = await Promise.all(Array.from({ length: 50 }, () => dial(room, first)));
  assert.equal((await room.controller().request('GET', '/info')).status, 200);
  for (const connection of slow) assertRefused(await connection.answer(), 'RequestTimeout');
  await Promise.all(slow.map(({ closed }) => closed));
  await untilSocketsAreBackTo(sockets + 1);
});

test('hundreds of requests in one rush cost no more than their connection', async (context) => {
  const room = await openEndpoint(context);
  const sockets = openSockets();
  const connection = await dial(room);
  connection.socket.end(requestText('GET', '/info', goodHeaders(room)).repeat(500));
  for (let next = await connection.answer(); next; next = await connection.answer()) {
    if (next.status !== 200) assertRefused(next, 'MalformedRequest');
  }
  await untilSocketsAreBackTo(sockets);
  assert.equal((await room.controller().request('GET', '/info')).status, 200);
});
