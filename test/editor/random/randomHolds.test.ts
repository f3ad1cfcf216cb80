import assert from 'node:assert/strict';
import type { Profiler } from 'node:inspector/promises';
import { test } from 'node:test';
import { holdsIn } from '../suites/random/holds.ts';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, scriptId: '1', lineNumber: 0, columnNumber: 0 },
  children,
});

const nodes: Profiler.ProfileNode[] = [
  node(1, '(root)', '', [2, 3, 6]),
  node(2, '(program)', ''),
  node(3, 'emit', 'node:events', [4]),
  node(4, 'relay', '/extensions/ours-1/dist/extension.js', [5]),
  node(5, 'writev', ''),
  node(6, 'adapter', '/extensions/theirs/extension.js'),
];

const options = { interval: 1_000, owners: { ours: '/ours-1/', 'js-debug': '/theirs/' } };

/** Samples of one millisecond each, from 0 on. */
function profile(samples: readonly number[]): Profiler.Profile {
  const timeDeltas = samples.map(() => 1_000);
  return { nodes, samples: [...samples], timeDeltas, startTime: 0, endTime: 0 };
}

const times = (count: number, id: number): number[] => Array<number>(count).fill(id);

test('time belongs to the owner of the innermost function, and of native functions to their caller', () => {
  const samples = [...times(20, 5), ...times(5, 4), ...times(30, 6), 2];
  const holds = holdsIn(profile(samples), { ...options, turns: [] });
  assert.deepEqual(
    holds.map(({ milliseconds, owner }) => [owner, milliseconds]),
    [
      ['ours', 25],
      ['js-debug', 30],
    ],
  );
  assert.match(holds[0]?.functions ?? '', /^writev .* 20 ms, relay extension\.js:1:1 5 ms$/);
});

test('code that runs in different turns of the event loop is reported apart', () => {
  const samples = [...times(40, 4), 2];
  const holds = holdsIn(profile(samples), {
    ...options,
    turns: [{ end: 15_500, processorTime: undefined }],
  });
  assert.deepEqual(
    holds.map(({ milliseconds }) => milliseconds),
    [15, 25],
  );
});

test('an owner has at most the processor time of the turn', () => {
  const turns = [
    { end: 20_500, processorTime: 12_000 },
    { end: 41_000, processorTime: 21_000 },
  ];
  const holds = holdsIn(profile([...times(40, 4), 2]), { ...options, turns });
  assert.deepEqual(
    holds.map(({ milliseconds }) => milliseconds),
    [12, 20],
  );
});

test('a pause of the profiler counts as two samples', () => {
  const slow = { ...profile(times(30, 4)), timeDeltas: times(30, 40_000) };
  const [hold] = holdsIn(slow, { ...options, turns: [] });
  assert.equal(hold?.milliseconds, 58);
});
