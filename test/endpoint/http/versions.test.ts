import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { builtInTypes } from '../../../src/launch/table.ts';
import type { ProtocolErrorCode } from '../../../src/protocol/errors.ts';
import type { RawAnswer } from '../../../tools/controller/connection/httpExchange.ts';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { assertRefused } from './answers.ts';

type Ask = (parameter: string) => Promise<RawAnswer>;

/** The requests that require a version, each with the status of a valid one. */
async function versioned(context: TestContext): Promise<Record<string, [ask: Ask, good: number]>> {
  const fixture = await openEndpoint(context);
  const controller = fixture.controller();
  const apiVersion = null;
  return {
    PUT: [
      (parameter) =>
        controller.request('PUT', `/run_session${parameter}`, { apiVersion, body: goodRun }),
      201,
    ],
    DELETE: [
      (parameter) => controller.request('DELETE', `/run_session/x${parameter}`, { apiVersion }),
      204,
    ],
    Upgrade: [
      (parameter) => controller.upgrade({ path: `/run_session/notify${parameter}`, apiVersion }),
      101,
    ],
  };
}

const refused: Readonly<Record<string, [parameter: string, code: ProtocolErrorCode]>> = {
  'no version': ['', 'MissingApiVersion'],
  'an empty version': ['?api-version=', 'MissingApiVersion'],
  'a version under another name': ['?API-Version=2025-10-01', 'MissingApiVersion'],
  'a version that is not a date': ['?api-version=latest', 'MalformedApiVersion'],
  'a version that is not in the calendar': ['?api-version=2025-02-29', 'MalformedApiVersion'],
  'a version with a suffix': ['?api-version=2025-10-01-preview', 'MalformedApiVersion'],
  'a truncated version': ['?api-version=%E0%A4%A', 'MalformedApiVersion'],
  'two versions': ['?api-version=2025-10-01&api-version=2025-10-01', 'MalformedApiVersion'],
  'a version older than all supported ones': ['?api-version=2023-12-31', 'UnsupportedApiVersion'],
};
for (const [what, [parameter, code]] of Object.entries(refused)) {
  test(`a request with ${what} is refused`, async (context) => {
    for (const [ask] of Object.values(await versioned(context))) {
      assertRefused(await ask(parameter), code);
    }
  });
}

test('a client with an unsupported version is told to upgrade', async (context) => {
  for (const [ask] of Object.values(await versioned(context))) {
    const { message } = assertRefused(
      await ask('?api-version=2023-12-31'),
      'UnsupportedApiVersion',
    );
    assert.match(message, /2024-03-03\. Upgrade your Aspire libraries and tooling/);
  }
});

const served = ['2024-03-03', '2024-04-23', '2025-10-01', '2024-12-24', '2026-01-01', '9999-12-31'];
for (const version of served) {
  test(`a request with the version ${version} is served`, async (context) => {
    for (const [ask, good] of Object.values(await versioned(context))) {
      assert.equal((await ask(`?api-version=${version}`)).status, good);
    }
  });
}

test('the version may follow other parameters', async (context) => {
  for (const [ask, good] of Object.values(await versioned(context))) {
    assert.equal((await ask('?a=b&api-version=2025-10-01&c=?&d')).status, good);
  }
});

test('/info accepts any version or none', async (context) => {
  const controller = (await openEndpoint(context)).controller();
  for (const parameter of ['', '?api-version=1999-01-01', '?api-version=never']) {
    const answer = await controller.request('GET', `/info${parameter}`, { apiVersion: null });
    assert.equal(answer.status, 200);
  }
  assert.deepEqual(await controller.info(), {
    protocols_supported: ['2024-03-03', '2024-04-23', '2025-10-01'],
    supported_launch_configurations: [...builtInTypes.keys()],
  });
  controller.assertClean();
});

const messagesHeard = { '9999-12-31': 1, '2025-10-01': 1, '2025-09-30': 0, '2024-03-03': 0 };
for (const [apiVersion, count] of Object.entries(messagesHeard)) {
  test(`a client with version ${apiVersion} receives ${count} of one session message`, async (context) => {
    const fixture = await openEndpoint(context);
    fixture.runner.onRun = ({ events }) => {
      events.message('info', 'Something worth knowing.');
      events.started(1);
    };
    const controller = fixture.controller({ apiVersion });
    await controller.connect();
    const session = await controller.runSession(goodRun);
    await session.started;
    assert.equal(session.messages.length, count);
    controller.assertClean();
  });
}
