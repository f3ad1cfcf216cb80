import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { LaunchTypes } from '../../../src/launch/launchTypes.ts';
import type { Info } from '../../../tools/controller/infoAnswer.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { complete } from '../../../tools/fixtures/sessions/launchTypes.ts';

const context = { workspace: '/', environment: {}, platform: process.platform };
const go = { type: 'go', program: '/srv/api' };
const node = { type: 'node', script_path: '/srv/app.js' };

/** An endpoint on a machine that has only these commands, and what it reports of its types. */
async function openWith(t: TestContext, commands: Set<string>) {
  const capabilities = complete({
    hasCommand: (name) => commands.has(name),
    hasDebugger: () => false,
  });
  const launchTypes = new LaunchTypes(context, capabilities);
  const fixture = await openEndpoint(t, { launchTypes });
  return { fixture, controller: fixture.controller() };
}

test('/info and the variables list the types that can run at the time of the request', async (t) => {
  const commands = new Set(['node']);
  const { fixture, controller } = await openWith(t, commands);
  const listed = async () => {
    const { text } = await controller.request('GET', '/info');
    const { DEBUG_SESSION_INFO: variable = '' } = fixture.host.environment('Debug');
    const answers = [text, variable].map((info) => JSON.parse(info) as Info);
    return answers.map(({ supported_launch_configurations: types }) => types);
  };
  assert.deepEqual(await listed(), [
    ['browser', 'node'],
    ['browser', 'node'],
  ]);
  commands.add('go');
  commands.delete('node');
  assert.deepEqual(await listed(), [
    ['browser', 'go'],
    ['browser', 'go'],
  ]);
});

test('the first launch configuration with a listed type is run, and an unlisted type is refused', async (t) => {
  const commands = new Set(['node']);
  const { fixture, controller } = await openWith(t, commands);
  await controller.connect();
  await controller.runSession({ launch_configurations: [go, node] });
  commands.add('go');
  await controller.runSession({ launch_configurations: [go, node] });
  const run = fixture.host.sessions.list().map(({ spec }) => spec.launchConfiguration.type);
  assert.deepEqual(run, ['node', 'go']);

  commands.clear();
  const body = { launch_configurations: [go, node] };
  const answer = await controller.request('PUT', '/run_session', { body });
  assert.equal(answer.status, 400);
  assert.match(answer.text, /UnsupportedLaunchConfiguration/);
  assert.match(answer.text, /go needs the command go, which is not in PATH/);
  assert.match(answer.text, /These types run here: browser\./);
});
