import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ApiFixture,
  manifest,
  openApi,
  type StatusObject,
} from '../../../tools/fixtures/api/apiFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

const host = 'usvc-dev.developer.microsoft.com/host';

async function create(fixture: ApiFixture, metadata: object = {}): Promise<void> {
  const sent = manifest({ name: 'shop', ...metadata }, { desiredState: 'Running' });
  assert.equal((await fixture.send('POST', '', sent)).status, 201);
  await turn();
}

test('the status of a session is read with the whole object', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  assert.deepEqual((await fixture.get('shop/status')).body, (await fixture.get('shop')).body);
  assert.equal((await fixture.get('other/status')).status, 404);
});

test('a write of the status ignores everything else', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const { body } = await fixture.get('shop');
  const patch = {
    metadata: { labels: { app: 'x' } },
    spec: { desiredState: 'Stopped' },
    status: { message: 'Waiting for the database' },
  };
  const patched = await fixture.patch('shop/status', patch);
  assert.equal(patched.status, 200);
  assert.deepEqual(patched.body.spec, body.spec);
  assert.deepEqual(patched.body.metadata.labels, body.metadata.labels);
  assert.equal(patched.body.status.message, 'Waiting for the database');
  const { resourceVersion } = patched.body.metadata;
  assert.ok(Number(resourceVersion) > Number(body.metadata.resourceVersion));
  const again = await fixture.patch('shop/status', patch);
  assert.equal(again.body.metadata.resourceVersion, resourceVersion);
});

test('a write of everything else ignores the status', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const { body } = await fixture.patch('shop', { status: { message: 'x', state: 'Failed' } });
  assert.deepEqual(body, (await fixture.get('shop')).body);
  assert.deepEqual([body.status.message, body.status.state], [undefined, 'Starting']);
});

/** What this host sets in the status of sessions that it runs. */
const own: readonly [string, object][] = [
  ['status.state', { state: 'Stopped' }],
  ['status.pid', { pid: 1 }],
  ['status.exitCode', { exitCode: 0 }],
  ['status.sessionID', { sessionID: null }],
];

for (const [field, status] of own) {
  test(`clients cannot set ${field} of a session that this host runs`, async (context) => {
    const fixture = await openApi(context);
    await create(fixture);
    const { body } = await fixture.patch<StatusObject>('shop/status', { status });
    const [cause] = body.details?.causes ?? [];
    assert.deepEqual([body.code, cause?.field, cause?.reason], [422, field, 'FieldValueForbidden']);
  });
}

test('the message of a session is bounded', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const status = { message: 'x'.repeat(64 * 1024) };
  const { body } = await fixture.patch<StatusObject>('shop/status', { status });
  assert.deepEqual([body.code, body.details?.causes?.[0]?.field], [422, 'status']);
});

test('a session of another host is kept, and its host reports its status', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { labels: { [host]: 'build-1' } });
  assert.equal(fixture.sessions.runner.runs.length, 0);
  const reports = [
    { state: 'Starting', holder: 'build-1/42' },
    { state: 'Running', pid: 7, startupTimestamp: '2026-01-02T03:04:05.000006Z' },
    { state: 'Stopped', exitCode: 3, holder: null },
  ];
  for (const status of reports) {
    const answer = await fixture.patch('shop/status', { status });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }
  assert.deepEqual((await fixture.get('shop')).body.status, {
    state: 'Stopped',
    pid: 7,
    startupTimestamp: '2026-01-02T03:04:05.000006Z',
    exitCode: 3,
  });
});

test('the condition OutOfDate of a session is shown, and only its host can set it', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const { events } = fixture.sessions.runner.of('shop');
  const folder = await temporaryFolder(context);
  events.inputs?.({ base: folder, files: [join(folder, 'a.js')], folders: [] });
  await writeFile(join(folder, 'a.js'), 'x');
  await until('the session is out of date', async () => {
    fixture.sessions.clock.advance(50);
    return (await fixture.get('shop')).body.status.conditions !== undefined;
  });
  const { body } = await fixture.get('shop');
  const [condition] = body.status.conditions ?? [];
  assert.deepEqual([condition?.type, condition?.status], ['OutOfDate', 'True']);
  assert.equal(condition?.message, 'a.js has changed since the program was started.');
  assert.equal((await fixture.send('PUT', 'shop/status', body)).status, 200);
  const patched = await fixture.patch<StatusObject>('shop/status', { status: { conditions: [] } });
  assert.deepEqual(patched.body.details?.causes?.[0]?.field, 'status.conditions');
});

