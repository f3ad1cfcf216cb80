import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSecrets } from '../../src/trace/checkSecrets.ts';

const value = 'pa"ss wörd/42';
const secrets = [
  { name: 'PASSWORD', value },
  { name: 'OTHER', value: 'not there' },
  { name: 'SHORT', value: 'a' },
];

for (const [how, text] of [
  ['as it is', value],
  ['as JSON', JSON.stringify({ value })],
  ['in an address', encodeURIComponent(value)],
  ['in Base64', Buffer.from(value).toString('base64')],
  ['in Base64 for addresses', Buffer.from(value).toString('base64url')],
  ['in hexadecimal', Buffer.from(value).toString('hex')],
]) {
  test(`a secret is found ${how}, and named without its value`, () => {
    assert.deepEqual(findSecrets(`{"a":"${text}"}`, secrets), ['PASSWORD']);
  });
}

test('a text without secrets has none, and values that are too short do not count', () => {
  assert.deepEqual(findSecrets('{"a":1}', secrets), []);
});
