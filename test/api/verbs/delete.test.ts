import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ApiFixture,
  type ListObject,
  manifest,
  openApi,
  type StatusObject,
} from '../../../tools/fixtures/api/apiFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const hold = 'example.com/hold';

async function create(fixture: ApiFixture, metadata: object, spec: object = {}): Promise<void> {
  const { status } = await fixture.send('POST', '', manifest(metadata, spec));
  assert.equal(status, 201);
}

async function run(fixture: ApiFixture, metadata: object): Promise<void> {
  await create(fixture, metadata, { desiredState: 'Running' });
  await turn();
  fixture.sessions.runner.of('shop').events.started(7);
}

test('a session that is not active is deleted at once', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { name: 'shop' });
  const { uid } = (await fixture.get('shop')).body.metadata;
  const options = { propagationPolicy: 'Background' };
  const { body, status } = await fixture.send<StatusObject>('DELETE', 'shop', options);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'shop', group: 'usvc-dev.developer.microsoft.com', kind: 'idesessions', uid },
  });
  assert.equal((await fixture.get('shop')).status, 404);
});

test('an active session is stopped before it is deleted', async (context) => {
  const fixture = await openApi(context);
  await run(fixture, { name: 'shop' });
  const { body } = await fixture.request<{ kind: string; metadata: object }>('shop', {
    method: 'DELETE',
  });
  assert.equal(body.kind, 'IdeSession');
  assert.ok('deletionTimestamp' in body.metadata);
  await turn();
  assert.equal(fixture.sessions.runner.of('shop').stops, 1);
  assert.equal((await fixture.get('shop')).body.status.state, 'Stopping');
  fixture.sessions.runner.of('shop').events.ended(0);
  await turn();
  assert.equal((await fixture.get('shop')).status, 404);
});

test('a second deletion changes nothing', async (context) => {
  const fixture = await openApi(context);
  await run(fixture, { name: 'shop' });
  await fixture.request('shop', { method: 'DELETE' });
  await turn();
  const { body } = await fixture.get('shop');
  fixture.sessions.clock.advance(5_000);
  await fixture.request('shop', { method: 'DELETE' });
  assert.deepEqual((await fixture.get('shop')).body, body);
});

test('a deleted session stays until its last finalizer is removed', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { name: 'shop', finalizers: [hold, 'example.com/other'] });
  await fixture.request('shop', { method: 'DELETE' });
  const { metadata } = (await fixture.get('shop')).body;
  assert.equal(metadata.deletionGracePeriodSeconds, 0);
  const added = await fixture.patch<StatusObject>('shop', {
    metadata: { finalizers: [hold, 'example.com/new'] },
  });
  assert.deepEqual(
    [added.body.code, added.body.details?.causes?.[0]?.reason],
    [422, 'FieldValueForbidden'],
  );
  await fixture.patch('shop', { metadata: { finalizers: [hold] } });
  assert.deepEqual((await fixture.get('shop')).body.metadata.finalizers, [hold]);
  const last = await fixture.patch('shop', { metadata: { finalizers: null } });
  assert.deepEqual([last.status, last.body.metadata.finalizers], [200, undefined]);
  assert.equal((await fixture.get('shop')).status, 404);
  const kinds = fixture.sessions.changes.map(({ type }) => type);
  assert.deepEqual(kinds, ['added', 'modified', 'modified', 'modified', 'removed']);
});

test('an active session with finalizers is stopped and stays', async (context) => {
  const fixture = await openApi(context);
  await run(fixture, { name: 'shop', finalizers: [hold] });
  await fixture.request('shop', { method: 'DELETE' });
  await turn();
  fixture.sessions.runner.of('shop').events.ended(0);
  await turn();
  assert.equal((await fixture.get('shop')).body.status.state, 'Stopped');
  await fixture.patch('shop', { metadata: { finalizers: [] } });
  assert.equal((await fixture.get('shop')).status, 404);
});

