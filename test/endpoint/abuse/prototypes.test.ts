import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyLaunchConfiguration } from '../../../src/protocol/launchConfigurations.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import { parseLaunchTypes } from '../../../src/launch/user/addedTypes.ts';
import { parseLaunchSettings } from '../../../src/launch/profiles/launchSettings.ts';
import {
  context as surroundings,
  request,
} from '../../../tools/fixtures/sessions/launchRequests.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { assertRefused } from '../http/answers.ts';

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

/** The properties of Object.prototype, which must not change. */
function builtIns(): readonly string[] {
  const all = [Object, Array, Function].map(({ prototype }) => prototype as object);
  return all.flatMap((one) => Reflect.ownKeys(one).map(String));
}

function assertUnpolluted(before: readonly string[]): void {
  assert.deepEqual(builtIns(), before);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
}

for (const name of names) {
  test(`a body that contains the key ${name} does not change other objects`, async (context) => {
    const before = builtIns();
    const fixture = await openEndpoint(context);
    const evil = `"${name}":{"polluted":"yes","type":"node","script_path":"evil.js"}`;
    const good = '"type":"node","script_path":"app.js"';
    const places = [
      `{${evil},"launch_configurations":[{${good}}]}`,
      `{"launch_configurations":[{${evil},${good}}]}`,
      `{"launch_configurations":[{${good},"x":{${evil}}}]}`,
      `{"launch_configurations":[{${good}}],"env":[{"name":"A","value":"b",${evil}}]}`,
    ];
    for (const [index, body] of places.entries()) {
      const answer = await fixture.controller().request('PUT', '/run_session', { body });
      assert.equal(answer.status, 201);
      await until('the session was run', () => fixture.runner.runs.length === index + 1);
      const configuration = fixture.runner.runs[index]?.session.spec.launchConfiguration;
      assert.equal(configuration?.['script_path'], 'app.js');
      assert.equal(Object.getPrototypeOf(configuration), Object.prototype);
    }
    assertUnpolluted(before);
  });

  test(`a value under ${name} does not replace a missing property`, async (context) => {
    const fixture = await openEndpoint(context);
    const controller = fixture.controller();
    const body = `{"launch_configurations":[{"type":"node","${name}":{"script_path":"evil.js"}}]}`;
    const answer = await controller.request('PUT', '/run_session', { body });
    assertRefused(answer, 'InvalidLaunchConfiguration');
    const outer = `{"${name}":{"launch_configurations":[{"type":"node","script_path":"e.js"}]}}`;
    const refused = await controller.request('PUT', '/run_session', { body: outer });
    assert.equal(refused.status, 400);
    assert.equal(fixture.runner.runs.length, 0);
  });

  test(`${name} is not a launch configuration type`, async (context) => {
    const fixture = await openEndpoint(context);
    const body = { launch_configurations: [{ type: name }] };
    const answer = await fixture.controller().request('PUT', '/run_session', { body });
    assertRefused(answer, 'UnsupportedLaunchConfiguration');
  });

  test(`launch settings and added types named ${name} do not change other objects`, () => {
    const before = builtIns();
    const profile = '{"commandName":"Project","environmentVariables":{"polluted":"yes"}}';
    const settings = `{"${name}":{"polluted":"yes"},"profiles":{"${name}":${profile},"p":${profile}}}`;
    const profiles = parseLaunchSettings('/srv/launchSettings.json', settings);
    assert.ok(profiles.some((one) => one.name === 'p'));
    const { types } = parseLaunchTypes(
      JSON.parse(`{"mine":{"type":"t","${name}":{"polluted":"yes"},"v":"\${${name}.polluted}"}}`),
    );
    const configuration: AnyLaunchConfiguration = { type: 'mine' };
    assert.equal(planLaunch(request(configuration), surroundings, types).kind, 'adapter');
    assertUnpolluted(before);
  });
}

test('the last of several equal keys counts', async (context) => {
  const fixture = await openEndpoint(context);
  const configuration = '{"type":"cobol","type":"node","script_path":"a.js","script_path":"b.js"}';
  const body = `{"launch_configurations":[],"launch_configurations":[${configuration}]}`;
  assert.equal((await fixture.controller().request('PUT', '/run_session', { body })).status, 201);
  await until('the session was run', () => fixture.runner.runs.length === 1);
  assert.equal(fixture.runner.runs[0]?.session.spec.launchConfiguration['script_path'], 'b.js');
});
