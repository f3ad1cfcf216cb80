import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdeSessionObject } from '../../../src/api/resource/ideSessionObject.ts';
import {
  type ApiFixture,
  manifest,
  openApi,
  type StatusObject,
} from '../../../tools/fixtures/api/apiFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const env = [{ name: 'KEY', value: 'a secret' }];

async function create(fixture: ApiFixture, spec: object = {}): Promise<IdeSessionObject> {
  const metadata = { name: 'shop', labels: { app: 'shop' } };
  return (await fixture.send('POST', '', manifest(metadata, { env, args: ['-v'], ...spec }))).body;
}

/** The object with other metadata and spec. */
function changed(object: IdeSessionObject, metadata: object, spec: object = {}): object {
  return {
    ...object,
    metadata: { ...object.metadata, ...metadata },
    spec: { ...object.spec, ...spec },
  };
}

test('a replaced session has the metadata and the desired state of its replacement', async (context) => {
  const fixture = await openApi(context);
  const created = await create(fixture);
  const metadata = { labels: { app: 'other' }, annotations: { note: 'x' } };
  const sent = changed(created, metadata, { desiredState: 'Running' });
  const { body, status } = await fixture.send('PUT', 'shop', sent);
  assert.equal(status, 200);
  assert.equal(body.metadata.labels['app'], 'other');
  assert.deepEqual(body.metadata.annotations, { note: 'x' });
  assert.equal(body.metadata.generation, 2);
  assert.ok(Number(body.metadata.resourceVersion) > Number(created.metadata.resourceVersion));
  await turn();
  assert.deepEqual(fixture.sessions.runner.of('shop').session.spec.env, env);
});

test('a replacement that changes nothing keeps the version', async (context) => {
  const fixture = await openApi(context);
  const created = await create(fixture);
  const { status: _, ...sent } = created;
  const answers = [
    await fixture.send('PUT', 'shop', created),
    // Variables and the labels of the host can be left out.
    await fixture.send(
      'PUT',
      'shop',
      changed(sent as IdeSessionObject, { labels: { app: 'shop' } }, { env: null }),
    ),
    await fixture.send('PUT', 'shop', changed(created, {}, { env })),
  ];
  for (const { body } of answers) assert.deepEqual(body, created);
});

test('a replacement of an old version is refused', async (context) => {
  const fixture = await openApi(context);
  const created = await create(fixture);
  await fixture.send('PUT', 'shop', changed(created, { annotations: { note: 'x' } }));
  const sent = changed(created, { annotations: { note: 'y' } });
  const { body } = await fixture.send<StatusObject>('PUT', 'shop', sent);
  assert.deepEqual([body.code, body.reason], [409, 'Conflict']);
  assert.match(body.message, /the object has been modified/);
  assert.deepEqual((await fixture.get('shop')).body.metadata.annotations, { note: 'x' });
});

/** Replacements that are refused, with the status and what the answer says. */
const refused: readonly [string, string, object, number, RegExp][] = [
  ['no session of this name', 'other', { name: 'other' }, 404, /"other" not found/],
  ['another name', 'shop', { name: 'other' }, 400, /name .* does not match/],
  ['no name', 'shop', { name: undefined }, 400, /name of the object must be given/],
  ['no version', 'shop', { resourceVersion: undefined }, 422, /resourceVersion: .*must be spec/],
  ['another uid', 'shop', { uid: 'other' }, 409, /UID in precondition: other/],
];

for (const [title, path, metadata, code, message] of refused) {
  test(`a replacement is refused for ${title}`, async (context) => {
    const fixture = await openApi(context);
    const sent = changed(await create(fixture), metadata);
    const { body } = await fixture.send<StatusObject>('PUT', path, sent);
    assert.equal(body.code, code);
    assert.match(body.message, message);
  });
}

/** Changes that are forbidden, with the field of the cause. */
const forbidden: readonly [string, object, object][] = [
  ['spec.launchConfigurations', {}, { launchConfigurations: '[{"type": "bun"}]' }],
  ['spec.args', {}, { args: ['-x'] }],
  ['spec.args', {}, { args: undefined }],
  ['spec.env', {}, { env: [] }],
  ['spec.env', {}, { env: [{ name: 'OTHER' }] }],
  ['spec.env', {}, { env: [{ name: 'KEY', value: 'another' }] }],
  ['metadata.creationTimestamp', { creationTimestamp: '2020-01-01T00:00:00Z' }, {}],
  ['metadata.deletionTimestamp', { deletionTimestamp: '2020-01-01T00:00:00Z' }, {}],
];

for (const [field, metadata, spec] of forbidden) {
  test(`${field} can't become ${JSON.stringify({ ...metadata, ...spec })}`, async (context) => {
    const fixture = await openApi(context);
    const created = await create(fixture);
    const sent = changed(created, metadata, spec);
    const { body } = await fixture.send<StatusObject>('PUT', 'shop', sent);
    const causes = body.details?.causes?.map((cause) => [cause.field, cause.reason]);
    assert.deepEqual([body.code, causes], [422, [[field, 'FieldValueForbidden']]]);
    assert.deepEqual((await fixture.get('shop')).body, created);
  });
}

test('a session that is stopped by its desired state stays so', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { desiredState: 'Running' });
  await turn();
  fixture.sessions.runner.of('shop').events.started(1);
  fixture.sessions.runner.onStop = (run) => run.events.ended(0);
  await fixture.patch('shop', { spec: { desiredState: 'Stopped' } });
  await turn();
  assert.equal(fixture.sessions.state('shop'), 'Stopped');
  const { body } = await fixture.patch<StatusObject>('shop', { spec: { desiredState: 'Running' } });
  const [cause] = body.details?.causes ?? [];
  assert.deepEqual([body.code, cause?.field], [422, 'spec.desiredState']);
});

test('a session that is stopped before its start never starts and stays', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const { body } = await fixture.patch('shop', { spec: { desiredState: 'Stopped' } });
  assert.deepEqual([body.spec.desiredState, body.status.state], ['Stopped', '']);
  await turn();
  assert.equal(fixture.sessions.runner.runs.length, 0);
  assert.equal((await fixture.get('shop')).status, 200);
});

test('the desired state of the session of a controller can be changed', async (context) => {
  const fixture = await openApi(context);
  const name = fixture.sessions.start();
  await turn();
  fixture.sessions.runner.of(name).events.started(1);
  await fixture.patch(name, { spec: { desiredState: 'Stopped' } });
  assert.equal(fixture.sessions.state(name), 'Stopping');
});

test('a dry run changes nothing and returns the changed session', async (context) => {
  const fixture = await openApi(context);
  const created = await create(fixture);
  const sent = changed(created, { annotations: { note: 'x' } }, { desiredState: 'Running' });
  const query = { dryRun: 'All' };
  const { body } = await fixture.send('PUT', 'shop', sent, { query });
  assert.deepEqual([body.metadata.annotations, body.spec.desiredState], [{ note: 'x' }, 'Running']);
  assert.equal(body.metadata.resourceVersion, created.metadata.resourceVersion);
  assert.deepEqual((await fixture.get('shop')).body, created);
});
