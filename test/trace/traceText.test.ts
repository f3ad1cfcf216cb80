import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { type TraceRecord, traceVersion } from '../../src/trace/schema.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { dropUnfinishedLine, parseTrace } from '../../src/trace/traceText.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

const recorder = new TraceRecorder({ clock: new ManualClock(), version: '1.0.0-dev.2' });
recorder.record({ kind: 'command', command: 'stopAll' });
const header = `${JSON.stringify(recorder.header)}\n`;

test('a trace is read as it was written', () => {
  const records = recorder.list();
  assert.deepEqual(parseTrace(formatTrace(recorder.header, records), 'trace'), {
    header: recorder.header,
    records,
  });
});

test('the unfinished last line of a trace can be left out, and only that', () => {
  const whole = formatTrace(recorder.header, recorder.list());
  assert.equal(dropUnfinishedLine(whole), whole);
  assert.equal(dropUnfinishedLine(whole.trimEnd()), whole.trimEnd());
  assert.equal(dropUnfinishedLine(`${whole}{"id":2,"at"`), whole);
  const inside = `${header}{"id":\n${whole}`;
  assert.equal(dropUnfinishedLine(inside), inside);
  assert.equal(dropUnfinishedLine('{"kind":"tr'), '{"kind":"tr');
});

for (const [what, line, problem] of [
  ['unfinished JSON', '{"kind":', /line 2 is not JSON/],
  ['an unknown kind', '{"id":1,"at":0,"kind":"secret"}', /line 2 has a wrong kind/],
  [
    'text in place of a choice',
    '{"id":1,"at":0,"kind":"error","level":"hunter2","length":1}',
    /line 2 has a wrong level/,
  ],
  [
    'text in place of a placeholder',
    '{"id":1,"at":0,"kind":"run","session":"hunter2"}',
    /line 2 has a wrong session/,
  ],
  [
    'a number in place of a placeholder',
    '{"id":1,"at":0,"kind":"run","session":"session--1"}',
    /line 2 has a wrong session/,
  ],
  ['a further field', '{"id":1,"at":0,"kind":"done","text":"hunter2"}', /line 2 has a wrong text/],
] as const) {
  test(`a trace with ${what} is refused, with its place and without its text`, () => {
    assert.throws(
      () => parseTrace(`${header}${line}\n`, 'trace'),
      (error: Error & { code: string }) =>
        error.code === 'TraceInvalid' &&
        problem.test(error.message) &&
        !error.message.includes('hunter2'),
    );
  });
}

for (const version of [
  'v20.19.0-nightly20250114ae9c92d6ab',
  '25.0.0-v8-canary202511289a8f2c',
  '1.0.0',
]) {
  test(`a trace of version ${version} is read`, () => {
    const written = formatTrace({ ...recorder.header, node: version, host: version }, []);
    assert.equal(parseTrace(written, 'trace').header.node, version);
  });
}

test('a session can have the pid that a client of the API sets', () => {
  const record: TraceRecord = {
    id: 1,
    at: 0,
    kind: 'status',
    session: 'session-1',
    change: 'added',
    to: '',
    desired: '',
    pid: -1,
  };
  assert.equal(parseTrace(formatTrace(recorder.header, [record]), 'trace').records.length, 1);
});

test('a trace of the former version is read', () => {
  const common = { session: 'session-1', variables: 0, desired: 'Running' };
  const program = { type: 'node', mode: 'Debug', workspace: 'path-1', arguments: ['argument-1'] };
  const records = [
    { id: 1, at: 0, kind: 'create', owner: 'user', ...common, ...program },
    { id: 2, at: 1, kind: 'failed', session: 'session-1', error: 'ScriptMissing' },
    { id: 3, at: 2, kind: 'disconnected', controller: 'controller-1', code: 1000 },
  ];
  const lines = [
    header.replace(/"version":\d+/, '"version":1').trimEnd(),
    ...records.map((record) => JSON.stringify(record)),
  ];
  assert.deepEqual(parseTrace(lines.join('\n'), 'trace').records, records);
});

test('a file that is no trace is refused, and one of a later version', () => {
  assert.throws(() => parseTrace('{}', 'file'), { code: 'TraceInvalid' });
  assert.throws(() => parseTrace('', 'file'), { code: 'TraceInvalid' });
  const later = header.replace(/"version":\d+/, `"version":${traceVersion + 1}`);
  assert.throws(() => parseTrace(later, 'file'), { code: 'TraceTooNew' });
});
