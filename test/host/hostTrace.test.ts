import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import type { HostSettings } from '../../src/host/settings.ts';
import type { RecordOf, TraceRecord } from '../../src/trace/schema.ts';
import { createObservers, tracePorts } from '../../src/host/hostTrace.ts';
import { SynchronousCauses } from '../../src/trace/causes.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { findCauses } from '../../src/trace/show/foundCauses.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import { openEndpoint } from '../../tools/fixtures/endpoint/endpointFixture.ts';
import { RecordingLog } from '../../tools/fixtures/recordingLog.ts';
import { FakeRunner } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { until } from '../../tools/fixtures/waiting.ts';

async function openTraced(context: TestContext, settings: Partial<HostSettings> = {}) {
  const trace = new TraceRecorder({ clock: systemClock, version: '1.0.0' });
  const fixture = await openEndpoint(context, { settings, trace });
  return { fixture, trace };
}

function ofKind<Kind extends TraceRecord['kind']>(
  trace: TraceRecorder,
  kind: Kind,
): readonly RecordOf<Kind>[] {
  return trace.list().filter((record): record is RecordOf<Kind> => record.kind === kind);
}

/** The kinds of the records that led to this one, from the first. */
function causesOf(trace: TraceRecorder, record: TraceRecord): readonly string[] {
  const cause = trace.list().find(({ id }) => id === record.cause);
  return cause === undefined ? [] : [...causesOf(trace, cause), cause.kind];
}

const launch_configurations = [{ type: 'node', script_path: 'app.js', mode: 'NoDebug' as const }];

test('a session of a controller is traced from its request to its end', async (context) => {
  const { fixture, trace } = await openTraced(context);
  const controller = fixture.controller();
  await controller.connect();
  const session = await controller.runSession({ launch_configurations });
  await until('the session runs', () => fixture.runner.runs.length > 0);
  const [run] = fixture.runner.runs;
  run?.events.started(42);
  void run?.events.output('stdout', Buffer.from('hello\n'));
  await session.started;
  await controller.stopSession(session.id);
  await session.terminatedWithin();
  await until('the stop is answered', () => ofKind(trace, 'answer').length >= 2);

  const states = ofKind(trace, 'status').map(({ to }) => to);
  assert.deepEqual(
    states.filter((state, index) => state !== states[index - 1]),
    ['', 'Starting', 'Running', 'Stopping', 'Stopped'],
  );
  const [running] = ofKind(trace, 'status').filter(({ to }) => to === 'Running');
  assert.ok(running);
  assert.deepEqual(causesOf(trace, running), ['request', 'call', 'run', 'started']);
  const told = ofKind(trace, 'notification').map(({ type }) => type);
  assert.deepEqual(told, ['processRestarted', 'sessionTerminated']);
  const [, terminated] = ofKind(trace, 'notification');
  assert.ok(terminated);
  assert.deepEqual(causesOf(trace, terminated).slice(-4), ['request', 'call', 'ask', 'ended']);
  assert.deepEqual(
    ofKind(trace, 'delivered').map(({ bytes }) => bytes),
    ['hello\n'.length],
  );
  assert.deepEqual(
    ofKind(trace, 'request').map(({ method, route }) => `${method} ${route}`),
    ['PUT sessions', 'DELETE session'],
  );
  assert.deepEqual(
    ofKind(trace, 'answer').map(({ status }) => status),
    [201, 200],
  );
});

test('every record is what the schema says', async (context) => {
  const { fixture, trace } = await openTraced(context);
  const controller = fixture.controller();
  await controller.connect();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'python', program_path: 'app.py' }],
    args: ['--verbose'],
  });
  await until('the session runs', () => fixture.runner.runs.length > 0);
  const [run] = fixture.runner.runs;
  run?.events.message('info', 'message');
  run?.events.started(undefined);
  run?.events.ended(undefined);
  await session.terminatedWithin();
  const { records } = parseTrace(formatTrace(trace.header, trace.list()), 'trace');
  assert.deepEqual(records, structuredClone(trace.list()));
});

test('without hooks into promises, a session is shown with the request that led to it', async (context) => {
  const causes = new SynchronousCauses();
  const trace = new TraceRecorder({ clock: systemClock, version: '1.0.0', causes });
  const fixture = await openEndpoint(context, { trace });
  await fixture.controller().runSession({ launch_configurations });
  await until('the session runs', () => fixture.runner.runs.length > 0);
  const records = findCauses(trace.list());
  const [request] = records.filter(({ kind }) => kind === 'request');
  const led = records.filter(({ kind }) => ['create', 'call', 'run'].includes(kind));
  const [call] = records.filter(({ kind }) => kind === 'call');
  assert.deepEqual(
    led.map(({ cause, kind }) => [kind, cause]),
    [
      ['create', request?.id],
      ['call', request?.id],
      ['run', call?.id],
    ],
  );
});

test('a session that runs for another controller has its own cause', async (context) => {
  const { fixture, trace } = await openTraced(context);
  const controllers = [fixture.controller(), fixture.controller()];
  await Promise.all(
    controllers.map((controller) => controller.runSession({ launch_configurations })),
  );
  await until('both run', () => fixture.runner.runs.length === 2);
  const creations = ofKind(trace, 'create');
  assert.equal(new Set(creations.map(({ cause }) => cause)).size, 2);
  assert.equal(new Set(creations.map(({ controller }) => controller)).size, 2);
});

test('a start that waits for another one has its own cause', async (context) => {
  const { fixture, trace } = await openTraced(context, { startWidth: 1 });
  const controller = fixture.controller();
  await controller.runSession({ launch_configurations });
  await controller.runSession({ launch_configurations });
  const states = (): readonly string[] =>
    fixture.host.sessions.list().map(({ status }) => status.state);
  await until('both are to start', () => states().every((state) => state === 'Starting'));
  assert.equal(fixture.runner.runs.length, 1);
  fixture.runner.runs[0]?.events.started(1);
  await until('the second one starts', () => fixture.runner.runs.length === 2);
  const calls = ofKind(trace, 'call').map(({ id }) => id);
  assert.equal(calls.length, 2);
  assert.deepEqual(
    ofKind(trace, 'run').map(({ cause }) => cause),
    calls,
  );
});

test('requests and connections are not caused by what opened the host', async (context) => {
  const trace = new TraceRecorder({ clock: systemClock, version: '1.0.0' });
  const fixture = await trace.causing({ kind: 'command', command: 'start' }, () =>
    openEndpoint(context, { trace }),
  );
  const controller = fixture.controller();
  await controller.connect();
  await controller.runSession({ launch_configurations });
  await controller.disconnect();
  await until('the end of the connection is recorded', () => {
    return ofKind(trace, 'disconnected').length > 0;
  });
  const outside = (['request', 'connected', 'disconnected'] as const).flatMap((kind) =>
    ofKind(trace, kind).map(({ cause }) => [kind, cause]),
  );
  assert.deepEqual(outside, [
    ['request', undefined],
    ['connected', undefined],
    ['disconnected', undefined],
  ]);
});

test('without a trace, a host gets its ports as they are, and nothing observes it', () => {
  const ports = { clock: systemClock, log: new RecordingLog(), runner: new FakeRunner() };
  assert.equal(tracePorts(ports), ports);
  assert.deepEqual(createObservers(undefined), {});
});
