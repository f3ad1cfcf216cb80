import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createApi } from '../../src/api/api.ts';
import { collectionPath } from '../../src/api/resource/kind.ts';
import { HostApi } from '../../src/host/hostApi.ts';
import { defaultSettings } from '../../src/host/settings.ts';
import { sendDirectly } from '../../tools/fixtures/api/directRequest.ts';
import { context as launchContext } from '../../tools/fixtures/sessions/launchRequests.ts';
import { completeLaunchTypes } from '../../tools/fixtures/sessions/launchTypes.ts';
import { openFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';

/** A host whose code of the API can't be loaded while `failure` is set. */
async function openHost(context: TestContext) {
  const { clock, log, sessions } = await openFixture(context);
  const state: { failure: Error | undefined } = { failure: undefined };
  const options = {
    sessions,
    launchTypes: completeLaunchTypes(launchContext),
    checkLaunch: () => Promise.resolve(),
    clock,
    log,
    bodyLimit: defaultSettings.bodyLimit,
    metrics: () => '',
    settings: defaultSettings,
  };
  const api = new HostApi(options, async (loaded) => {
    if (state.failure !== undefined) throw state.failure;
    return createApi(loaded);
  });
  const list = async (): Promise<number> => {
    const request = { method: 'GET', url: collectionPath, body: '' };
    return (await sendDirectly(api, request)).status;
  };
  return { api, list, log, state };
}

test('requests fail while the code of the API cannot be loaded, and later ones are answered', async (context) => {
  const { api, list, log, state } = await openHost(context);
  state.failure = new Error('too many open files');
  assert.deepEqual(await Promise.all([list(), list()]), [500, 500]);
  assert.ok(log.lines.some((line) => /^error .*too many open files/.test(line)));
  state.failure = undefined;
  assert.equal(await list(), 200);
  await api.close();
});

test('a host closes while the code of the API cannot be loaded', async (context) => {
  const { api, list, state } = await openHost(context);
  state.failure = new Error('too many open files');
  const answered = list();
  await api.close();
  assert.equal(await answered, 500);
});
