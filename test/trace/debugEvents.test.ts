import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceAdapterEvents } from '../../src/trace/edges/adapterEvents.ts';
import { traceRelays } from '../../src/trace/edges/relayed.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { describeRecord } from '../../src/trace/show/describeRecord.ts';
import { formatTimeline } from '../../src/trace/show/timeline.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

function openRecorder() {
  const clock = new ManualClock();
  return { clock, recorder: new TraceRecorder({ clock, version: '1.0.0' }) };
}

/** The descriptions of what was recorded, which has to be what the schema allows. */
function listDescriptions(recorder: TraceRecorder): readonly string[] {
  const { records } = parseTrace(formatTrace(recorder.header, recorder.list()), 'trace');
  return records.map(describeRecord);
}

/** A debugger that belongs to no session. */
const unnamed = { getSession: () => undefined, debugSession: 'a', type: 'go' };

test('events of adapters are recorded in order, and those of which there are many are counted until then', () => {
  const { clock, recorder } = openRecorder();
  const record = traceAdapterEvents(recorder, clock);
  const tell = (event: string, body?: object): void =>
    record({ getSession: () => 'shop', debugSession: 'a', type: 'pwa-node', event, body });
  tell('initialized');
  for (let line = 0; line < 3; line++) tell('output', { output: 'secret\n' });
  tell('loadedSource', { reason: 'new' });
  tell('stopped', { reason: 'breakpoint', description: 'secret' });
  tell('output', { output: 'secret\n' });
  tell('exited', { exitCode: 3 });
  assert.deepEqual(listDescriptions(recorder), [
    'debugger-1 (pwa-node): initialized',
    'debugger-1 (pwa-node): output 3 times',
    'debugger-1 (pwa-node): loadedSource',
    'debugger-1 (pwa-node): stopped breakpoint',
    'debugger-1 (pwa-node): output',
    'debugger-1 (pwa-node): exited exit code 3',
  ]);
});

test('what is counted is recorded after a second', () => {
  const { clock, recorder } = openRecorder();
  const record = traceAdapterEvents(recorder, clock);
  const output = { ...unnamed, event: 'output', body: {} };
  record(output);
  clock.advance(999);
  assert.deepEqual(recorder.list(), []);
  clock.advance(1);
  record(output);
  record(output);
  clock.advance(1_000);
  assert.deepEqual(listDescriptions(recorder), [
    'debugger-1 (go): output',
    'debugger-1 (go): output 2 times',
  ]);
});

test('the session of a debugger is looked up once for events that are counted together', () => {
  const { clock, recorder } = openRecorder();
  const record = traceAdapterEvents(recorder, clock);
  let lookups = 0;
  const getSession = (): string => `shop ${++lookups}`;
  for (let line = 0; line < 10; line++) {
    record({ ...unnamed, getSession, event: 'output', body: {} });
  }
  assert.equal(lookups, 1);
});

test('an exit code that is no exact number is left out', () => {
  const { clock, recorder } = openRecorder();
  const record = traceAdapterEvents(recorder, clock);
  for (const exitCode of [1e300, 1.5, Infinity, '3']) {
    record({ ...unnamed, event: 'exited', body: { exitCode } });
  }
  assert.deepEqual(listDescriptions(recorder), Array(4).fill('debugger-1 (go): exited'));
});

test('an event that adapters make up has no place for its text', () => {
  const { clock, recorder } = openRecorder();
  const record = traceAdapterEvents(recorder, clock);
  const secret = 'CorrectHorseBatteryStaple';
  const names = { getSession: () => secret, debugSession: secret, type: secret };
  record({ ...names, event: secret, body: { [secret]: secret, reason: secret } });
  record({ ...names, event: 'stopped', body: { reason: secret } });
  record({ ...names, event: 'exited', body: { exitCode: secret } });
  record({ ...names, event: 'terminated', body: secret });
  const text = formatTrace(recorder.header, recorder.list());
  assert.doesNotMatch(text, new RegExp(secret));
  assert.deepEqual(listDescriptions(recorder), [
    'debugger-1 (other): other',
    'debugger-1 (other): stopped other',
    'debugger-1 (other): exited',
    'debugger-1 (other): terminated',
  ]);
});

test('messages of relays are recorded by their methods, those of which there are many by their numbers', () => {
  const { clock, recorder } = openRecorder();
  const trace = traceRelays(recorder, clock);
  const follow = (session: string) => trace(session).onRelayed;
  const [one, other] = [follow('shop'), follow('bakery')];
  const fromBrowser = { relay: 'before', from: 'browser' } as const;
  for (let script = 0; script < 3; script++) {
    one({ ...fromBrowser, method: 'Debugger.scriptParsed' });
    one({ ...fromBrowser, relay: 'behind', method: 'Debugger.scriptParsed' });
  }
  other({ ...fromBrowser, method: 'CorrectHorse.batteryStaple' });
  one({ ...fromBrowser, method: 'Debugger.paused' });
  one({ relay: 'before', from: 'debugger', method: 'Debugger.resume' });
  assert.deepEqual(listDescriptions(recorder), [
    'Debugger.scriptParsed from the browser before the debug proxy 3 times',
    'Debugger.scriptParsed from the browser behind the debug proxy 3 times',
    'other from the browser before the debug proxy',
    'Debugger.paused from the browser before the debug proxy',
    'Debugger.resume from the debugger before the debug proxy',
  ]);
  const shown = formatTimeline({ header: recorder.header, records: recorder.list() });
  assert.match(shown, /^session-2\n.* other from the browser/m);
});

test('an event of a debugger that belongs to no session is shown with those of the host', () => {
  const { clock, recorder } = openRecorder();
  const record = traceAdapterEvents(recorder, clock);
  record({ ...unnamed, event: 'initialized', body: {} });
  const shown = formatTimeline({ header: recorder.header, records: recorder.list() });
  assert.match(shown, /^host\n.* debugger-1 \(go\): initialized$/m);
});
