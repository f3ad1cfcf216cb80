import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startLaunch, type WantedLaunch } from '../../src/host/startLaunch.ts';
import type { LaunchCheck } from '../../src/launch/launchPlan.ts';
import { openEndpoint } from '../../tools/fixtures/endpoint/endpointFixture.ts';
import { context as launchContext } from '../../tools/fixtures/sessions/launchRequests.ts';
import { completeLaunchTypes } from '../../tools/fixtures/sessions/launchTypes.ts';
import { openFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';

const accept: LaunchCheck = () => Promise.resolve();

async function start(context: TestContext, wanted: WantedLaunch, checkLaunch = accept) {
  const { sessions } = await openFixture(context);
  const launchTypes = completeLaunchTypes(launchContext);
  const dependencies = { sessions, launchTypes, checkLaunch, bodyLimit: 1024 * 1024 };
  return { sessions, started: startLaunch(wanted, dependencies) };
}

test('a session is started with variables, arguments and a base of its paths', async (context) => {
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  const wanted = { launchConfiguration, env: { A: 'b' }, args: ['c'], workspace: '/srv/shop' };
  const { started } = await start(context, wanted);
  const { metadata, spec } = await started;
  assert.deepEqual(metadata.owner, { kind: 'api' });
  assert.deepEqual(spec, {
    launchConfiguration,
    env: [{ name: 'A', value: 'b' }],
    args: ['c'],
    workspace: '/srv/shop',
    desiredState: 'Running',
  });
});

test('an invalid launch configuration, and one that is known to fail, starts nothing', async (context) => {
  const refused = { code: 'LaunchRefused' };
  const invalid = await start(context, { launchConfiguration: { type: 'cobol' } });
  await assert.rejects(invalid.started, {
    ...refused,
    message: /no launch configuration has a sup/,
  });
  const typeless = await start(context, { launchConfiguration: {} as never });
  await assert.rejects(typeless.started, refused);
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  const failing = await start(context, { launchConfiguration }, () =>
    Promise.reject(new Error('It is missing.')),
  );
  await assert.rejects(failing.started, { message: 'It is missing.' });
  for (const { sessions } of [invalid, typeless, failing]) assert.deepEqual(sessions.list(), []);
});

test('a host that is closing starts nothing', async (context) => {
  const { host } = await openEndpoint(context);
  const closing = host.close();
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  await assert.rejects(host.start({ launchConfiguration }), { code: 'HostClosing' });
  await closing;
});
