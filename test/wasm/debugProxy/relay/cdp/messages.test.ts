import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMessage, readHead } from '../../../../../src/wasm/debugProxy/relay/cdp/messages.ts';

const heads: readonly (readonly [text: string, id: number | undefined, method?: string])[] = [
  ['{"id":7,"method":"Debugger.enable","params":{}}', 7, 'Debugger.enable'],
  ['{"method":"Debugger.paused","params":{"x":1},"sessionId":"A"}', undefined, 'Debugger.paused'],
  ['{"sessionId":"A","id":3,"method":"Page.enable"}', 3, 'Page.enable'],
  ['{ "id": 12, "result": {"method":"Debugger.paused"} }', 12],
  ['{"id":12,"error":{"code":1,"message":"no"}}', 12],
  [
    '{\r\n  "method": "Network.dataReceived",\r\n  "params": {}}',
    undefined,
    'Network.dataReceived',
  ],
];

for (const [text, id, method] of heads) {
  test(`reads the head of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(readHead(Buffer.from(text)), { id, method });
  });
}

for (const text of ['{"params":{"method":"x"},"method":"y"}', '{"result":{},"id":3}', '[]', '']) {
  test(`does not guess the head of ${JSON.stringify(text)}`, () => {
    assert.equal(readHead(Buffer.from(text)), undefined);
  });
}

test('parses messages and nothing else', () => {
  const text = '{"method":"a","params":{"ä":"€"},"extra":1}';
  assert.deepEqual(parseMessage(Buffer.from(text)), { method: 'a', params: { ä: '€' } });
  assert.equal(parseMessage(Buffer.from('{"id":"text"}')), undefined);
  assert.equal(parseMessage(Buffer.from('{"id":')), undefined);
});
