import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import type { IdeSession } from '../../src/protocol/ideSession.ts';
import type { LaunchStep, RunEvents } from '../../src/sessions/runner.ts';
import { type Cause, type Causes, SynchronousCauses } from '../../src/trace/causes.ts';
import { traceCommand } from '../../src/trace/edges/commands.ts';
import { traceRunner } from '../../src/trace/edges/tracedRunner.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import { FakeRunner } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../tools/fixtures/waiting.ts';

const saved: LaunchStep = { kind: 'changed', by: 'editor', files: 1 };
const noticed: LaunchStep = { kind: 'changed', by: 'watch', files: 2 };

function toResult(result: 'applied' | 'errors', milliseconds?: number): LaunchStep {
  return { kind: 'reloaded', result, ...(milliseconds !== undefined && { milliseconds }) };
}

/** A traced run of one session, in which time passes when a test says so. */
function runTraced(causes: Causes = new AsyncLocalStorage<Cause>()) {
  const clock = new ManualClock();
  const recorder = new TraceRecorder({ clock, version: '1.0.0', causes });
  const fake = new FakeRunner();
  const ignored = { waiting() {}, started() {}, output: () => undefined, message() {} };
  const events: RunEvents = { ...ignored, ended() {}, failed() {} };
  traceRunner(fake, recorder).run({ metadata: { name: 'name' } } as IdeSession, events);
  const step = (told: LaunchStep): void => fake.of('name').events.supervised?.(told);
  return { clock, recorder, step };
}

/** The kind of each record with its cause. */
function list(recorder: TraceRecorder): readonly string[] {
  return recorder.list().map(({ cause = 'nothing', id, kind }) => `${id} ${kind} ← ${cause}`);
}

for (const [how, create] of [
  ['with an AsyncLocalStorage', () => new AsyncLocalStorage<Cause>()],
  ['without hooks', () => new SynchronousCauses()],
] as const) {
  test(`a hot reload is caused by the file that was saved, ${how}`, async () => {
    const { clock, recorder, step } = runTraced(create());
    step(saved);
    clock.advance(100);
    await turn();
    step(toResult('errors'));
    clock.advance(5_000);
    step(saved);
    clock.advance(2_000);
    await turn();
    step(toResult('applied', 2_000));
    assert.deepEqual(list(recorder), [
      '1 run ← nothing',
      '2 changed ← nothing',
      '3 reloaded ← 2',
      '4 changed ← nothing',
      '5 reloaded ← 4',
    ]);
    const text = formatTrace(recorder.header, recorder.list());
    assert.deepEqual(parseTrace(text, 'trace').records, structuredClone(recorder.list()));
  });

  test(`changes that a command applies are caused by it, ${how}`, async () => {
    const { recorder, step } = runTraced(create());
    await traceCommand(recorder, 'applyChanges', () =>
      step({ kind: 'changed', by: 'command', files: 3 }),
    );
    step(toResult('applied', 0));
    assert.deepEqual(list(recorder), [
      '1 run ← nothing',
      '2 command ← nothing',
      '3 changed ← 2',
      '4 done ← 2',
      '5 reloaded ← 3',
    ]);
  });

  test(`a page that was loaded ahead is caused by the launch that takes it, ${how}`, async () => {
    const { recorder, step } = runTraced(create());
    await turn();
    step({ kind: 'page', result: 'taken', milliseconds: 12 });
    assert.deepEqual(list(recorder), ['1 run ← nothing', '2 page ← 1']);
  });
}

test('a change that is saved while an earlier one is compiled does not cause the result of that', () => {
  const { clock, recorder, step } = runTraced();
  step(saved);
  clock.advance(1_000);
  step(noticed);
  clock.advance(500);
  step(toResult('applied', 1_500));
  clock.advance(500);
  step(toResult('applied', 1_000));
  assert.deepEqual(list(recorder).slice(3), ['4 reloaded ← 2', '5 reloaded ← 3']);
});

test('a result without a change belongs to the launch, and one of many changes to the oldest that is kept', () => {
  const { clock, recorder, step } = runTraced();
  step({ kind: 'reloaded', result: 'ready' });
  for (let count = 0; count < 60; count++) {
    clock.advance(100);
    step(saved);
  }
  step(toResult('applied', 5_900));
  const causes = recorder.list().filter(({ kind }) => kind === 'reloaded');
  assert.deepEqual(
    causes.map(({ cause }) => cause),
    [1, 13],
  );
});
