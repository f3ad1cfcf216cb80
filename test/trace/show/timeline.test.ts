import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceHeader, TraceRecord } from '../../../src/trace/schema.ts';
import { toChromeTrace } from '../../../src/trace/show/chromeTrace.ts';
import { formatTimeline, formatWhy } from '../../../src/trace/show/timeline.ts';

const header: TraceHeader = {
  kind: 'trace',
  version: 1,
  began: '2026-01-02T03:04:05.678Z',
  host: '1.0.0',
  node: 'v24.1.0',
  platform: 'linux',
};

const session = 'session-1';
const controller = 'controller-1';

const records: readonly TraceRecord[] = [
  {
    id: 1,
    at: 0,
    kind: 'request',
    server: 'endpoint',
    method: 'PUT',
    route: 'sessions',
    controller,
  },
  {
    id: 2,
    at: 1,
    cause: 1,
    kind: 'create',
    session,
    owner: 'controller',
    controller,
    type: 'node',
    mode: 'Debug',
    program: 'path-1',
    arguments: ['argument-1'],
    variables: 2,
    desired: '',
  },
  { id: 3, at: 1, cause: 2, kind: 'status', session, change: 'added', to: '', desired: '' },
  { id: 4, at: 2, cause: 1, kind: 'answer', status: 201 },
  { id: 5, at: 3, cause: 1, kind: 'call', session, call: 'start' },
  {
    id: 6,
    at: 3,
    cause: 5,
    kind: 'status',
    session,
    change: 'modified',
    from: '',
    to: 'Starting',
    desired: 'Running',
  },
  { id: 7, at: 4, cause: 5, kind: 'run', session },
  { id: 8, at: 1_500, cause: 7, kind: 'started', session, pid: 42 },
  {
    id: 9,
    at: 1_500,
    cause: 8,
    kind: 'status',
    session,
    change: 'modified',
    from: 'Starting',
    to: 'Running',
    desired: 'Running',
    pid: 42,
  },
  {
    id: 10,
    at: 1_501,
    cause: 8,
    kind: 'notification',
    session,
    controller,
    type: 'processRestarted',
    pid: 42,
  },
  { id: 11, at: 9_000, cause: 7, kind: 'ended', session, exitCode: 3 },
  {
    id: 12,
    at: 9_000,
    cause: 11,
    kind: 'status',
    session,
    change: 'modified',
    from: 'Running',
    to: 'Stopped',
    desired: 'Running',
    pid: 42,
    exitCode: 3,
  },
];
const trace = { header, records };

test('a timeline has the durations of states and the cause of each record', () => {
  assert.equal(
    formatTimeline(trace),
    `Trace since 2026-01-02T03:04:05.678Z, IDE Session Host 1.0.0, Node v24.1.0, linux

host
       0.000 s  #1 request endpoint PUT sessions
       0.002 s  #4 answer 201 after 0.002 s  ← #1 request endpoint PUT sessions

session-1: Starting 1.497 s, Running 7.500 s
       0.001 s  #2 requested by controller-1: node, Debug path-1 argument-1 with 2 variables  ← #1 request endpoint PUT sessions
       0.001 s  #3 state New  ← #2 requested by controller-1: node, Debug path-1 argument-1 with 2 variables
       0.003 s  #5 start requested  ← #1 request endpoint PUT sessions
       0.003 s  #6 state Starting after New  ← #5 start requested
       0.004 s  #7 runner asked to run  ← #5 start requested
       1.500 s  #8 process started pid 42  ← #7 runner asked to run
       1.500 s  #9 state Running after Starting pid 42  ← #8 process started pid 42
       1.501 s  #10 processRestarted to controller-1 pid 42  ← #8 process started pid 42
       9.000 s  #11 run ended with exit code 3  ← #7 runner asked to run
       9.000 s  #12 state Stopped after Running pid 42 exit code 3  ← #11 run ended with exit code 3
`,
  );
});

