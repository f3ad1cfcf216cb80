import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const controller = { kind: 'controller', instanceId: 'aspire-1/$x' } as const;
const launchConfiguration = { type: 'node', script_path: 'src/app.js' };
const env = [{ name: 'API_KEY', value: 'the secret' }];

test('a session is shown as an IdeSession object', async (context) => {
  const fixture = await openApi(context);
  const { sessions } = fixture.sessions;
  const { metadata } = sessions.create(controller, { launchConfiguration, env, args: ['-v'] });
  const { name } = metadata;
  sessions.start(name);
  await turn();
  fixture.sessions.runner.of(name).events.started(4711);
  const { body, status } = await fixture.get(name);
  assert.equal(status, 200);
  const { resourceVersion, ...others } = body.metadata;
  assert.equal(resourceVersion, String(sessions.version));
  assert.deepEqual(others, {
    name,
    uid: name,
    generation: 2,
    creationTimestamp: '2026-01-02T03:04:05Z',
    labels: {
      'usvc-dev.developer.microsoft.com/origin': 'controller',
      'usvc-dev.developer.microsoft.com/controller': 'aspire-1--x',
      'usvc-dev.developer.microsoft.com/launch-type': 'node',
      'usvc-dev.developer.microsoft.com/project': 'app.js',
    },
  });
  assert.deepEqual(body.spec, {
    launchConfigurations: JSON.stringify([launchConfiguration]),
    args: ['-v'],
    env: [{ name: 'API_KEY' }],
    desiredState: 'Running',
  });
  assert.equal(body.status.state, 'Running');
  assert.equal(body.status.pid, 4711);
  assert.equal(body.status.startupTimestamp, '2026-01-02T03:04:05.678000Z');
});

test('sessions of all origins are the same objects, told apart by labels', async (context) => {
  const fixture = await openApi(context);
  const objects = [];
  for (const owner of [controller, { kind: 'user' }, { kind: 'api' }] as const) {
    const { name } = fixture.sessions.sessions.create(owner, { launchConfiguration, env }).metadata;
    objects.push((await fixture.get(name)).body);
  }
  const origins = objects.map(
    ({ metadata }) => metadata.labels['usvc-dev.developer.microsoft.com/origin'],
  );
  assert.deepEqual(origins, ['controller', 'user', 'api']);
  for (const { metadata, spec, status } of objects) {
    assert.equal(metadata.labels['usvc-dev.developer.microsoft.com/launch-type'], 'node');
    assert.equal(metadata.labels['usvc-dev.developer.microsoft.com/project'], 'app.js');
    assert.deepEqual([spec, status], [objects[0]?.spec, objects[0]?.status]);
  }
});

test('the metadata of a client is shown together with the labels of the host', async (context) => {
  const fixture = await openApi(context);
  const chosen = {
    name: 'shop',
    labels: { app: 'shop', 'usvc-dev.developer.microsoft.com/origin': 'user' },
    annotations: { note: 'x' },
    finalizers: ['example.com/hold'],
  };
  const launch = { launchConfiguration, env: [], launchConfigurations: '[{"type": "node"}]' };
  const { sessions } = fixture.sessions;
  const { uid } = sessions.create({ kind: 'api' }, launch, chosen).metadata;
  assert.notEqual(uid, 'shop');
  sessions.remove('shop');
  const { body } = await fixture.get('shop');
  assert.equal(body.spec.launchConfigurations, '[{"type": "node"}]');
  assert.equal(body.metadata.uid, uid);
  assert.equal(body.metadata.labels['app'], 'shop');
  assert.equal(body.metadata.labels['usvc-dev.developer.microsoft.com/origin'], 'api');
  assert.deepEqual(body.metadata.annotations, { note: 'x' });
  assert.deepEqual(body.metadata.finalizers, ['example.com/hold']);
  assert.equal(body.metadata.deletionTimestamp, '2026-01-02T03:04:05Z');
  assert.equal(body.metadata.deletionGracePeriodSeconds, 0);
});

test('a missing session is answered with a Status that contains its name', async (context) => {
  const fixture = await openApi(context);
  const { body, headers, status } = await fixture.refused('shop');
  assert.equal(status, 404);
  assert.equal(headers.get('content-type'), 'application/json');
  assert.deepEqual(body, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'idesessions.usvc-dev.developer.microsoft.com "shop" not found',
    reason: 'NotFound',
    details: { name: 'shop', group: 'usvc-dev.developer.microsoft.com', kind: 'idesessions' },
    code: 404,
  });
});

for (const path of ['/nowhere', '/', '/apis/usvc-dev.developer.microsoft.com/v2/idesessions']) {
  test(`the path ${path} is not found`, async (context) => {
    const { body } = await (await openApi(context)).refused(path);
    assert.deepEqual([body.kind, body.reason, body.code], ['Status', 'NotFound', 404]);
  });
}

test('a malformed path is refused', async (context) => {
  const { body } = await (await openApi(context)).refused('%zz');
  assert.deepEqual([body.reason, body.code], ['BadRequest', 400]);
});

test('an unknown method is refused', async (context) => {
  const fixture = await openApi(context);
  const { status } = await fixture.request('', { method: 'PROPFIND' });
  assert.equal(status, 405);
});

const accepted = ['*/*', 'application/json, */*;q=0.8', 'application/protobuf,application/json'];
for (const accept of accepted) {
  test(`JSON is answered where ${accept} is accepted`, async (context) => {
    const fixture = await openApi(context);
    assert.equal((await fixture.request('', { headers: { accept } })).status, 200);
  });
}

test('other media types than JSON are not acceptable', async (context) => {
  const fixture = await openApi(context);
  for (const accept of ['application/vnd.kubernetes.protobuf', 'text/html', '']) {
    const { status } = await fixture.request('', { headers: { accept } });
    assert.equal(status, 406, accept);
  }
});
