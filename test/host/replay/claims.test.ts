import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { createObservers, followChanges, tracePorts } from '../../../src/host/hostTrace.ts';
import { formatInputs } from '../../../src/host/replay/fixture.ts';
import { formatOutputs, listOutputs } from '../../../src/host/replay/outputs.ts';
import { replayTrace } from '../../../src/host/replay/replay.ts';
import { VirtualClock } from '../../../src/host/replay/virtualClock.ts';
import { Sessions } from '../../../src/sessions/sessions.ts';
import type { Cause } from '../../../src/trace/causes.ts';
import { describeRecord } from '../../../src/trace/show/describeRecord.ts';
import { TraceRecorder } from '../../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../../src/trace/traceText.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { FakeRunner } from '../../../tools/fixtures/sessions/fakeRunner.ts';
import { largeLogs } from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

test('a session that was prepared ahead is claimed in a replay too', async (context) => {
  const clock = new VirtualClock(new Date('2026-01-02T03:04:05.678Z'));
  const causes = new AsyncLocalStorage<Cause>();
  const trace = new TraceRecorder({ clock, version: '1.0.0', ringSize: Infinity, causes });
  const runner = new FakeRunner();
  const ports = tracePorts({ clock, log: new RecordingLog(), runner, trace });
  const limits = { startWidth: 8, stopWidth: 8, history: 100, ...largeLogs };
  const observers = createObservers(trace).sessions;
  const logFolder = await temporaryFolder(context);
  const sessions = new Sessions({ ...ports, ...limits, ...observers, logFolder });
  afterTest(context, () => sessions.dispose());
  followChanges(trace, sessions);
  const request = { launchConfiguration: { type: 'node', script_path: 'app.js' }, env: [] };
  const { name } = sessions.create({ kind: 'host' }, request).metadata;
  sessions.prepared.offer(() => name);
  sessions.create({ kind: 'user' }, { ...request, args: ['--fast'] });
  sessions.start(name);
  await turn();
  runner.of(name).events.started(7);
  const created = trace.list().filter((record) => record.kind === 'create');
  assert.deepEqual(
    created.map(({ isClaim, session }) => [session, isClaim]),
    [
      ['session-1', undefined],
      ['session-1', true],
    ],
  );
  const recorded = { header: trace.header, records: trace.list() };
  const { replayed } = await replayTrace(parseTrace(formatInputs(recorded), 'inputs'));
  const [before, after] = [recorded, replayed].map(({ records }) =>
    formatOutputs(listOutputs(records)),
  );
  assert.match(before ?? '', /Running/);
  assert.equal(after, before);
  const claim = replayed.records.find((record) => record.kind === 'create' && record.isClaim);
  assert.match(claim === undefined ? '' : describeRecord(claim), /^claimed: requested by user: /);
});
