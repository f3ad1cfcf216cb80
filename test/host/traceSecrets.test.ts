import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import { HumanError } from '../../src/common/humanError.ts';
import { toReloadStep } from '../../src/apps/hotReload/reloadStatus.ts';
import type { IdeSession } from '../../src/protocol/ideSession.ts';
import { toDisposable } from '../../src/common/disposable.ts';
import type { WatchFolder } from '../../src/sessions/inputs/watchFolder.ts';
import { traceAdapterEvents } from '../../src/trace/edges/adapterEvents.ts';
import { traceCommand } from '../../src/trace/edges/commands.ts';
import { traceFileChanges } from '../../src/trace/edges/fileChanges.ts';
import { traceRelays } from '../../src/trace/edges/relayed.ts';
import { traceLog } from '../../src/trace/edges/tracedLog.ts';
import { RecordingLog } from '../../tools/fixtures/recordingLog.ts';
import { findSecrets } from '../../src/trace/secrets/checkSecrets.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { describeBuilds } from '../../src/trace/report/builds.ts';
import { type ConfiguredSetting, describeSettings } from '../../src/trace/report/configured.ts';
import { describeBreakpoints, describeDebugSessions } from '../../src/trace/report/debugging.ts';
import { formatReport } from '../../src/trace/report/formatReport.ts';
import { describeHost } from '../../src/trace/report/hostState.ts';
import type { Section } from '../../src/trace/report/report.ts';
import { describeSessions } from '../../src/trace/report/sessions.ts';
import { describeVersions } from '../../src/trace/report/versions.ts';
import type { BreakpointText } from '../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import type { StopAnswers } from '../../src/wasm/debugProxy/relay/answers/stopAnswers.ts';
import { ToldAnswers } from '../../src/wasm/debugProxy/relay/answers/toldAnswers.ts';
import type { RelayTarget } from '../../src/wasm/debugProxy/relay/handler.ts';
import { MessageTap } from '../../src/wasm/debugProxy/relay/cdp/messageTap.ts';
import { extractTrace } from '../../src/trace/report/readReport.ts';
import { settingNames } from '../../src/common/settings.ts';
import type { TraceRecord } from '../../src/trace/schema.ts';
import { toChromeTrace } from '../../src/trace/show/chromeTrace.ts';
import { describeRecord } from '../../src/trace/show/describeRecord.ts';
import { formatTimeline, formatWhy } from '../../src/trace/show/timeline.ts';
import type { Placeholders } from '../../src/trace/placeholders.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import type { HotReloadStatus } from '../../src/wasm/hotReload/hotReloadPort.ts';
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
  'a hot reload': (fixture) =>
    run(fixture, {}, {}, ({ events }) => {
      const place = { path: `/${secret}/a.cs`, line: 1, column: 1 };
      const problem = { code: secret, message: secret, severity: 'error', place } as const;
      events.supervised?.({ kind: 'changed', by: 'editor', files: 1 });
      for (const status of [
        { kind: 'errors', diagnostics: [problem] },
        { kind: 'refused', reason: secret },
        { kind: 'reload', file: secret },
      ] as const) {
        events.supervised?.(toReloadStep(status as HotReloadStatus));
      }
      events.supervised?.({ kind: 'page', result: 'missed', milliseconds: 1 });
    }),
  'a session that was prepared ahead': ({ host }) => {
    const launchConfiguration = { type: 'node', script_path: `/${secret}/app.js` };
    const request = { launchConfiguration, env: [{ name: secret, value: secret }], args: [secret] };
    const { name } = host.sessions.create({ kind: 'host' }, request).metadata;
    const offer = host.sessions.prepared.offer(() => name);
    host.sessions.create({ kind: 'controller', instanceId: secret }, request);
    offer.dispose();
  },
};

/** A frame of a stop that has secrets in all places. */
const secretFrame = {
  callFrameId: secret,
  functionName: secret,
  location: { scriptId: secret },
  url: secret,
  scopeChain: [{ type: secret }],
};
const csharp = `dotnet://${secret}`;
const csharpFrame = {
  ...secretFrame,
  callFrameId: `dotnet:${secret}`,
  location: { scriptId: csharp, lineNumber: 1 },
};
const logPlace = { scriptId: 'dotnet://1' };

/** Answers about stops with the texts of a breakpoint, of which the log message can't be written. */
function secretAnswers(text: BreakpointText): StopAnswers {
  return {
    breakpoint: () => ({ path: secret, line: 1, text }),
    expressions: () => ({
      holds: async () => true,
      render: () => Promise.reject(new HumanError(secret, secret)),
      isPageGone: () => false,
    }),
    exception: () => ({
      thrower: async () => 'user',
      end: async () => ({ kind: 'caught', describe: async () => secret }),
    }),
  };
}

