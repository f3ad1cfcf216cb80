import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from '../../src/common/clock.ts';
import type { IdeSession } from '../../src/protocol/ideSession.ts';
import { ByteCount, OutputCount } from '../../src/trace/byteCount.ts';
import { type Cause, createCauses, SynchronousCauses } from '../../src/trace/causes.ts';
import { traceCommand } from '../../src/trace/edges/commands.ts';
import { traceRequests } from '../../src/trace/edges/requests.ts';
import { traceClock } from '../../src/trace/edges/tracedClock.ts';
import { traceRunner } from '../../src/trace/edges/tracedRunner.ts';
import type { TraceFacts } from '../../src/trace/schema.ts';
import { TraceRecorder, type TraceRecorderOptions } from '../../src/trace/traceRecorder.ts';
import { FakeRunner } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

function createRecorder(options: Partial<TraceRecorderOptions> = {}) {
  const clock = new ManualClock();
  return { clock, recorder: new TraceRecorder({ clock, version: '1.0.0', ...options }) };
}

/** The id of each record and of its cause. */
function listCauses(recorder: TraceRecorder): readonly (readonly [number, number | undefined])[] {
  return recorder.list().map(({ cause, id }) => [id, cause]);
}

/** A traced run, and what its launch reports. */
function runTraced(recorder: TraceRecorder) {
  const fake = new FakeRunner();
  const runner = traceRunner(fake, recorder);
  const ignored = { waiting() {}, started() {}, output: () => undefined, message() {} };
  const events = { ...ignored, ended() {}, failed() {} };
  const run = runner.run({ metadata: { name: 'name' } } as IdeSession, events);
  const [launched] = fake.runs;
  assert.ok(launched);
  return { launch: launched.events, run };
}

const done = { kind: 'done' } as const;
const output = { kind: 'output', session: 'session-1', stream: 'stdout' } as const;

function toOutput(bytes: number): Extract<TraceFacts, { kind: 'output' }> {
  return { ...output, bytes, chunks: 1 };
}

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
  assert.deepEqual(listCauses(recorder), [
    [1, undefined],
    [2, 1],
    [3, undefined],
  ]);
});

test('before Node 24, causes are followed without hooks into the promises of the process', () => {
  assert.ok(createCauses('20.9.0') instanceof SynchronousCauses);
  assert.ok(createCauses('22.22.0') instanceof SynchronousCauses);
  assert.ok(createCauses('24.1.0') instanceof AsyncLocalStorage);
  assert.ok(createCauses('100.0.0') instanceof AsyncLocalStorage);
});

test('without hooks, causes end with a promise, and nothing has a wrong one', async () => {
  const { recorder } = createRecorder({ causes: new SynchronousCauses() });
  const first = recorder.causing(command, async () => {
    recorder.record(done);
    await turn();
    recorder.record(done);
  });
  const second = recorder.causing(command, () => turn());
  await Promise.all([first, second]);
  assert.deepEqual(listCauses(recorder), [
    [1, undefined],
    [2, 1],
    [3, undefined],
    [4, undefined],
  ]);
});

test('a command has finished because it was run, also without hooks', async () => {
  const { recorder } = createRecorder({ causes: new SynchronousCauses() });
  await traceCommand(recorder, 'start', () => turn());
  await assert.rejects(traceCommand(recorder, 'stop', () => Promise.reject(new Error('no'))));
  assert.deepEqual(listCauses(recorder), [
    [1, undefined],
    [2, 1],
    [3, undefined],
    [4, 3],
  ]);
});

for (const [how, create] of [
  ['with an AsyncLocalStorage', () => new AsyncLocalStorage<Cause>()],
  ['without hooks', () => new SynchronousCauses()],
] as const) {
  test(`a timer is recorded with its own cause if it has an effect, and only then, ${how}`, () => {
    const { clock, recorder } = createRecorder({ causes: create() });
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

  test(`causes are nested, and end with an error and at what begins outside, ${how}`, () => {
    const { recorder } = createRecorder({ causes: create() });
    recorder.causing(command, () => {
      assert.throws(() => recorder.causing(command, () => assert.fail()));
      recorder.beginning(() => recorder.record(done));
      recorder.record(done);
    });
    recorder.record(done);
    assert.deepEqual(listCauses(recorder), [
      [1, undefined],
      [2, 1],
      [3, undefined],
      [4, 1],
      [5, undefined],
    ]);
  });

  test(`the reports of a run are caused by its last call, ${how}`, async () => {
    const { recorder } = createRecorder({ causes: create() });
    const { launch, run } = runTraced(recorder);
    await turn();
    launch.started(1);
    run.restart?.();
    await turn();
    launch.started(2);
    assert.deepEqual(
      recorder.list().map(({ cause, id, kind }) => [id, kind, cause]),
      [
        [1, 'run', undefined],
        [2, 'started', 1],
        [3, 'ask', undefined],
        [4, 'started', 3],
      ],
    );
  });
}

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
  const { recorder } = createRecorder({ ringSize: 3 });
  for (let count = 0; count < 8; count++) recorder.record(done);
  assert.deepEqual(
    recorder.list().map(({ id }) => id),
    [6, 7, 8],
  );
});