test('a session is deleted only if it is what the client expects', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { name: 'shop' });
  const { resourceVersion, uid } = (await fixture.get('shop')).body.metadata;
  for (const preconditions of [{ uid: 'other' }, { uid, resourceVersion: '1' }]) {
    const { body } = await fixture.send<StatusObject>('DELETE', 'shop', { preconditions });
    assert.deepEqual([body.code, body.reason], [409, 'Conflict']);
  }
  const options = { kind: 'DeleteOptions', preconditions: { uid, resourceVersion } };
  assert.equal((await fixture.send('DELETE', 'shop', options)).status, 200);
});

test('a dry run deletes nothing', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { name: 'shop' });
  await fixture.request('shop', { method: 'DELETE', query: { dryRun: 'All' } });
  await fixture.send('DELETE', 'shop', { dryRun: ['All'] });
  await fixture.request('', { method: 'DELETE', query: { dryRun: 'All' } });
  const { metadata } = (await fixture.get('shop')).body;
  assert.equal(metadata.deletionTimestamp, undefined);
});

/** Options that are refused, with the status of the answer and the field of its cause. */
const refused: readonly [unknown, number, string | undefined][] = [
  ['{', 400, undefined],
  [{ kind: 'Pod' }, 400, undefined],
  [{ propagationPolicy: 'Never' }, 422, 'propagationPolicy'],
  [{ gracePeriodSeconds: -1 }, 422, 'gracePeriodSeconds'],
  [{ gracePeriodSeconds: 'x' }, 422, 'gracePeriodSeconds'],
  [{ dryRun: ['Some'] }, 422, 'dryRun'],
  [{ preconditions: { uid: 1 } }, 422, 'preconditions.uid'],
];

for (const [options, code, field] of refused) {
  test(`a deletion with ${JSON.stringify(options)} is refused`, async (context) => {
    const fixture = await openApi(context);
    await create(fixture, { name: 'shop' });
    for (const path of ['shop', '']) {
      const { body } = await fixture.send<StatusObject>('DELETE', path, options);
      assert.deepEqual([body.code, body.details?.causes?.[0]?.field], [code, field]);
    }
    assert.equal((await fixture.get('shop')).status, 200);
  });
}

test('options are read from the parameters if there is no body', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { name: 'shop' });
  const query = { propagationPolicy: 'Never', gracePeriodSeconds: 'x' };
  const { body } = await fixture.request<StatusObject>('shop', { method: 'DELETE', query });
  assert.equal(body.details?.kind, 'DeleteOptions');
  const accepted = { propagationPolicy: 'Foreground', gracePeriodSeconds: '1' };
  const { status } = await fixture.request('shop', { method: 'DELETE', query: accepted });
  assert.equal(status, 200);
});

test('a session that does not exist cannot be deleted', async (context) => {
  const fixture = await openApi(context);
  const { body } = await fixture.request<StatusObject>('shop', { method: 'DELETE' });
  assert.deepEqual([body.code, body.reason], [404, 'NotFound']);
});

test('a collection is deleted by labels, and the answer lists what was deleted', async (context) => {
  const fixture = await openApi(context);
  for (const [name, app] of [
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'x'],
  ]) {
    await create(fixture, { name, labels: { app } });
  }
  await create(fixture, { name: 'd', labels: { app: 'x' }, finalizers: [hold] });
  const { body, status } = await fixture.request<ListObject>('', {
    method: 'DELETE',
    query: { labelSelector: 'app=x' },
  });
  assert.deepEqual([status, body.kind], [200, 'IdeSessionList']);
  assert.deepEqual(names(body), ['a', 'c', 'd']);
  const left = (await fixture.list()).body;
  assert.deepEqual(names(left), ['b', 'd']);
  assert.ok(left.items[1]?.metadata.deletionTimestamp !== undefined);
});

test('all sessions of a large collection are deleted', async (context) => {
  const fixture = await openApi(context);
  const { sessions } = fixture.sessions;
  const spec = { launchConfiguration: { type: 'node', script_path: 'a' }, env: [] };
  for (let count = 0; count < 250; count++) sessions.create({ kind: 'api' }, spec);
  const { body } = await fixture.request<ListObject>('', { method: 'DELETE' });
  assert.deepEqual([body.items.length, sessions.list().length], [250, 0]);
});

function names({ items }: ListObject): readonly string[] {
  return items.map(({ metadata }) => metadata.name);
}
