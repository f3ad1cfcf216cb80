import assert from 'node:assert/strict';
import { protocolErrorCodes } from '../../../src/protocol/errors.ts';
import type { EndpointFixture } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import type { WireAnswer } from '../../../tools/fixtures/endpoint/rawConnection.ts';
import { secret } from './requests.ts';

const codes = new Set<string>(protocolErrorCodes);

/** Asserts that a response is an error in the protocol's form. */
export function assertRefusal({ status, headers, body }: WireAnswer): void {
  assert.ok(status >= 400 && status < 500, `status ${status}: ${body}`);
  assertError({ status, headers, body });
}

/** Asserts that the response to an arbitrary request is a valid one, or an error. */
export function assertAnswer(answer: WireAnswer): void {
  assert.ok(answer.status < 500, `status ${answer.status}: ${answer.body}`);
  if (answer.status >= 400) assertError(answer);
}

function assertError({ headers, body }: WireAnswer): void {
  assert.equal(headers['content-type'], 'application/json; charset=utf-8');
  const { error } = JSON.parse(body) as { error: { code: string; message: string } };
  assert.ok(codes.has(error.code), error.code);
  assert.ok(error.message.length > 0);
  assert.doesNotMatch(body, /<|\n {4}at |\.ts:|node_modules|node:/);
  assert.ok(!body.includes(secret));
}

/**
 * Asserts that no session was started, that there was no internal error, and that a valid request
 * is served.
 */
export async function assertWell(fixture: EndpointFixture): Promise<void> {
  const controller = fixture.controller();
  assert.equal((await controller.request('GET', '/info')).status, 200);
  controller.vanish();
  assert.equal(fixture.runner.runs.length, 0);
  const logged = fixture.log.lines.join('\n');
  assert.doesNotMatch(logged, /^(error|warn)/m);
  assert.ok(!logged.includes(secret));
}