test('pieces of output are counted in one record until something else happens, or for a second', () => {
  const { clock, recorder } = createRecorder();
  const count = new ByteCount(recorder, toOutput);
  const other = new ByteCount(recorder, toOutput);
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

test('a line that is finished later is counted in another record, and no output in none', () => {
  const { clock, recorder } = createRecorder();
  const count = new OutputCount(recorder, toOutput);
  const write = (text: string, later: number): void => {
    clock.advance(later);
    count.add(Buffer.from(text));
  };
  write('', 0);
  write('ab', 1);
  write('c', 5);
  write('\n', 5);
  write('de', 5);
  write('f\nghi', 5);
  const [begun, finished, ...others] = recorder.list();
  assert.deepEqual(begun, { id: 1, at: 1, ...output, bytes: 3, chunks: 2, rest: 3, lasted: 5 });
  const lines = { bytes: 8, chunks: 3, closes: 1, rest: 3, lasted: 10 };
  assert.deepEqual(finished, { id: 2, at: 11, ...output, ...lines });
  assert.deepEqual(others, []);
});

test('a piece of output that is counted reads the clock once and records nothing', () => {
  const manual = new ManualClock();
  let readings = 0;
  const clock: Clock = {
    now: () => manual.now(),
    elapsed: () => ++readings / 1_000,
    after: (milliseconds, callback) => manual.after(milliseconds, callback),
  };
  const { recorder } = createRecorder({ clock });
  const count = new OutputCount(recorder, toOutput);
  const chunk = Buffer.from('a line\nand more');
  count.add(chunk);
  readings = 0;
  for (let piece = 0; piece < 100; piece++) count.add(chunk);
  assert.equal(readings, 100);
  assert.equal(recorder.list().length, 1);
});

test('a field without a value is not in the trace', () => {
  const { recorder } = createRecorder();
  recorder.record({ kind: 'answer', status: undefined });
  assert.deepEqual(recorder.list(), [{ id: 1, at: 0, kind: 'answer' }]);
});

test('a request enters the causes once, whatever opened its server', () => {
  let entered = 0;
  class Counted extends SynchronousCauses {
    override run<T>(cause: Cause, act: () => T): T {
      entered++;
      return super.run(cause, act);
    }

    override exit<T>(act: () => T): T {
      entered++;
      return super.exit(act);
    }
  }
  const { recorder } = createRecorder({ causes: new Counted() });
  const handle = traceRequests(recorder, 'endpoint', () => recorder.record(done));
  recorder.causing(command, () => {
    entered = 0;
    const request = new IncomingMessage(new Socket());
    handle(request, new ServerResponse(request));
  });
  assert.equal(entered, 1);
  assert.deepEqual(listCauses(recorder), [
    [1, undefined],
    [2, undefined],
    [3, 2],
  ]);
});

test('a record that was handed out does not change any more', () => {
  const { recorder } = createRecorder();
  const count = new ByteCount(recorder, toOutput);
  count.add(10);
  const handedOut = JSON.stringify(recorder.list());
  count.add(20);
  assert.equal(JSON.stringify(recorder.list().slice(0, 1)), handedOut);
});

test('the facts of records are worked out together, so that what they are made of is released soon', () => {
  const { clock, recorder } = createRecorder();
  let described = 0;
  const describe = () => {
    described++;
    return done;
  };
  recorder.recordLate(describe);
  recorder.recordLate(describe);
  assert.equal(described, 0);
  clock.advance(250);
  assert.equal(described, 2);
  for (let count = 0; count < 255; count++) recorder.recordLate(describe);
  assert.equal(described, 2);
  recorder.recordLate(describe);
  assert.equal(described, 2 + 256);
  recorder.recordLate(describe);
  assert.deepEqual(
    recorder.list().map(({ id, kind }) => [id, kind]),
    Array.from({ length: 259 }, (_, index) => [index + 1, 'done']),
  );
  assert.equal(described, 2 + 257);
  clock.advance(250);
  assert.equal(described, 2 + 257);
});

test('what a record was made of is released while the record is kept', async () => {
  const { clock, recorder } = createRecorder();
  const recordText = (): WeakRef<object> => {
    const described = { kind: 'done', error: 'HostClosing', password: 'secret' } as const;
    recorder.recordLate(() => ({ kind: described.kind, error: described.error }));
    return new WeakRef(described);
  };
  const described = recordText();
  clock.advance(250);
  // A reference that was just created is kept until the end of the turn.
  await turn();
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  assert.equal(described.deref(), undefined);
  assert.equal(recorder.list()[0]?.kind, 'done');
});
