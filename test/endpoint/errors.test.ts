import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLaunchCheck } from '../../src/host/launchCheck.ts';
import { systemClock } from '../../src/common/clock.ts';
import { type ProtocolErrorCode, protocolErrorCodes } from '../../src/protocol/errors.ts';
import { goodRun, openEndpoint } from '../../tools/fixtures/endpoint/endpointFixture.ts';
import { assertRefused, dial } from './http/answers.ts';
import { refusalLimits, refusals } from './http/refusals.ts';

const checkLaunch = createLaunchCheck({
  clock: systemClock,
  hasDebugger: () => false,
  hasOtherSearchPath: () => false,
});

for (const [code, provoke] of Object.entries(refusals)) {
  test(`a request can be answered with ${code}`, async (context) => {
    const settings = { connectionLimits: refusalLimits };
    const fixture = await openEndpoint(context, { checkLaunch, settings });
    await writeFile(join(fixture.workspace, 'app.js'), '');
    assertRefused(await provoke(fixture), code as ProtocolErrorCode);
    assert.equal(fixture.runner.runs.length, code === 'ShuttingDown' ? 1 : 0);
  });
}

test('a request that does not arrive in time is answered with RequestTimeout', async (context) => {
  const fixture = await openEndpoint(context, { settings: { headersTimeout: 50 } });
  const connection = await dial(fixture, 'GET /info HTTP/1.1\r\nHost: loc');
  assertRefused(await connection.answer(), 'RequestTimeout');
  await connection.closed;
});

test('an internal failure is answered with InternalError, and only the log has details', async (context) => {
  const fixture = await openEndpoint(context);
  context.mock.method(fixture.host.sessions, 'create', () => {
    throw new Error('the store is broken');
  });
  const answer = await fixture.controller().request('PUT', '/run_session', { body: goodRun });
  assertRefused(answer, 'InternalError');
  assert.doesNotMatch(answer.text, /broken/);
  assert.match(fixture.log.lines.join('\n'), /^error A request failed: .*the store is broken/m);
});

test('an internal failure only affects its own request', async (context) => {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  const failing = context.mock.method(fixture.host.sessions, 'get', () => {
    throw new Error('the store is broken');
  });
  assertRefused(await controller.request('DELETE', '/run_session/x'), 'InternalError');
  failing.mock.restore();
  assert.equal(await controller.stopSession('x'), 204);
});

test('every error in the table is provoked here', () => {
  const provoked = [...Object.keys(refusals), 'RequestTimeout', 'InternalError'];
  assert.deepEqual(provoked.toSorted(), protocolErrorCodes.toSorted());
});

test('an unauthorised request is answered with the authentication scheme', async (context) => {
  const fixture = await openEndpoint(context);
  for (const code of ['MissingAuthorization', 'UnsupportedAuthorizationScheme'] as const) {
    const answer = await refusals[code](fixture);
    assert.equal(answer?.headers['www-authenticate'], 'Bearer');
  }
});

test('a request that must upgrade is answered with the protocol', async (context) => {
  const fixture = await openEndpoint(context);
  for (const code of ['UpgradeRequired', 'UnsupportedWebSocketVersion'] as const) {
    const answer = await refusals[code](fixture);
    assert.match(String(answer?.headers['connection']), /\bUpgrade\b/);
    assert.equal(answer?.headers['upgrade'], 'websocket');
    assert.equal(answer?.headers['sec-websocket-version'], '13');
  }
});
