import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type EndpointRoom, openEndpoint } from '../../support/endpointRoom.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { type RawConnection, requestText } from '../../support/rawConnection.ts';
import { until } from '../../support/waiting.ts';
import { assertRefused, dial, goodHeaders, sendWith } from '../answers.ts';

const version = '?api-version=2025-10-01';
const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' };
const wrong = { Authorization: 'Bearer wrong' };

/** Shows a wrong token; the answer may be long in coming. */
async function guess(room: EndpointRoom, asWebSocket = false): Promise<RawConnection> {
  const connection = await dial(room);
  const headers = { ...goodHeaders(room), ...wrong, ...(asWebSocket && upgrade) };
  const target = asWebSocket ? `/run_session/notify${version}` : '/info';
  connection.write(requestText('GET', target, headers));
  return connection;
}

async function guessAtOnce(room: EndpointRoom, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    assertRefused(await sendWith(room, 'GET', '/info', wrong), 'InvalidToken');
  }
}

for (const asWebSocket of [false, true]) {
  const what = asWebSocket ? 'WebSocket' : 'HTTP';
  test(`after some wrong tokens the next is answered late over ${what}`, async (context) => {
    const clock = new ManualClock();
    const room = await openEndpoint(context, { clock });
    await guessAtOnce(room, 5);
    const waiting = clock.pending;
    const connection = await guess(room, asWebSocket);
    await until('the answer is held back', () => clock.pending === waiting + 1);
    assert.equal(connection.received, '');
    clock.advance(50);
    assertRefused(await connection.answer(), 'InvalidToken');
    connection.socket.destroy();
  });
}

test('a guesser keeps nobody waiting who has the token, by whichever way', async (context) => {
  const clock = new ManualClock();
  const room = await openEndpoint(context, { clock });
  await guessAtOnce(room, 5);
  const waiting = clock.pending;
  const guessers = await Promise.all(Array.from({ length: 40 }, () => guess(room)));
  await until('as many as may are held back', () => clock.pending === waiting + 16);
  // The clock stands still, so that whatever is answered now was not held back.
  const controller = room.controller();
  assert.equal((await controller.request('GET', '/info')).status, 200);
  await controller.connect();
  await until('the others are refused', () => {
    return guessers.filter(({ received }) => received !== '').length === 24;
  });
  for (const { socket } of guessers) socket.destroy();
});

test('wrong tokens beyond those that are held back are answered TooManyGuesses', async (context) => {
  const clock = new ManualClock();
  const room = await openEndpoint(context, { clock });
  await guessAtOnce(room, 5);
  const waiting = clock.pending;
  const held = await Promise.all(Array.from({ length: 16 }, () => guess(room)));
  await until('all are held back', () => clock.pending === waiting + 16);
  for (const asWebSocket of [false, true]) {
    const connection = await guess(room, asWebSocket);
    assertRefused(await connection.answer(), 'TooManyGuesses');
    connection.socket.destroy();
  }
  for (const { socket } of held) socket.destroy();
  await until('those that hung up are forgotten', () => clock.pending === waiting);
});

test('what is no guess is not held back', async (context) => {
  const clock = new ManualClock();
  const room = await openEndpoint(context, { clock });
  await guessAtOnce(room, 5);
  const others = {
    HostNotAllowed: { ...wrong, Host: 'rebound.example' },
    OriginNotAllowed: { ...wrong, Origin: 'https://evil.example' },
    MissingAuthorization: { Authorization: undefined },
    UnsupportedAuthorizationScheme: { Authorization: 'Basic Og==' },
  } as const;
  for (let round = 0; round < 10; round++) {
    for (const [code, headers] of Object.entries(others)) {
      const answer = await sendWith(room, 'GET', '/info', headers);
      assertRefused(answer, code as keyof typeof others);
    }
  }
});

test('the token is compared whole, in constant time', () => {
  const path = join(import.meta.dirname, '../../../src/endpoint/token.ts');
  const source = readFileSync(path, 'utf8');
  assert.match(source, /const bytes = Buffer\.from\(candidate\);/);
  // How long a token is, is no secret: they all are.
  assert.match(
    source,
    /return bytes\.length === this\.#bytes\.length && timingSafeEqual\(bytes, this\.#bytes\);/,
  );
  // Nothing but that comparison and reveal() touches the token.
  assert.doesNotMatch(
    source,
    /(#value|bytes)\s*[!=]==?[^=]|candidate\s*[!=]==?|startsWith|localeCompare/,
  );
});
