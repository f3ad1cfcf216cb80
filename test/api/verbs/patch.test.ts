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

const jsonPatch = { type: 'application/json-patch+json' };
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const restartedAt = 'usvc-dev.developer.microsoft.com/restartedAt';

async function create(fixture: ApiFixture, spec: object = {}): Promise<IdeSessionObject> {
  const env = [{ name: 'KEY', value: 'a secret' }];
  return (await fixture.send('POST', '', manifest({ name: 'shop' }, { env, ...spec }))).body;
}

test('a merge patch changes and removes labels and annotations', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  await fixture.patch('shop', {
    metadata: { labels: { a: '1', b: '2' }, annotations: { c: '3' } },
  });
  const { body } = await fixture.patch('shop', {
    metadata: { labels: { a: null, b: '4' }, annotations: null },
  });
  assert.deepEqual([body.metadata.labels['a'], body.metadata.labels['b']], [undefined, '4']);
  assert.equal(body.metadata.annotations, undefined);
  assert.equal(body.metadata.labels['usvc-dev.developer.microsoft.com/origin'], 'api');
});

test('a JSON patch changes an object whose tests hold', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const patch = (from: string) => [
    { op: 'test', path: '/spec/desiredState', value: from },
    { op: 'replace', path: '/spec/desiredState', value: 'Running' },
  ];
  const { body } = await fixture.send('PATCH', 'shop', patch(''), jsonPatch);
  assert.equal(body.spec.desiredState, 'Running');
  const second = await fixture.send<StatusObject>('PATCH', 'shop', patch(''), jsonPatch);
  assert.deepEqual([second.body.code, second.body.reason], [422, 'Invalid']);
  assert.deepEqual(second.body.details, {});
});

const unchanged: readonly [string, unknown][] = [
  ['application/merge-patch+json', {}],
  ['application/merge-patch+json', { metadata: { labels: { absent: null } } }],
  ['application/merge-patch+json', { spec: { env: null } }],
  ['application/merge-patch+json', { spec: { env: [{ name: 'KEY', value: 'a secret' }] } }],
  ['application/merge-patch+json', { status: { state: 'Running', pid: 7 } }],
  ['application/json-patch+json', []],
  ['application/json-patch+json', [{ op: 'remove', path: '/spec/env' }]],
  [
    'application/json-patch+json; charset=utf-8',
    [{ op: 'test', path: '/kind', value: 'IdeSession' }],
  ],
];

for (const [type, patch] of unchanged) {
  test(`the patch ${JSON.stringify(patch)} keeps the version`, async (context) => {
    const fixture = await openApi(context);
    const created = await create(fixture);
    const { body, status } = await fixture.send('PATCH', 'shop', patch, { type });
    assert.deepEqual([status, body], [200, created]);
    assert.deepEqual(fixture.sessions.session('shop').spec.env, [
      { name: 'KEY', value: 'a secret' },
    ]);
  });
}

test('values of variables in what kubectl applied last are not kept', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const applied = JSON.stringify(
    manifest({ name: 'shop' }, { env: [{ name: 'KEY', value: 'a secret' }] }),
  );
  const patch = { metadata: { annotations: { [lastApplied]: applied } } };
  const first = (await fixture.patch('shop', patch)).body;
  assert.ok(!JSON.stringify(first).includes('a secret'));
  assert.match(first.metadata.annotations?.[lastApplied] ?? '', /"env":\[\{"name":"KEY"\}\]/);
  assert.deepEqual((await fixture.patch('shop', patch)).body, first);
});

test('variables cannot be read by a patch', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const patch = [{ op: 'copy', from: '/spec/env/0/value', path: '/metadata/annotations' }];
  const { body } = await fixture.send<StatusObject>('PATCH', 'shop', patch, jsonPatch);
  assert.equal(body.code, 422);
  assert.ok(!JSON.stringify(body).includes('a secret'));
});

test('a patch for an old version is refused', async (context) => {
  const fixture = await openApi(context);
  const { metadata } = await create(fixture);
  const patch = (label: string) => ({
    metadata: { resourceVersion: metadata.resourceVersion, labels: { label } },
  });
  assert.equal((await fixture.patch('shop', patch('a'))).status, 200);
  const { body } = await fixture.patch<StatusObject>('shop', patch('b'));
  assert.deepEqual([body.code, body.reason], [409, 'Conflict']);
});

