import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSecrets, isSearchable } from '../../src/trace/checkSecrets.ts';

const value = 'pa"ss wörd/42';
const secrets = [
  { name: 'PASSWORD', value },
  { name: 'OTHER', value: 'not there' },
  { name: 'SHORT', value: 'a' },
  { name: 'WORD', value: 'session' },
  { name: 'PART', value: 'Restart' },
  { name: 'PLACEHOLDER', value: 'path-10' },
  { name: 'NUMBER', value: '123456' },
  { name: 'VERSION', value: 'v24.1.0' },
  { name: 'INSIDERS', value: '1.108.0-insider' },
  { name: 'SDK', value: '11.0.100-preview.7.26381.103' },
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

test('a text without secrets has none, and values that every trace may have do not count', () => {
  const text = '{"at":1234567,"session":"session-1","type":"processRestarted","node":"v24.1.0"}';
  assert.deepEqual(findSecrets(`${text}{"path":"path-100"}`, secrets), []);
});

test('names and extensions of files that traces keep can not be searched', () => {
  for (const kept of ['dotnet', 'python3', 'csproj']) {
    assert.ok(!isSearchable({ name: 'KEY', value: kept }), kept);
  }
});

test('each name of a value is found once', () => {
  const named = ['A', 'B', 'A'].map((name) => ({ name, value }));
  assert.deepEqual(findSecrets(value, named), ['A', 'B']);
});

test('what can be searched is told before', () => {
  assert.deepEqual(
    secrets.filter(isSearchable).map(({ name }) => name),
    ['PASSWORD', 'OTHER'],
  );
});
