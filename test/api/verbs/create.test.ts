import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatusCause } from '../../../src/api/answers/status.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import { manifest, openApi, type StatusObject } from '../../../tools/fixtures/api/apiFixture.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const prefix = 'usvc-dev.developer.microsoft.com';

test('a created session is returned and stored', async (context) => {
  const fixture = await openApi(context);
  const metadata = { name: 'shop', labels: { app: 'shop' }, annotations: { note: 'x' } };
  const { body, status } = await fixture.send('POST', '', manifest(metadata, { args: ['-v'] }));
  assert.equal(status, 201);
  assert.deepEqual(body, (await fixture.get('shop')).body);
  assert.equal(body.metadata.name, 'shop');
  assert.deepEqual(body.metadata.annotations, { note: 'x' });
  assert.equal(body.metadata.labels['app'], 'shop');
  assert.equal(body.metadata.labels[`${prefix}/origin`], 'api');
  assert.equal(body.spec.launchConfigurations, '[{"type": "node", "script_path": "src/app.js"}]');
  assert.deepEqual(body.spec.args, ['-v']);
  assert.equal(body.spec.desiredState, '');
  assert.equal(body.status.state, '');
  assert.equal(fixture.sessions.runner.runs.length, 0);
});

test('a session whose desired state is Running is started', async (context) => {
  const fixture = await openApi(context);
  const sent = manifest({ name: 'shop' }, { desiredState: 'Running' });
  const { body } = await fixture.send('POST', '', sent);
  assert.deepEqual([body.spec.desiredState, body.status.state], ['Running', '']);
  await turn();
  fixture.sessions.runner.of('shop').events.started(7);
  assert.equal((await fixture.get('shop')).body.status.pid, 7);
  const kinds = fixture.sessions.changes.map(({ type }) => type);
  assert.equal(kinds.filter((kind) => kind === 'added').length, 1);
});

test('values of variables reach the program and no client', async (context) => {
  const fixture = await openApi(context);
  const env = [{ name: 'KEY', value: 'a secret' }, { name: 'EMPTY' }];
  const sent = manifest({ name: 'shop' }, { env, desiredState: 'Running' });
  const applied = JSON.stringify({ ...sent, extra: 1 });
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': `${applied}\n` };
  const { body } = await fixture.send('POST', '', {
    ...sent,
    metadata: { name: 'shop', annotations },
  });
  assert.deepEqual(body.spec.env, [{ name: 'KEY' }, { name: 'EMPTY' }]);
  const kept = Object.values(body.metadata.annotations ?? {})[0] ?? '';
  const expected = { ...sent, extra: 1, spec: { ...body.spec } };
  assert.deepEqual(JSON.parse(kept), expected);
  assert.ok(!JSON.stringify(body).includes('a secret'));
  await turn();
  const { session } = fixture.sessions.runner.of('shop');
  assert.deepEqual(session.spec.env, [
    { name: 'KEY', value: 'a secret' },
    { name: 'EMPTY', value: '' },
  ]);
});

test('a name is generated from a prefix', async (context) => {
  const fixture = await openApi(context);
  const names = new Set<string>();
  for (const length of [5, 60, 70]) {
    const generateName = `${'x'.repeat(length - 1)}-`;
    const { body } = await fixture.send('POST', '', manifest({ generateName }));
    assert.match(body.metadata.name, /^x+-?[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    assert.ok(body.metadata.name.length <= 63);
    names.add(body.metadata.name);
  }
  assert.equal(names.size, 3);
});

test('a name that is in use is refused', async (context) => {
  const fixture = await openApi(context);
  await fixture.send('POST', '', manifest({ name: 'shop', finalizers: ['example.com/hold'] }));
  const { body } = await fixture.send<StatusObject>('POST', '', manifest({ name: 'shop' }));
  assert.deepEqual([body.code, body.reason], [409, 'AlreadyExists']);
  assert.deepEqual(body.details, { name: 'shop', group: prefix, kind: 'idesessions' });
  fixture.sessions.sessions.remove('shop');
  const deleted = await fixture.send<StatusObject>('POST', '', manifest({ name: 'shop' }));
  assert.match(deleted.body.message, /^object is being deleted: /);
});

test('of two concurrent creations with the same name, one succeeds', async (context) => {
  const fixture = await openApi(context, { checkLaunch: () => turn() });
  const answers = await Promise.all(
    [1, 2].map(() => fixture.send('POST', '', manifest({ name: 'shop' }))),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201, 409]));
});

