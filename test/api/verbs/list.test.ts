import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type ApiFixture,
  type ListObject,
  openApi,
  type StatusObject,
} from '../../../tools/fixtures/api/apiFixture.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

/** Creates the sessions in another order than that of their names. */
async function openWithSessions(context: TestContext): Promise<ApiFixture> {
  const fixture = await openApi(context);
  for (const name of names.toReversed()) create(fixture, name);
  return fixture;
}

function create({ sessions: { sessions } }: ApiFixture, name: string): void {
  const launch = { launchConfiguration: { type: name === 'a' ? 'python' : 'node' }, env: [] };
  const labels = { app: name, constructor: 'x' };
  sessions.create({ kind: 'api' }, launch, name === 'e' ? { name } : { name, labels });
}

function namesIn({ items }: ListObject): readonly string[] {
  return items.map(({ metadata }) => metadata.name);
}

test('an empty list has a version', async (context) => {
  const fixture = await openApi(context);
  const { body } = await fixture.list();
  assert.deepEqual(body, {
    kind: 'IdeSessionList',
    apiVersion: 'usvc-dev.developer.microsoft.com/v1',
    metadata: { resourceVersion: String(fixture.sessions.sessions.version) },
    items: [],
  });
});

test('sessions are listed in the order of their names, as get returns them', async (context) => {
  const fixture = await openWithSessions(context);
  const { body } = await fixture.list();
  assert.deepEqual(namesIn(body), names);
  for (const item of body.items) {
    assert.deepEqual(item, (await fixture.get(item.metadata.name)).body);
  }
});

test('versions keep growing when the host is started again', async (context) => {
  const first = await openApi(context);
  for (let count = 0; count < 900; count++) create(first, `${count}`);
  const before = Number((await first.list()).body.metadata.resourceVersion);
  const clock = new ManualClock();
  clock.advance(1);
  const next = await openApi(context, { clock });
  assert.ok(Number((await next.list()).body.metadata.resourceVersion) > before);
});

test('a list is continued at its version, page by page', async (context) => {
  const fixture = await openWithSessions(context);
  const { sessions } = fixture.sessions;
  const first = (await fixture.list({ limit: '2' })).body;
  assert.deepEqual(namesIn(first), ['a', 'b']);
  assert.equal(first.metadata.remainingItemCount, 3);
  // Between the pages, one session is removed, one changed and one added.
  sessions.remove('c');
  sessions.update('d', { metadata: { labels: { app: 'changed' } } });
  create(fixture, 'cc');
  const next = { limit: '2', continue: first.metadata.continue ?? '' };
  const second = (await fixture.list(next)).body;
  assert.deepEqual(namesIn(second), ['c', 'd']);
  assert.equal(second.items[1]?.metadata.labels['app'], 'd');
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
  const third = (await fixture.list({ limit: '2', continue: second.metadata.continue ?? '' })).body;
  assert.deepEqual(namesIn(third), ['e']);
  assert.equal(third.metadata.continue, undefined);
  assert.deepEqual(namesIn((await fixture.list()).body), ['a', 'b', 'cc', 'd', 'e']);
});

test('a list whose changes are not kept any more cannot be continued', async (context) => {
  const fixture = await openWithSessions(context);
  const first = (await fixture.list({ limit: '2' })).body;
  for (let count = 0; count <= 10_000; count++) {
    fixture.sessions.sessions.update('a', { metadata: { labels: { count: String(count) } } });
  }
  const answer = await fixture.refused('', { continue: first.metadata.continue ?? '' });
  assert.deepEqual([answer.body.code, answer.body.reason], [410, 'Expired']);
});

test('an exact version is listed while its changes are kept', async (context) => {
  const fixture = await openWithSessions(context);
  const { resourceVersion } = (await fixture.list()).body.metadata;
  fixture.sessions.sessions.remove('a');
  create(fixture, 'z');
  const exact = { resourceVersion, resourceVersionMatch: 'Exact' };
  assert.deepEqual(namesIn((await fixture.list(exact)).body), names);
  const atLeast = { resourceVersion, resourceVersionMatch: 'NotOlderThan' };
  assert.deepEqual(namesIn((await fixture.list(atLeast)).body), ['b', 'c', 'd', 'e', 'z']);
  const before = { resourceVersion: '1', resourceVersionMatch: 'Exact' };
  assert.equal((await fixture.refused('', before)).body.reason, 'Expired');
});

