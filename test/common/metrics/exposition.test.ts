import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter } from '../../../src/common/metrics/counter.ts';
import { writeMetrics } from '../../../src/common/metrics/exposition.ts';
import { Histogram } from '../../../src/common/metrics/histogram.ts';
import { createGauge } from '../../../src/common/metrics/metric.ts';
import { parseMetrics } from '../../../tools/fixtures/metrics/parseMetrics.ts';

test('values are written in the text format', () => {
  const starts = new Counter({ name: 'starts_total', help: 'Starts.' });
  starts.count({ type: 'node', mode: 'Debug' });
  starts.count({ type: 'node', mode: 'NoDebug' });
  starts.count({ type: 'node', mode: 'Debug' });
  const connected = createGauge({ name: 'connected', help: 'Connected.' }, () => [
    { labels: {}, value: 3 },
  ]);
  assert.equal(
    writeMetrics([starts, connected]),
    `# HELP starts_total Starts.
# TYPE starts_total counter
starts_total{type="node",mode="Debug"} 2
starts_total{type="node",mode="NoDebug"} 1
# HELP connected Connected.
# TYPE connected gauge
connected 3
`,
  );
});

test('a bucket contains its bound and all smaller buckets', () => {
  const times = new Histogram({ name: 'times_seconds', help: 'Times.' }, [0.5, 1]);
  for (const value of [0.25, 0.5, 1, 8]) times.observe(value, { result: 'failed' });
  assert.equal(
    writeMetrics([times]),
    `# HELP times_seconds Times.
# TYPE times_seconds histogram
times_seconds_bucket{result="failed",le="0.5"} 2
times_seconds_bucket{result="failed",le="1"} 3
times_seconds_bucket{result="failed",le="+Inf"} 4
times_seconds_sum{result="failed"} 9.75
times_seconds_count{result="failed"} 4
`,
  );
});

test("Prometheus' parser reads back what was written, whatever the labels contain", () => {
  const help = 'A \\ and a\nline.';
  const texts = ['plain', '"quoted"', 'back\\slash', 'two\nlines', '\\n', '{a="b",}', 'naïve', ''];
  const odd = new Counter({ name: 'odd_total', help });
  const sizes = new Histogram({ name: 'sizes', help }, [1e-7, 1e21]);
  for (const text of texts) {
    odd.count({ text });
    sizes.observe(1e-7, { text });
  }
  const [counter, histogram] = parseMetrics(writeMetrics([odd, sizes]));
  assert.deepEqual([counter?.type, counter?.help], ['counter', help]);
  assert.deepEqual(
    counter?.samples,
    texts.map((text) => ({ name: 'odd_total', labels: { text }, value: 1 })),
  );
  assert.equal(histogram?.type, 'histogram');
  assert.deepEqual(
    histogram?.samples.filter(({ name }) => name === 'sizes_sum'),
    texts.map((text) => ({ name: 'sizes_sum', labels: { text }, value: 1e-7 })),
  );
});
