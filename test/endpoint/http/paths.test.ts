import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { assertRefused, handshake, sendWith } from './answers.ts';

const version = '?api-version=2025-10-01';

const strangePaths = [
  '/',
  '//',
  '/info/',
  '//info',
  '/Info',
  '/INFO',
  '/inf%6f',
  '/info#top',
  '/./info',
  '/run_session/../info',
  '/run_session/',
  '/Run_Session',
  '/run_session/x/',
  '/run_session/x/y',
  '/run_session/notify/',
  '/run_session//notify',
  '/run_session/notify/x',
  '/run_sessions',
  '/\\info',
  '*',
  'https://localhost/info',
  'https://evil.example:99999/run_session',
  'http://[/run_session',
];

for (const path of strangePaths) {
  test(`${path} is answered with not found`, async (context) => {
    const fixture = await openEndpoint(context);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      assertRefused(await sendWith(fixture, method, `${path}${version}`), 'NotFound');
    }
  });
}

const strangeStreams = [
  '/run_session/notifyXYZ',
  '/run_session/Notify',
  '/run_session/notif%79',
  '/run_session/./notify',
  '/x/../run_session/notify',
  '/run_session\\notify',
  '//localhost/run_session/notify',
  'https://localhost/run_session/notify',
  '/info',
  ...strangePaths,
];
for (const path of new Set(strangeStreams)) {
  test(`${path} is not the notification stream`, async (context) => {
    const fixture = await openEndpoint(context);
    assertRefused(await sendWith(fixture, 'GET', `${path}${version}`, handshake), 'NotFound');
  });
}

test('the notification stream is at its path', async (context) => {
  const fixture = await openEndpoint(context);
  const answer = await sendWith(fixture, 'GET', `/run_session/notify${version}`, handshake);
  assert.equal(answer?.status, 101);
});

test("a path that looks like the stream's is treated as an ordinary id", async (context) => {
  const fixture = await openEndpoint(context);
  const answer = await sendWith(fixture, 'DELETE', `/run_session/notifyXYZ${version}`);
  assert.equal(answer?.status, 204);
});

for (const path of ['/run_session/%', '/run_session/%zz', '/run_session/%E0%A4%A']) {
  test(`the id in ${path} can't be decoded, which the response says`, async (context) => {
    const fixture = await openEndpoint(context);
    assertRefused(await sendWith(fixture, 'DELETE', `${path}${version}`), 'MalformedRequest');
  });
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const allowed: Readonly<Record<string, string>> = {
  '/info': 'GET',
  '/run_session': 'PUT',
  '/run_session/x': 'DELETE',
  '/run_session/notify': 'GET',
};
for (const [path, method] of Object.entries(allowed)) {
  test(`${path} accepts only ${method}, and the response to other methods says so`, async (context) => {
    const fixture = await openEndpoint(context);
    for (const other of methods.filter((name) => name !== method)) {
      const answer = await sendWith(fixture, other, `${path}${version}`);
      const { message } = assertRefused(answer, 'MethodNotAllowed');
      assert.equal(answer?.headers['allow'], method);
      assert.match(message, new RegExp(`Use ${method}\\.$`));
    }
  });
}

test('a plain request for the stream is told to upgrade', async (context) => {
  const fixture = await openEndpoint(context);
  const answer = await sendWith(fixture, 'GET', `/run_session/notify${version}`);
  assertRefused(answer, 'UpgradeRequired');
  assert.equal(answer?.headers['upgrade'], 'websocket');
});

test('an invalid query string is refused without a warning from Node', async (context) => {
  const fixture = await openEndpoint(context);
  const warnings: Error[] = [];
  const note = (warning: Error): number => warnings.push(warning);
  process.on('warning', note);
  afterTest(context, () => process.off('warning', note));
  for (const query of [`${version}#top`, '?#', `${version}\u00a0`, '?a=#&b']) {
    for (const path of ['/run_session', '/info', '/run_session/x', '/nowhere']) {
      assertRefused(await sendWith(fixture, 'PUT', `${path}${query}`), 'MalformedRequest');
    }
    const answer = await sendWith(fixture, 'GET', `/run_session/notify${query}`, handshake);
    assertRefused(answer, 'MalformedRequest');
  }
  // Warnings are emitted in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});
