import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Emitter } from '../../../src/common/emitter.ts';
import type { BuildTiming } from '../../../src/host/metrics/buildMetrics.ts';
import type { HotReloadResult } from '../../../src/host/metrics/hotReloadMetrics.ts';
import { type Access, getFrom } from '../../../tools/fixtures/api/access.ts';
import {
  type EndpointFixture,
  goodRun,
  openEndpoint,
} from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { type ParsedMetric, parseMetrics } from '../../../tools/fixtures/metrics/parseMetrics.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

interface MetricsFixture {
  readonly endpoint: EndpointFixture;
  readonly builds: Emitter<BuildTiming>;
  readonly reloads: Emitter<HotReloadResult>;
  readonly access: Access;
  readonly read: () => Promise<string>;
}

/** A host that serves its API, on real sockets. */
async function openHost(context: TestContext): Promise<MetricsFixture> {
  const builds = new Emitter<BuildTiming>();
  const reloads = new Emitter<HotReloadResult>();
  const hotReloads = reloads.event;
  const endpoint = await openEndpoint(context, {
    runnerReports: { builds: builds.event, hotReloads },
  });
  const { certificate, port, token } = await endpoint.host.api.open();
  const access = {
    server: `https://localhost:${port}`,
    authority: certificate,
    token: token.reveal(),
  };
  const authorization = `Bearer ${access.token}`;
  return {
    endpoint,
    builds,
    reloads,
    access,
    async read() {
      const { body, status } = await getFrom(access, '/metrics', { authorization });
      assert.equal(status, 200, body);
      return body;
    },
  };
}

function getValue(
  metrics: readonly ParsedMetric[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const samples = metrics.flatMap((metric) => metric.samples);
  return samples.find(
    (sample) =>
      sample.name === `ide_session_host_${name}` &&
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;
}

test("Prometheus' parser reads what a host has done, and no name or path of it", async (context) => {
  const { builds, endpoint, read, reloads } = await openHost(context);
  const controller = endpoint.controller();
  await controller.connect();
  const secret = 'my-secret-value';
  const { id } = await controller.runSession({ ...goodRun, env: [{ name: 'KEY', value: secret }] });
  await until('the session runs', () => endpoint.runner.find(id) !== undefined);
  const { events } = endpoint.runner.of(id);
  events.started(42);
  void events.output('stdout', Buffer.from('one\ntwo\nthree\n'));
  builds.fire({ queueTime: 500, duration: 2_000, result: 'succeeded' });
  for (const kind of ['starting', 'errors', 'refused', 'rebuild', 'constructor']) {
    reloads.fire({ kind });
  }
  reloads.fire({ kind: 'applied', milliseconds: 400 });
  reloads.fire({ kind: 'applied partly', milliseconds: 600 });
  events.ended(0);
  let text = '';
  await until('the end is confirmed', async () => {
    text = await read();
    return text.includes('notifications_total{type="sessionTerminated"} 1');
  });

  const metrics = parseMetrics(text);
  assert.equal(getValue(metrics, 'session_starts_total', { type: 'node', mode: 'Debug' }), 1);
  assert.equal(getValue(metrics, 'sessions', { state: 'Stopped' }), 1);
  assert.equal(getValue(metrics, 'session_start_seconds_count'), 1);
  assert.equal(getValue(metrics, 'session_queue_seconds_count'), 1);
  assert.equal(getValue(metrics, 'connected_controllers'), 1);
  assert.equal(getValue(metrics, 'delivered_log_lines_total'), 3);
  assert.equal(getValue(metrics, 'delivered_notifications_total', { type: 'processRestarted' }), 1);
  assert.equal(getValue(metrics, 'build_queue_seconds_sum'), 0.5);
  assert.equal(getValue(metrics, 'build_seconds_sum', { result: 'succeeded' }), 2);

  for (const result of ['errors', 'refused', 'restart', 'applied', 'partly']) {
    assert.equal(getValue(metrics, 'hot_reloads_total', { result }), 1);
  }
  assert.equal(getValue(metrics, 'hot_reload_seconds_count'), 2);
  assert.equal(getValue(metrics, 'hot_reload_seconds_sum'), 1);

  const summary = new Map(endpoint.host.summarizeMetrics());
  assert.equal(summary.get('hot_reloads_total{result="applied"}'), '1');
  assert.equal(summary.get('hot_reload_seconds'), '2 (0.50 s)');

  const { workspace } = endpoint;
  for (const hidden of [id, controller.instanceId, 'app.js', workspace, 'KEY', secret]) {
    assert.ok(!text.includes(hidden), hidden);
  }
  const labels = metrics.flatMap(({ samples }) =>
    samples.flatMap((one) => Object.keys(one.labels)),
  );
  assert.deepEqual([...new Set(labels)].toSorted(), ['le', 'mode', 'result', 'state', 'type']);
});

test('metrics are only for clients with the token of the API, and only to be read', async (context) => {
  const { access, endpoint } = await openHost(context);
  for (const headers of [{}, { authorization: `Bearer ${endpoint.token}` }]) {
    const { body, status } = await getFrom(access, '/metrics', headers);
    assert.equal(status, 401);
    assert.ok(!body.includes('ide_session_host_'));
  }
  const controllers = await endpoint.controller().request('GET', '/metrics');
  assert.equal(controllers.status, 404);
});

test('the reference lists the metrics that a host serves, with their types', async (context) => {
  const { read } = await openHost(context);
  const path = join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'metrics.md');
  const rows = [...readFileSync(path, 'utf8').matchAll(/^\| `(ide_\w+)` +\| (\w+) /gm)];
  const served = [...(await read()).matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  const pairs = (found: readonly RegExpMatchArray[]) => found.map(([, name, type]) => [name, type]);
  assert.deepEqual(pairs(rows), pairs(served));
});
