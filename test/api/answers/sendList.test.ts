import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type EncodedList, joinParts, sendList } from '../../../src/api/answers/sendList.ts';
import { deferred } from '../../../src/common/deferred.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

/** The length of a part, without its last item. */
const partLength = 64 * 1024;

function listOf(count: number): EncodedList {
  const items = Array.from({ length: count }, (_, index) =>
    JSON.stringify(`${index} ä`.repeat(90)),
  );
  return { head: '{"items":[', items, tail: ']}' };
}

function parse(text: string): unknown[] {
  return (JSON.parse(text) as { items: unknown[] }).items;
}

/** Requests what `answer` sends. */
async function request(
  context: TestContext,
  answer: (response: ServerResponse) => void,
): Promise<IncomingMessage> {
  const server = createServer((_request, response) => answer(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(context, () => {
    server.closeAllConnections();
    server.close();
  });
  const asked = get({ port: (server.address() as AddressInfo).port, agent: false });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response.setEncoding('utf8');
}

test('lists of any length are complete, in parts of a bounded length', () => {
  for (const count of [0, 1, 2, 150, 5_000]) {
    const list = listOf(count);
    const parts = [...joinParts(list)];
    assert.equal(parse(parts.join('')).length, count);
    const longestItem = Math.max(0, ...[...list.items].map(({ length }) => length));
    for (const { length } of parts) assert.ok(length <= partLength + longestItem + 3);
    assert.ok(parts.slice(0, -1).every(({ length }) => length >= partLength));
  }
});

test('a short list is sent with its length, a long one in chunks', async (context) => {
  for (const count of [10, 5_000]) {
    const response = await request(context, (sent) => sendList(sent, listOf(count)));
    let text = '';
    for await (const chunk of response) text += String(chunk);
    assert.equal(parse(text).length, count);
    const length = count === 10 ? String(Buffer.byteLength(text)) : undefined;
    assert.equal(response.headers['content-length'], length);
  }
});

test('what a client does not read is not encoded, and no longer once it has gone', async (context) => {
  let encoded = 0;
  const gone = deferred();
  function* items(): Generator<string> {
    try {
      for (; ; encoded++) yield JSON.stringify('x'.repeat(1_000));
    } finally {
      gone.resolve();
    }
  }
  const response = await request(context, (sent) =>
    sendList(sent, { head: '[', items: items(), tail: ']' }),
  );
  response.destroy();
  await gone.promise;
  assert.ok(encoded < 50_000);
});
