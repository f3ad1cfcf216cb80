import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter } from '../../../src/common/metrics/counter.ts';
import { Histogram } from '../../../src/common/metrics/histogram.ts';
import { createGauge } from '../../../src/common/metrics/metric.ts';
import { summarize } from '../../../src/common/metrics/summary.ts';

test('metrics are summarized by what is not 0, and times by their number and mean', () => {
  const starts = new Counter({ name: 'host_starts_total', help: '' });
  starts.count({ type: 'node' });
  starts.count({ type: 'node' });
  const present = createGauge({ name: 'host_sessions', help: '' }, () => [
    { labels: { state: 'Running' }, value: 0 },
    { labels: { state: 'Failed' }, value: 1 },
  ]);
  const queue = new Histogram({ name: 'host_queue_seconds', help: '' }, [1]);
  const builds = new Histogram({ name: 'host_build_seconds', help: '' }, [1]);
  builds.observe(0.5, { result: 'succeeded' });
  builds.observe(2, { result: 'succeeded' });
  builds.observe(3, { result: 'failed' });
  assert.deepEqual(summarize([starts, present, queue, builds], 'host_'), [
    ['starts_total{type="node"}', '2'],
    ['sessions{state="Failed"}', '1'],
    ['build_seconds{result="succeeded"}', '2 (1.25 s)'],
    ['build_seconds{result="failed"}', '1 (3.00 s)'],
  ]);
});