test('a version that is too new is refused so that clients start over', async (context) => {
  const fixture = await openWithSessions(context);
  const resourceVersion = String(fixture.sessions.sessions.version + 1);
  const { body, headers, status } = await fixture.refused('', { resourceVersion });
  assert.deepEqual([status, body.reason], [504, 'Timeout']);
  assert.equal(headers.get('retry-after'), '1');
  assert.deepEqual(body.details?.causes, [
    { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' },
  ]);
});

const selections: readonly [parameter: string, selector: string, selected: readonly string[]][] = [
  ['labelSelector', 'app', ['a', 'b', 'c', 'd']],
  ['labelSelector', '!app', ['e']],
  ['labelSelector', 'app=a', ['a']],
  ['labelSelector', 'app == a', ['a']],
  ['labelSelector', 'app!=a', ['b', 'c', 'd', 'e']],
  ['labelSelector', 'app in (a, b)', ['a', 'b']],
  ['labelSelector', 'app notin (a,b)', ['c', 'd', 'e']],
  ['labelSelector', 'app,app!=a,app notin (b)', ['c', 'd']],
  ['labelSelector', 'usvc-dev.developer.microsoft.com/launch-type=python', ['a']],
  ['labelSelector', 'constructor', ['a', 'b', 'c', 'd']],
  ['labelSelector', 'toString', []],
  ['labelSelector', 'app=', []],
  ['fieldSelector', 'metadata.name=c', ['c']],
  ['fieldSelector', 'metadata.name!=c,metadata.namespace=', ['a', 'b', 'd', 'e']],
];
for (const [parameter, selector, selected] of selections) {
  test(`the ${parameter} ${selector} is applied`, async (context) => {
    const fixture = await openWithSessions(context);
    assert.deepEqual(namesIn((await fixture.list({ [parameter]: selector })).body), selected);
  });
}

const malformed: readonly Record<string, string>[] = [
  { labelSelector: 'app=a b' },
  { labelSelector: 'app in a' },
  { labelSelector: 'app in (a' },
  { labelSelector: 'a,,b' },
  { labelSelector: '-app' },
  { fieldSelector: 'metadata.name' },
  { fieldSelector: 'spec.desiredState=Running' },
  { fieldSelector: 'constructor=x' },
  { limit: '-1' },
  { limit: 'x' },
  { resourceVersion: '1.5' },
  { continue: 'x' },
  { continue: Buffer.from('{"v":"ides/v1","version":-1}').toString('base64url') },
];
for (const parameters of malformed) {
  test(`${JSON.stringify(parameters)} is a bad request`, async (context) => {
    const { body } = await (await openWithSessions(context)).refused('', parameters);
    assert.deepEqual([body.kind, body.code, body.reason], ['Status', 400, 'BadRequest']);
  });
}

const contradictory: readonly Record<string, string>[] = [
  { resourceVersionMatch: 'Exact' },
  { resourceVersionMatch: 'Exact', resourceVersion: '0' },
  { resourceVersionMatch: 'Newest', resourceVersion: '1' },
  { sendInitialEvents: 'true' },
];
for (const parameters of contradictory) {
  test(`${JSON.stringify(parameters)} is invalid`, async (context) => {
    const { body } = await (await openApi(context)).refused('', parameters);
    assert.deepEqual([body.code, body.reason], [422, 'Invalid']);
    assert.notDeepEqual(body.details?.causes ?? [], []);
  });
}

test('the collection answers HEAD without a body, and refuses other methods', async (context) => {
  const fixture = await openApi(context);
  const head = await fixture.text('', { method: 'HEAD' });
  assert.deepEqual([head.status, head.body], [200, '']);
  assert.equal(head.headers.get('content-type'), 'application/json');
  for (const method of ['PUT', 'PATCH', 'OPTIONS']) {
    const { body, status } = await fixture.request<StatusObject>('', { method });
    assert.deepEqual([status, body.reason], [405, 'MethodNotAllowed'], method);
  }
});