/** Patches that are refused, with the status of the answer and what it says. */
const refused: readonly [string, string, unknown, number, RegExp][] = [
  ['shop', 'application/strategic-merge-patch+json', {}, 415, /use a merge patch/],
  ['shop', 'application/apply-patch+yaml', 'kind: IdeSession', 415, /client-side apply/],
  ['shop', 'application/json', {}, 415, /accepted media types: .*merge-patch\+json/],
  ['other', 'application/merge-patch+json', {}, 404, /"other" not found/],
  ['shop', 'application/merge-patch+json', '{', 400, /JSON/],
  ['shop', 'application/merge-patch+json', [], 400, /must be an object/],
  ['shop', 'application/merge-patch+json', { kind: 'Pod' }, 400, /kind IdeSession/],
  ['shop', 'application/merge-patch+json', { metadata: { name: 'x' } }, 400, /does not match/],
  ['shop', 'application/merge-patch+json', { metadata: { uid: 'x' } }, 409, /UID/],
  ['shop', 'application/merge-patch+json', { spec: { args: ['x'] } }, 422, /spec.args: Forbidden/],
  ['shop', 'application/json-patch+json', {}, 400, /list of operations/],
  ['shop', 'application/json-patch+json', [{ op: 'remove', path: '/x' }], 422, /no \/x/],
];

for (const [name, type, patch, code, message] of refused) {
  test(`${type} ${JSON.stringify(patch)} is refused with ${code}`, async (context) => {
    const fixture = await openApi(context);
    const created = await create(fixture);
    const { body } = await fixture.send<StatusObject>('PATCH', name, patch, { type });
    assert.deepEqual([body.kind, body.code], ['Status', code], body.message);
    assert.match(body.message, message);
    assert.deepEqual((await fixture.get('shop')).body, created);
  });
}

test('unknown and duplicate fields cause warnings unless they are refused or ignored', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const patch = '{"spec": {"x": 1, "desiredState": "", "desiredState": ""}}';
  const warned = await fixture.patch('shop', patch);
  assert.equal(warned.status, 200);
  assert.equal(
    warned.headers.get('warning'),
    '299 - "unknown field \\"spec.x\\"", 299 - "duplicate field \\"spec.desiredState\\""',
  );
  const strict = await fixture.patch<StatusObject>('shop', patch, { fieldValidation: 'Strict' });
  assert.deepEqual([strict.body.code, strict.body.reason], [400, 'BadRequest']);
  const ignored = await fixture.patch('shop', patch, { fieldValidation: 'Ignore' });
  assert.deepEqual([ignored.status, ignored.headers.get('warning')], [200, null]);
});

test('the restart annotation restarts the program once for each value', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { desiredState: 'Running' });
  await turn();
  const run = fixture.sessions.runner.of('shop');
  run.events.started(1);
  const restart = (value: string | null) =>
    fixture.patch('shop', { metadata: { annotations: { [restartedAt]: value } } });
  assert.equal((await restart('2026-01-01T00:00:00Z')).status, 200);
  await restart('2026-01-01T00:00:00Z');
  assert.equal(run.restarts.length, 1);
  await restart(null);
  assert.equal(run.restarts.length, 1);
  await restart('2026-01-02T00:00:00Z');
  assert.equal(run.restarts.length, 2);
});

test('a session that has ended cannot be restarted', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { desiredState: 'Running' });
  await turn();
  fixture.sessions.runner.of('shop').events.started(1);
  fixture.sessions.runner.of('shop').events.ended(0);
  await turn();
  const patch = { metadata: { annotations: { [restartedAt]: 'now' } } };
  const { body } = await fixture.patch<StatusObject>('shop', patch);
  assert.equal(body.code, 422);
  assert.match(body.message, /cannot be restarted/);
});

test('labels of the host cannot be changed', async (context) => {
  const fixture = await openApi(context);
  const { metadata } = await create(fixture);
  for (const label of Object.keys(metadata.labels)) {
    const patch = { metadata: { labels: { [label]: 'other' } } };
    assert.equal((await fixture.patch('shop', patch)).status, 422, label);
  }
});