test('the name of a removed session can be used again, with its own log', async (context) => {
  const fixture = await openApi(context);
  const uids: string[] = [];
  const files: (string | undefined)[] = [];
  for (let count = 0; count < 2; count++) {
    const sent = manifest({ name: 'shop' }, { desiredState: 'Running' });
    uids.push((await fixture.send('POST', '', sent)).body.metadata.uid);
    await turn();
    const run = fixture.sessions.runner.runs.at(-1);
    run?.events.started(count);
    run?.events.ended(0);
    await turn();
    files.push((await fixture.get('shop')).body.status.stdOutFile);
    fixture.sessions.sessions.remove('shop');
  }
  assert.deepEqual([new Set(uids).size, new Set(files).size], [2, 2]);
});

test('a dry run creates nothing', async (context) => {
  const fixture = await openApi(context);
  const query = { dryRun: 'All', fieldManager: 'kubectl-create', fieldValidation: 'Strict' };
  const sent = manifest({ name: 'shop' }, { desiredState: 'Running' });
  const { body, status } = await fixture.send('POST', '', sent, { query });
  assert.equal(status, 201);
  assert.equal(body.metadata.name, 'shop');
  assert.ok(!('resourceVersion' in body.metadata));
  assert.deepEqual(fixture.sessions.changes, []);
  const refused = await fixture.send<StatusObject>('POST', '', manifest({ name: '-' }), { query });
  assert.equal(refused.body.code, 422);
});

/** Metadata and specs that are refused, with the field and the reason of each cause. */
const invalid: readonly [string, object, object, readonly [string, StatusCause['reason']][]][] = [
  ['without a name', {}, {}, [['metadata.name', 'FieldValueRequired']]],
  ['a name in upper case', { name: 'Shop' }, {}, [['metadata.name', 'FieldValueInvalid']]],
  ['a name with ..', { name: 'a..b' }, {}, [['metadata.name', 'FieldValueInvalid']]],
  ['a long name', { name: 'a'.repeat(254) }, {}, [['metadata.name', 'FieldValueInvalid']]],
  [
    'an invalid prefix',
    { generateName: 'Shop-' },
    {},
    [['metadata.generateName', 'FieldValueInvalid']],
  ],
  [
    'an invalid label',
    { name: 'a', labels: { a: '-', 'b c': 'd' } },
    {},
    [
      ['metadata.labels', 'FieldValueInvalid'],
      ['metadata.labels', 'FieldValueInvalid'],
    ],
  ],
  [
    'a label of the host',
    { name: 'a', labels: { [`${prefix}/origin`]: 'controller' } },
    {},
    [[`metadata.labels[${prefix}/origin]`, 'FieldValueForbidden']],
  ],
  [
    'large annotations',
    { name: 'a', annotations: { note: 'x'.repeat(262_144) } },
    {},
    [['metadata.annotations', 'FieldValueInvalid']],
  ],
  [
    'an invalid finalizer',
    { name: 'a', finalizers: ['ok', 'not ok'] },
    {},
    [['metadata.finalizers[1]', 'FieldValueInvalid']],
  ],
  [
    'owners',
    { name: 'a', ownerReferences: [{}] },
    {},
    [['metadata.ownerReferences', 'FieldValueForbidden']],
  ],
  [
    'a wrong type',
    { name: 'a', labels: { b: 1 } },
    { args: 'x' },
    [
      ['metadata.labels.b', 'FieldValueInvalid'],
      ['spec.args', 'FieldValueInvalid'],
    ],
  ],
  [
    'no launch configurations',
    { name: 'a' },
    { launchConfigurations: null },
    [['spec.launchConfigurations', 'FieldValueRequired']],
  ],
  ...['{', '[]', '{}', '[1]', '[{}]', '[{"type": "node"}', '['.repeat(100)].map(
    (launchConfigurations) =>
      [
        `the launch configurations ${launchConfigurations.slice(0, 20)}`,
        { name: 'a' },
        { launchConfigurations },
        [
          [
            launchConfigurations === '[{}]'
              ? 'spec.launchConfigurations[0].type'
              : launchConfigurations === '[1]'
                ? 'spec.launchConfigurations[0]'
                : 'spec.launchConfigurations',
            'FieldValueInvalid',
          ],
        ],
      ] as [string, object, object, [string, StatusCause['reason']][]],
  ),
  [
    'an unsupported type',
    { name: 'a' },
    { launchConfigurations: '[{"type": "cobol"}]' },
    [['spec.launchConfigurations', 'FieldValueNotSupported']],
  ],
  [
    'an incomplete launch configuration',
    { name: 'a' },
    { launchConfigurations: '[{"type": "project"}]' },
    [['spec.launchConfigurations', 'FieldValueInvalid']],
  ],
  [
    'an unknown desired state',
    { name: 'a' },
    { desiredState: 'Starting' },
    [['spec.desiredState', 'FieldValueNotSupported']],
  ],
  [
    'variables without valid names',
    { name: 'a' },
    { env: [{ name: 'A=B', value: 'the value' }, { value: 'x' }] },
    [['spec.env[1].name', 'FieldValueInvalid']],
  ],
  [
    'an invalid variable',
    { name: 'a' },
    { env: [{ name: 'A=B', value: 'the value' }] },
    [['spec.env[0].name', 'FieldValueInvalid']],
  ],
];