test('another host reports conditions, and removes them', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { labels: { [host]: 'build-1' } });
  const condition = {
    type: 'OutOfDate',
    status: 'True',
    reason: 'FilesChanged',
    message: 'a.js has changed since the program was started.',
    lastTransitionTime: '2026-01-02T03:04:05Z',
  };
  const status = { state: 'Starting', conditions: [condition] };
  const reported = await fixture.patch('shop/status', { status });
  assert.deepEqual(reported.body.status, status);
  const cleared = await fixture.patch('shop/status', { status: { conditions: null } });
  assert.deepEqual(cleared.body.status, { state: 'Starting' });
});

/** Reports that are refused after the state Running, with the field of the cause. */
const invalid: readonly [string, object][] = [
  ['status.state', { state: 'Starting' }],
  ['status.state', { state: 'Paused' }],
  ['status.pid', { pid: '7' }],
  ['status.startupTimestamp', { startupTimestamp: 'yesterday' }],
  ['status.conditions[0].status', { conditions: [{ type: 'OutOfDate', status: true }] }],
  ['status', { log: 'x'.repeat(64 * 1024) }],
];

for (const [field, status] of invalid) {
  const title = JSON.stringify(status).slice(0, 60);
  test(`the report ${title} of another host is refused`, async (context) => {
    const fixture = await openApi(context);
    await create(fixture, { labels: { [host]: 'build-1' } });
    await fixture.patch('shop/status', { status: { state: 'Starting' } });
    await fixture.patch('shop/status', { status: { state: 'Running' } });
    const { body } = await fixture.patch<StatusObject>('shop/status', { status });
    assert.deepEqual([body.code, body.details?.causes?.[0]?.field], [422, field]);
  });
}

test('a status is replaced only in the version that the client knows', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { labels: { [host]: 'build-1' } });
  const { body } = await fixture.get('shop');
  const sent = { ...body, status: { state: 'Starting', message: 'x' } };
  const first = await fixture.send('PUT', 'shop/status', sent);
  assert.deepEqual(first.body.status, { state: 'Starting', message: 'x' });
  const second = await fixture.send<StatusObject>('PUT', 'shop/status', sent);
  assert.deepEqual([second.body.code, second.body.reason], [409, 'Conflict']);
});

test('which host runs a session cannot be changed after its start', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const patch = { metadata: { labels: { [host]: 'build-1' } } };
  assert.equal((await fixture.patch('shop', patch)).status, 422);
  await fixture.send('POST', '', manifest({ name: 'other' }));
  assert.equal((await fixture.patch('other', patch)).status, 200);
  await fixture.patch('other', { spec: { desiredState: 'Running' } });
  assert.equal(fixture.sessions.runner.find('other'), undefined);
  await fixture.patch('other', { metadata: { labels: { [host]: null } } });
  await turn();
  assert.notEqual(fixture.sessions.runner.find('other'), undefined);
});

test('a session of another host is removed once it has no finalizers, and does not delay the shutdown', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { labels: { [host]: 'build-1' }, finalizers: ['example.com/hold'] });
  await fixture.patch('shop/status', { status: { state: 'Starting' } });
  assert.equal(await fixture.sessions.sessions.stopAll(1_000), true);
  assert.equal((await fixture.get('shop')).body.spec.desiredState, 'Running');
  await fixture.request('shop', { method: 'DELETE' });
  assert.equal((await fixture.get('shop')).body.status.state, 'Starting');
  await fixture.patch('shop', { metadata: { finalizers: null } });
  assert.equal((await fixture.get('shop')).status, 404);
});

for (const method of ['POST', 'DELETE']) {
  test(`a status has no ${method}`, async (context) => {
    const fixture = await openApi(context);
    const { status } = await fixture.request('shop/status', { method });
    assert.equal(status, 405);
  });
}