test('a timeline can be limited to a session and to kinds of records', () => {
  const lines = formatTimeline(trace, { session, kinds: ['started', 'ended', 'request'] })
    .split('\n')
    .filter((line) => line.includes('#'));
  assert.deepEqual(
    lines.map((line) => /#(\d+)/.exec(line)?.[1]),
    ['8', '11'],
  );
});

test('what led to a record is shown from the first cause', () => {
  assert.equal(
    formatWhy(trace, 10),
    `       0.000 s  #1 request endpoint PUT sessions
       0.003 s  └ #5 session-1: start requested
       0.004 s    └ #7 session-1: runner asked to run
       1.500 s      └ #8 session-1: process started pid 42
       1.501 s        └ #10 session-1: processRestarted to controller-1 pid 42
`,
  );
  assert.equal(formatWhy(trace, 99), undefined);
});

test('a cause that was dropped from the trace is named', () => {
  assert.equal(
    formatWhy({ header, records: records.slice(7) }, 9),
    `#7 is not in the trace any more.
       1.500 s  #8 process started pid 42
       1.500 s  └ #9 session-1: state Running after Starting pid 42
`,
  );
});

test('causes that lead in a circle end', () => {
  const circle: readonly TraceRecord[] = [
    { id: 1, at: 0, cause: 2, kind: 'done' },
    { id: 2, at: 1, cause: 1, kind: 'done' },
    { id: 3, at: 2, cause: 3, kind: 'done' },
  ];
  const shown = [2, 3].map((id) => formatWhy({ header, records: circle }, id));
  assert.deepEqual(shown, [
    `       0.000 s  #1 command finished
       0.001 s  └ #2 command finished
`,
    '       0.002 s  #3 command finished\n',
  ]);
});

test('the last state of a session lasts until the end of the trace, or until its removal', () => {
  const end: TraceRecord = { id: 20, at: 60_000, kind: 'done' };
  const running = { header, records: [...records.slice(0, 10), end] };
  assert.match(formatTimeline(running), /^session-1: Starting 1\.497 s, Running 58\.500 s$/m);
  const durations = toChromeTrace(running).traceEvents.flatMap(({ dur }) => dur ?? []);
  assert.deepEqual(durations, [1_497_000, 58_500_000]);
  const removed: TraceRecord = {
    id: 19,
    at: 3_500,
    kind: 'status',
    session,
    change: 'removed',
    to: 'Running',
    desired: 'Running',
  };
  const shown = formatTimeline({ header, records: [...records.slice(0, 10), removed, end] });
  assert.match(shown, /^session-1: Starting 1\.497 s, Running 2\.000 s$/m);
});

test("states are durations on a session's track of Chrome's trace format", () => {
  const { traceEvents } = toChromeTrace(trace);
  const [host, track] = traceEvents.filter(({ ph }) => ph === 'M');
  assert.deepEqual([host?.args, track?.args], [{ name: 'host' }, { name: session }]);
  assert.deepEqual(
    traceEvents
      .filter(({ ph }) => ph === 'X')
      .map(({ dur, name, tid, ts }) => ({ dur, name, tid, ts })),
    [
      { name: 'Starting', tid: 1, ts: 3_000, dur: 1_497_000 },
      { name: 'Running', tid: 1, ts: 1_500_000, dur: 7_500_000 },
    ],
  );
  assert.equal(traceEvents.filter(({ ph }) => ph === 'i').length, records.length);
});

test("arrows of Chrome's trace format lead from causes to effects", () => {
  const { traceEvents } = toChromeTrace(trace);
  const arrow = traceEvents.filter(({ id }) => id === 8);
  assert.deepEqual(
    arrow.map(({ ph, tid, ts }) => ({ ph, tid, ts })),
    [
      { ph: 's', tid: 1, ts: 4_000 },
      { ph: 'f', tid: 1, ts: 1_500_000 },
    ],
  );
});
