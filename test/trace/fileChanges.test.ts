import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FolderListener, WatchFolder } from '../../src/sessions/inputs/watchFolder.ts';
import { traceFileChanges } from '../../src/trace/edges/fileChanges.ts';
import { formatTrace } from '../../src/trace/formatTrace.ts';
import { TraceRecorder } from '../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../src/trace/traceText.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

/** A watched folder whose changes the test makes, and what its listener is told. */
function openWatch() {
  const clock = new ManualClock();
  const recorder = new TraceRecorder({ clock, version: '1.0.0' });
  const listeners: FolderListener[] = [];
  const watch: WatchFolder = (_path, listener) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  };
  const told: string[] = [];
  recorder.causing({ kind: 'command', command: 'start' }, () =>
    traceFileChanges(watch, recorder)('/home/me/CorrectHorse', {
      changed({ name }) {
        told.push(`changed ${name}`);
        recorder.record({ kind: 'run', session: 'session-1' });
      },
      failed: ({ message }) => told.push(message),
    }),
  );
  return { clock, recorder, told, watched: listeners[0] };
}

test('a changed file is the cause of what follows, and the folder of it is recorded without its name', () => {
  const { recorder, told, watched } = openWatch();
  watched?.changed({ name: 'BatteryStaple.cs', isMoved: false });
  const text = formatTrace(recorder.header, recorder.list());
  assert.doesNotMatch(text, /CorrectHorse|BatteryStaple/);
  const [, files, run] = parseTrace(text, 'trace').records;
  assert.ok(files?.kind === 'files');
  assert.equal(files.folder, '/name-1/name-2/name-3');
  assert.equal(files.cause, undefined);
  assert.equal(run?.cause, files.id);
  assert.deepEqual(told, ['changed BatteryStaple.cs']);
});

test('of many changes in a folder, the first one in a second is recorded', () => {
  const { clock, recorder, told, watched } = openWatch();
  const count = (): number => recorder.list().filter(({ kind }) => kind === 'files').length;
  for (let entry = 0; entry < 10; entry++) watched?.changed({ name: 'a', isMoved: true });
  assert.equal(count(), 1);
  clock.advance(1_000);
  watched?.changed({ name: 'a', isMoved: false });
  assert.equal(count(), 2);
  assert.equal(told.length, 11);
});

test('further changes in a second have the cause of the first one', () => {
  const { clock, recorder, watched } = openWatch();
  watched?.changed({ name: 'a', isMoved: true });
  clock.advance(999);
  watched?.changed({ name: 'a', isMoved: false });
  const [, files, ...runs] = recorder.list();
  assert.equal(files?.kind, 'files');
  assert.deepEqual(
    runs.map(({ cause }) => cause),
    [files?.id, files?.id],
  );
});

test('the end of a watch is passed on', () => {
  const { told, watched } = openWatch();
  watched?.failed(new Error('gone'));
  assert.deepEqual(told, ['gone']);
});
