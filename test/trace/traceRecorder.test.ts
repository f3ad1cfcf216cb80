import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteCount } from '../../src/trace/byteCount.ts';
import { traceClock } from '../../src/trace/edges/tracedClock.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

function createRecorder(ringSize = 100) {
  const clock = new ManualClock();
  return { clock, recorder: new TraceRecorder({ clock, version: '1.0.0', ringSize }) };
}

const done = { kind: 'done' } as const;
const command = { kind: 'command', command: 'start' } as const;

test('records have growing ids and the time since the trace began', () => {
  const { clock, recorder } = createRecorder();
  recorder.record(done);
  clock.advance(1_234);
  clock.jump(-60_000);
  recorder.record(done);
  assert.deepEqual(recorder.list(), [
    { id: 1, at: 0, kind: 'done' },
    { id: 2, at: 1_234, kind: 'done' },
  ]);
});

test('an effect has the id of its cause, also after a promise', async () => {
  const { recorder } = createRecorder();
  await recorder.causing(command, async () => {
    await turn();
    recorder.record(done);
  });
  recorder.record(done);
  assert.deepEqual(
    recorder.list().map(({ cause, id }) => [id, cause]),
    [
      [1, undefined],
      [2, 1],
      [3, undefined],
    ],
  );
});

test('a timer is recorded with its own cause if it has an effect, and only then', () => {
  const { clock, recorder } = createRecorder();
  const traced = traceClock(clock, recorder);
  recorder.causing(command, () => {
    traced.after(100, () => recorder.record(done));
    traced.after(200, () => {});
  });
  clock.advance(1_000);
  assert.deepEqual(recorder.list(), [
    { id: 1, at: 0, ...command },
    { id: 2, at: 100, cause: 1, kind: 'timer', after: 100 },
    { id: 3, at: 100, cause: 2, ...done },
  ]);
});

test('timers without an effect are left out between an effect and its cause', () => {
  const { clock, recorder } = createRecorder();
  const traced = traceClock(clock, recorder);
  recorder.causing(command, () => {
    traced.after(100, () =>
      traced.after(200, () => traced.after(300, () => recorder.record(done))),
    );
  });
  clock.advance(1_000);
  assert.deepEqual(recorder.list(), [
    { id: 1, at: 0, ...command },
    { id: 2, at: 600, cause: 1, kind: 'timer', after: 300 },
    { id: 3, at: 600, cause: 2, ...done },
  ]);
});

test('what has no cause is recorded without one, also within a timer that is', () => {
  const { clock, recorder } = createRecorder();
  traceClock(clock, recorder).after(100, () => recorder.record(done));
  clock.advance(100);
  assert.deepEqual(recorder.list(), [
    { id: 1, at: 100, kind: 'timer', after: 100 },
    { id: 2, at: 100, cause: 1, ...done },
  ]);
});

test('only the last records are kept in memory, in order', () => {
  const { recorder } = createRecorder(3);
  for (let count = 0; count < 8; count++) recorder.record(done);
  assert.deepEqual(
    recorder.list().map(({ id }) => id),
    [6, 7, 8],
  );
});

test('pieces of output are counted in one record until something else happens, or for a second', () => {
  const { clock, recorder } = createRecorder();
  const output = { kind: 'output', session: 'session-1', stream: 'stdout' } as const;
  const count = new ByteCount(recorder, () => output);
  const other = new ByteCount(recorder, () => ({ ...output, stream: 'stderr' }));
  count.add(10);
  other.add(1);
  count.add(20);
  recorder.record(done);
  count.add(30);
  clock.advance(1_000);
  count.add(40);
  const counted = recorder.list().map((record) => ('bytes' in record ? record.bytes : record.kind));
  assert.deepEqual(counted, [30, 1, 'done', 30, 40]);
});

test('a record that was handed out does not change any more', () => {
  const { recorder } = createRecorder();
  const count = new ByteCount(recorder, () => ({
    kind: 'output',
    session: 'session-1',
    stream: 'stdout',
  }));
  count.add(10);
  const handedOut = JSON.stringify(recorder.list());
  count.add(20);
  assert.equal(JSON.stringify(recorder.list().slice(0, 1)), handedOut);
});
