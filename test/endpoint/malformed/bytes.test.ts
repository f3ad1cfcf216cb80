import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { requestText, type WireAnswer } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { dial, goodHeaders } from '../http/answers.ts';
import { badChunks, damaged, noise } from './bytes.ts';
import { assertAnswer, assertRefusal, assertWell } from './judge.ts';
import { fc } from '../../../tools/fixtures/property.ts';

const runs = 400;
const target = '/run_session?api-version=2025-10-01';
const json = { 'Content-Type': 'application/json' };

/** Sends bytes, ends the stream, and returns everything that is received before the end. */
async function exchangeAll(fixture: EndpointFixture, bytes: Uint8Array): Promise<WireAnswer[]> {
  const connection = await dial(fixture);
  connection.socket.end(bytes);
  const answers: WireAnswer[] = [];
  for (let next = await connection.answer(); next; next = await connection.answer()) {
    answers.push(next);
  }
  await connection.closed;
  assert.equal(
    connection.received,
    '',
    'The endpoint sent something that is not an HTTP response.',
  );
  return answers;
}

async function check(
  context: TestContext,
  generate: (fixture: EndpointFixture) => fc.Arbitrary<Uint8Array>,
  judge: (answer: WireAnswer) => void,
): Promise<void> {
  const fixture = await openEndpoint(context);
  let count = 0;
  const property = fc.asyncProperty(generate(fixture), async (bytes) => {
    for (const answer of await exchangeAll(fixture, bytes)) judge(answer);
    if (++count % 100 === 0) await assertWell(fixture);
  });
  await fc.assert(property, { numRuns: runs });
  await assertWell(fixture);
}

test(`${runs} sequences of random bytes are refused`, (context) =>
  check(context, () => noise, assertRefusal));

test(`${runs} damaged requests without a token are refused`, (context) =>
  check(
    context,
    (fixture) => {
      const body = JSON.stringify(goodRun);
      const headers = { ...goodHeaders(fixture), ...json, 'Content-Length': String(body.length) };
      const wrong = { ...headers, Authorization: 'Bearer wrong' };
      return damaged(requestText('PUT', target, wrong, body));
    },
    assertRefusal,
  ));

test(`${runs} damaged requests for /info are answered correctly or refused`, (context) =>
  check(
    context,
    (fixture) => damaged(requestText('GET', '/info?x=y', goodHeaders(fixture))),
    assertAnswer,
  ));

test(`${runs} requests with invalid chunks are refused`, (context) =>
  check(
    context,
    (fixture) => {
      const headers = { ...goodHeaders(fixture), ...json, 'Transfer-Encoding': 'chunked' };
      return badChunks.map((chunks) => Buffer.from(requestText('PUT', target, headers, chunks)));
    },
    assertRefusal,
  ));
