import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { Token } from '../../../src/common/server/token.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';

test('a token has 32 bytes and is unique', () => {
  const tokens = Array.from({ length: 1000 }, () => new Token().reveal());
  for (const token of tokens) assert.equal(Buffer.from(token, 'base64url').length, 32);
  assert.equal(new Set(tokens).size, tokens.length);
});

test('a token matches only itself', () => {
  const token = new Token();
  const text = token.reveal();
  assert.ok(token.matches(text));
  const wrong = ['', text.slice(1), `${text}=`, text.toUpperCase(), `${text} `, text.repeat(1000)];
  for (const candidate of wrong) assert.ok(!token.matches(candidate), `${candidate.length}`);
});

test('a token is not revealed by JSON or by inspecting it', () => {
  const token = new Token();
  const shown = [JSON.stringify({ token }), inspect(token, { depth: 5 })];
  for (const text of shown) assert.ok(!text.includes(token.reveal()));
});

test("hosts have different tokens, and refuse each other's", async (context) => {
  const [one, other] = [await openEndpoint(context), await openEndpoint(context)];
  const headers = { authorization: `Bearer ${other.token}` };
  const answer = await one.controller().request('GET', '/info', { headers });
  assert.equal(answer.status, 401);
  assert.ok(!answer.text.includes(one.token) && !answer.text.includes(other.token));
});