for (const [title, metadata, spec, causes] of invalid) {
  test(`refused with its cause: ${title}`, async (context) => {
    const fixture = await openApi(context);
    const { body, status } = await fixture.send<StatusObject>('POST', '', manifest(metadata, spec));
    assert.equal(status, 422);
    assert.deepEqual([body.code, body.reason, body.details?.kind], [422, 'Invalid', 'IdeSession']);
    const found = body.details?.causes?.map(({ field, reason }) => [field, reason]);
    assert.deepEqual(found, causes, body.message);
    assert.ok(!JSON.stringify(body).includes('the value'));
    assert.deepEqual(fixture.sessions.changes, []);
  });
}

test('a launch that is known to fail is refused with its cause', async (context) => {
  const error = new HumanError('ProgramNotFound', 'The script does not exist.');
  const fixture = await openApi(context, { checkLaunch: () => Promise.reject(error) });
  const { body } = await fixture.send<StatusObject>('POST', '', manifest({ name: 'shop' }));
  assert.deepEqual(body.details?.causes, [
    {
      reason: 'FieldValueInvalid',
      field: 'spec.launchConfigurations',
      message: 'Invalid value: The script does not exist.',
    },
  ]);
  assert.deepEqual(fixture.sessions.changes, []);
});

/** Requests that aren't understood, with the status of their answers. */
const malformed: readonly [string, unknown, string, number][] = [
  ['no JSON', '{', 'application/json', 400],
  ['a list', [], 'application/json', 400],
  ['another kind', { kind: 'Pod', apiVersion: 'v1' }, 'application/json', 400],
  ['another version', { ...manifest({ name: 'a' }), apiVersion: 'x/v2' }, 'application/json', 400],
  ['a version', manifest({ name: 'a', resourceVersion: '1' }), 'application/json', 400],
  ['YAML', 'kind: IdeSession', 'application/yaml', 415],
  ['an empty body', '', 'application/json', 400],
  ['too much', manifest({ name: 'a', x: 'x'.repeat(1024 * 1024) }), 'application/json', 413],
];

for (const [title, body, type, status] of malformed) {
  test(`refused: ${title}`, async (context) => {
    const fixture = await openApi(context);
    const answer = await fixture.send<StatusObject>('POST', '', body, { type });
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.kind],
      [status, status, 'Status'],
    );
    assert.deepEqual(fixture.sessions.changes, []);
  });
}

for (const query of [{ dryRun: 'Some' }, { fieldValidation: 'Loose' }]) {
  test(`refused: ${JSON.stringify(query)}`, async (context) => {
    const fixture = await openApi(context);
    const sent = manifest({ name: 'shop' });
    const { body } = await fixture.send<StatusObject>('POST', '', sent, { query });
    assert.deepEqual([body.code, body.details?.kind], [422, 'CreateOptions']);
    assert.equal(body.details?.causes?.[0]?.field, Object.keys(query)[0]);
  });
}

test('what only the host sets is ignored', async (context) => {
  const fixture = await openApi(context);
  const metadata = {
    name: 'shop',
    uid: 'x',
    generation: 9,
    creationTimestamp: null,
    resourceVersion: '',
  };
  const sent = { ...manifest(metadata), status: { state: 'Running', pid: 1 } };
  const { body } = await fixture.send('POST', '', sent, { query: { fieldValidation: 'Strict' } });
  assert.notEqual(body.metadata.uid, 'x');
  assert.deepEqual([body.metadata.generation, body.status], [1, { state: '' }]);
});

test('variables that change which code is loaded are logged without their values', async (context) => {
  const fixture = await openApi(context);
  const env = [{ name: 'NODE_OPTIONS', value: '--require /tmp/x' }];
  await fixture.send('POST', '', manifest({ name: 'shop' }, { env }));
  const text = fixture.sessions.log.lines.join('\n');
  assert.match(text, /Session shop sets variables .*NODE_OPTIONS/);
  assert.ok(!text.includes('--require'));
});