/** The same beside a host: what debuggers, relays, watched folders and commands bring into its trace. */
const otherPlaces: Readonly<Record<string, (recorder: TraceRecorder) => Promise<void> | void>> = {
  'an event of a debug adapter': (recorder) => {
    const body = { reason: secret, output: secret, exitCode: secret, text: secret };
    const debugSession = { debugSession: secret, type: secret, getSession: () => secret };
    const trace = traceAdapterEvents(recorder, systemClock);
    for (const event of ['stopped', 'output', secret]) trace({ ...debugSession, event, body });
    // Counts are recorded before what matters next.
    trace({ ...debugSession, event: 'terminated', body });
  },
  'a message of a debug relay': async (recorder) => {
    const { onAsked, onPassed, onRelayed } = traceRelays(recorder, systemClock)(secret);
    for (const method of [secret, 'Debugger.paused']) {
      onRelayed({ relay: 'before', from: 'debugger', method });
    }
    const tap = new MessageTap(onPassed);
    const place = { urlRegex: secret, condition: secret, lineNumber: 1 };
    const info = { type: secret, url: secret, title: secret };
    for (const message of [
      { id: 1, method: 'Debugger.setBreakpointByUrl', params: place, sessionId: secret },
      { id: 2, method: 'Debugger.removeBreakpoint', params: { breakpointId: secret } },
      { id: 3, method: 'Debugger.setPauseOnExceptions', params: { state: secret } },
      { id: 1, error: { message: secret } },
      { id: 2, result: { breakpointId: secret, [secret]: secret } },
      { method: 'Target.attachedToTarget', params: { sessionId: secret, targetInfo: info } },
      { method: 'Runtime.executionContextCreated', params: { context: { name: secret } } },
      { method: 'Debugger.scriptParsed', params: { scriptId: secret, url: secret } },
      { method: 'Debugger.scriptParsed', params: { scriptId: csharp, url: secret } },
      {
        method: 'Debugger.paused',
        params: {
          reason: 'instrumentation',
          callFrames: [csharpFrame],
          data: { scriptId: secret },
        },
      },
      {
        method: 'Debugger.paused',
        params: {
          reason: secret,
          hitBreakpoints: [secret],
          callFrames: [secretFrame],
          data: { objectId: secret, description: secret, scriptId: secret },
        },
      },
      { method: 'Runtime.consoleAPICalled', params: { args: [{ value: secret }, logPlace] } },
      { id: 4, method: 'IdeSession.stepKind', params: { kind: secret } },
    ]) {
      tap.pass('from debugger', JSON.stringify(message));
      tap.pass('from browser', JSON.stringify(message));
      tap.pass('to debugger', JSON.stringify(message));
    }
    const texts = { condition: secret, hitCondition: secret, logMessage: secret };
    const answers = new ToldAnswers(secretAnswers(texts), onAsked);
    const target = { sessionId: secret } as RelayTarget;
    answers.breakpoint(target, secretFrame, secret, 1);
    const { signal } = new AbortController();
    const expressions = answers.expressions(target, secretFrame, signal);
    await expressions.holds(secret);
    await assert.rejects(expressions.render(secret));
    const exception = answers.exception(target, 1, new Set(), signal);
    await exception.thrower();
    const end = await exception.end();
    await end.describe('caught');
  },
  'a file that changes': (recorder) => {
    const watch: WatchFolder = (_, listener) => {
      listener.changed({ name: secret, isMoved: false });
      return toDisposable(() => {});
    };
    traceFileChanges(watch, recorder)(`/${secret}`, { changed() {}, failed() {} });
  },
  'a command that fails': (recorder) =>
    traceCommand(recorder, 'start', () => {
      throw new HumanError(secret, secret);
    }).catch(() => {}),
  'a warning': (recorder) => traceLog(new RecordingLog(), recorder).warn(secret),
};

/** A session of which a client of the API has written all that it can. */
const plantedSession: IdeSession = {
  metadata: {
    name: secret,
    uid: secret,
    owner: { kind: 'controller', instanceId: secret },
    creationTimestamp: secret,
    resourceVersion: 1,
    generation: 1,
    labels: { [secret]: secret },
  },
  spec: {
    launchConfiguration: { type: secret, [secret]: secret },
    env: [{ name: secret, value: secret }],
    args: [secret],
    workspace: `/${secret}`,
    desiredState: 'Running',
  },
  status: {
    state: 'Failed',
    message: secret,
    reason: secret,
    sessionID: secret,
    stdOutFile: secret,
    conditions: [
      {
        type: secret,
        status: 'True',
        reason: secret,
        message: secret,
        lastTransitionTime: secret,
      },
    ],
  },
};

