import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { findSecrets } from '../../src/trace/checkSecrets.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { toChromeTrace } from '../../src/trace/show/chromeTrace.ts';
import { formatTimeline } from '../../src/trace/show/timeline.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import {
  type EndpointFixture,
  openEndpoint,
} from '../../tools/fixtures/endpoint/endpointFixture.ts';
import type { LaunchConfiguration } from '../../tools/controller/runRequest.ts';
import { until } from '../../tools/fixtures/waiting.ts';

const secret = 'CorrectHorseBatteryStaple';

/** Every place that takes what a user or a controller writes, with the secret in it. */
const places: Readonly<Record<string, (fixture: EndpointFixture) => Promise<void> | void>> = {
  'a variable': (fixture) => run(fixture, {}, { env: [{ name: secret, value: secret }] }),
  'an argument': (fixture) => run(fixture, {}, { args: [secret] }),
  'the path of a program': (fixture) => run(fixture, { script_path: `/${secret}/app.js` }),
  'an unknown property': (fixture) => run(fixture, { [secret]: secret }),
  'the type of a launch configuration': (fixture) => run(fixture, { type: secret }).catch(() => {}),
  'an address': (fixture) => run(fixture, { type: 'browser', url: `http://h/?t=${secret}` }),
  'the id of a controller': async (fixture) => {
    const controller = fixture.controller({ instanceId: secret });
    await controller.connect();
    await controller.disconnect();
  },
  'a path of a request': async (fixture) => {
    const controller = fixture.controller();
    await controller.request('DELETE', `/run_session/${secret}`);
    await controller.request('GET', `/${secret}?${secret}=${secret}`);
  },
  'a token that is wrong': async (fixture) => {
    const headers = { authorization: `Bearer ${secret}` };
    await fixture.controller().request('GET', '/info', { headers });
  },
  'a body that is wrong': async (fixture) => {
    const body = JSON.stringify({ env: secret });
    await fixture.controller().request('PUT', '/run_session', { body });
  },
  'the name of a session': ({ host }) => {
    const launchConfiguration = { type: 'node', script_path: 'app.js' };
    host.sessions.create({ kind: 'api' }, { launchConfiguration, env: [] }, { name: secret });
  },
  'labels and annotations': ({ host }) => {
    const launchConfiguration = { type: 'node', script_path: 'app.js' };
    const chosen = { labels: { [secret]: secret }, annotations: { [secret]: secret } };
    host.sessions.create({ kind: 'user' }, { launchConfiguration, env: [] }, chosen);
  },
  output: (fixture) =>
    run(fixture, {}, {}, ({ events }) => {
      events.started(1);
      void events.output('stdout', Buffer.from(`${secret}\n`));
      void events.output('stderr', Buffer.from(secret));
    }),
  'a message': (fixture) =>
    run(fixture, {}, {}, ({ events }) => {
      events.message('info', secret);
      events.note?.(`${secret}\n`);
    }),
  'a failure': (fixture) =>
    run(fixture, {}, {}, ({ events }) => events.failed(new HumanError(secret, secret))),
  'the names of files': (fixture) =>
    run(fixture, {}, {}, ({ events }) =>
      events.inputs?.({ base: `/${secret}`, files: [`/${secret}/a`], folders: [] }),
    ),
};

type FakeRun = EndpointFixture['runner']['runs'][number];

async function run(
  fixture: EndpointFixture,
  launch: Readonly<Record<string, unknown>>,
  request: Readonly<Record<string, unknown>> = {},
  act: (run: FakeRun) => void = ({ events }) => events.started(1),
): Promise<void> {
  const before = fixture.runner.runs.length;
  const configuration = { type: 'node', script_path: 'app.js', ...launch } as LaunchConfiguration;
  await fixture.controller().runSession({ ...request, launch_configurations: [configuration] });
  await until('the session runs', () => fixture.runner.runs.length > before);
  const last = fixture.runner.runs.at(-1);
  if (last !== undefined) act(last);
}

test('a secret in a place that takes text is in no trace, and in nothing that is shown of it', async (context) => {
  const recorder = new TraceRecorder({ clock: systemClock, version: '1.0.0' });
  const fixture = await openEndpoint(context, { trace: recorder });
  const secrets = [
    { name: 'planted', value: secret },
    { name: 'token', value: fixture.token },
  ];
  for (const [place, plant] of Object.entries(places)) {
    const before = recorder.list().length;
    await plant(fixture);
    const text = formatTrace(recorder.header, recorder.list());
    const trace = parseTrace(text, 'trace');
    // Tokens are refused before anything is recorded.
    if (place !== 'a token that is wrong') assert.ok(trace.records.length > before, place);
    const shown = [text, formatTimeline(trace), JSON.stringify(toChromeTrace(trace))];
    const found = shown.flatMap((one) => findSecrets(one, secrets));
    assert.deepEqual(found, [], place);
  }
});