/** What a report has besides the sessions of a host, with the secret in everything that users, tools and files choose. */
function plantedSections(placeholders: Placeholders): readonly Section[] {
  const values = [secret, [secret], { [secret]: { env: { [secret]: secret } } }];
  const settings = [...settingNames, secret].flatMap((name) =>
    values.map((value): ConfiguredSetting => ({ name, place: 'user', value })),
  );
  const tool = { kind: secret, id: secret, version: secret };
  const place = { line: 1, column: 1, file: `/${secret}.cs`, message: secret };
  const issue = { ...place, severity: 'error', code: secret } as const;
  return [
    describeVersions({
      host: secret,
      editor: { name: secret, version: secret, remote: secret },
      sdks: [secret],
      browsers: [tool],
      extensions: [tool, { id: 'ms-vscode.js-debug', version: secret }],
    }),
    describeSettings(settings),
    describeHost({ kind: 'closed', error: secret }),
    describeSessions([plantedSession], placeholders),
    describeDebugSessions([{ id: secret, type: secret, parent: secret, isOfHost: true }]),
    describeBreakpoints([
      {
        kind: 'source',
        extension: `.${secret}`,
        isEnabled: true,
        hasCondition: true,
        isLogpoint: true,
      },
    ]),
    describeBuilds([{ project: `/${secret}/a.csproj`, issues: [issue] }], placeholders),
    describeBuilds([{ project: secret, issues: [] }], placeholders),
  ];
}

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

/** Fails if what was planted in stops, scripts and answers about them was not recorded at all. */
function assertRecorded(records: readonly TraceRecord[]): void {
  const passed = records.filter((record) => record.kind === 'passed');
  const scripts = passed.flatMap(({ loaded }) => (loaded === undefined ? [] : [loaded.kind]));
  assert.deepEqual([...new Set(scripts)].toSorted(), ['csharp', 'user']);
  const stops = passed.flatMap(({ stop }) => stop ?? []);
  const planted = [
    stops.some(({ hits }) => hits.length > 0),
    stops.some(({ frames }) => frames.some(({ script }) => script !== undefined)),
    stops.some(({ frames }) => frames.some(({ form }) => form === 'csharp')),
    stops.some(({ before }) => before !== undefined),
  ];
  assert.deepEqual(planted, [true, true, true, true]);
  const asked = records.flatMap((record) => (record.kind === 'asked' ? [record.question] : []));
  assert.deepEqual([...new Set(asked)].toSorted(), [
    'breakpoint',
    'condition',
    'end',
    'message',
    'text',
    'thrower',
  ]);
  const reloads = records.filter(({ kind }) => kind === 'reloaded');
  assert.deepEqual(
    reloads.map((record) => describeRecord(record)),
    ['hot reload: errors with 1 problem', 'hot reload: refused', 'hot reload: reload'],
  );
}

test('a secret in a place that takes text is in no trace, in nothing that is shown of it, and in no report', async (context) => {
  const recorder = new TraceRecorder({ clock: systemClock, version: '1.0.0' });
  const fixture = await openEndpoint(context, { trace: recorder });
  const secrets = [
    { name: 'planted', value: secret },
    { name: 'token', value: fixture.token },
  ];
  const planted = plantedSections(recorder.placeholders);
  const others = Object.entries(otherPlaces).map(
    ([place, plant]) => [place, () => plant(recorder)] as const,
  );
  for (const [place, plant] of [...Object.entries(places), ...others]) {
    const before = recorder.list().length;
    await plant(fixture);
    const text = formatTrace(recorder.header, recorder.list());
    const trace = parseTrace(text, 'trace');
    // Tokens are refused before anything is recorded.
    if (place !== 'a token that is wrong') assert.ok(trace.records.length > before, place);
    const sessions = describeSessions(fixture.host.sessions.list(), recorder.placeholders);
    const report = formatReport({ sections: [sessions, ...planted], trace });
    assert.deepEqual(parseTrace(extractTrace(report), 'report'), trace, place);
    const why = formatWhy(trace, trace.records.at(-1)?.id ?? 0) ?? '';
    const shown = [text, formatTimeline(trace), why, JSON.stringify(toChromeTrace(trace)), report];
    const found = shown.flatMap((one) => findSecrets(one, secrets));
    assert.deepEqual(found, [], place);
  }
  assertRecorded(recorder.list());
});
