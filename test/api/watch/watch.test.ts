import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiFixture, openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import { openWatch, type WatchLine } from '../../../tools/fixtures/api/watchReader.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';

const env = [{ name: 'API_KEY', value: 'the secret' }];

function create({ sessions: { sessions } }: ApiFixture, name: string, app = 'shop'): void {
  const launch = { launchConfiguration: { type: 'node' }, env };
  sessions.create({ kind: 'api' }, launch, { name, labels: { app } });
}

function getVersions(lines: readonly WatchLine[]): readonly (string | undefined)[] {
  return lines.map(({ object }) =>
    'resourceVersion' in object.metadata ? object.metadata.resourceVersion : undefined,
  );
}

test('a watch without a version begins with the present sessions and continues with changes', async (context) => {
  const fixture = await openApi(context);
  const { sessions } = fixture.sessions;
  create(fixture, 'b');
  create(fixture, 'a');
  const watch = await openWatch(context, fixture);
  create(fixture, 'c');
  sessions.update('c', { metadata: { labels: { app: 'stock' } } });
  sessions.remove('a');
  const lines = await watch.received(6);
  assert.deepEqual(watch.events, [
    'ADDED a',
    'ADDED b',
    'ADDED c',
    'MODIFIED c',
    'MODIFIED a',
    'DELETED a',
  ]);
  assert.ok(!JSON.stringify(lines).includes('the secret'));
});

test('the events after a version are the changes since a list at that version', async (context) => {
  const fixture = await openApi(context);
  const { sessions } = fixture.sessions;
  create(fixture, 'a');
  const { resourceVersion } = (await fixture.list()).body.metadata;
  const first = Number(resourceVersion);
  sessions.update('a', { metadata: { labels: { app: 'stock' } } });
  sessions.remove('a');
  const watch = await openWatch(context, fixture, { resourceVersion });
  const lines = await watch.received(3);
  assert.deepEqual(watch.events, ['MODIFIED a', 'MODIFIED a', 'DELETED a']);
  assert.deepEqual(getVersions(lines), [first + 1, first + 2, first + 3].map(String));
});

test('a client continues with the version of the last event, a removal too', async (context) => {
  const fixture = await openApi(context);
  create(fixture, 'a');
  const watch = await openWatch(context, fixture);
  fixture.sessions.sessions.remove('a');
  const last = getVersions(await watch.received(3)).at(-1) ?? '';
  create(fixture, 'b');
  const next = await openWatch(context, fixture, { resourceVersion: last });
  await next.received(1);
  assert.deepEqual(next.events, ['ADDED b']);
});

test('an ended session that makes room for another is deleted for clients', async (context) => {
  const fixture = await openApi(context, { history: 1 });
  const { runner, sessions } = fixture.sessions;
  const watch = await openWatch(context, fixture);
  for (const name of ['a', 'b']) {
    create(fixture, name);
    sessions.update(name, { spec: { desiredState: 'Running' } });
    await turn();
    runner.of(name).events.started(1);
    runner.of(name).events.ended(0);
    await turn();
  }
  await until('there is room', () => watch.events.includes('DELETED a'));
  const deleted = watch.lines.find(({ type }) => type === 'DELETED');
  assert.ok(deleted?.type === 'DELETED' && deleted.object.status.state === 'Stopped');
  const versions = getVersions(watch.lines).map(Number);
  assert.ok(
    versions.every((version, index) => index === 0 || version > (versions[index - 1] ?? 0)),
  );
  const { items } = (await fixture.list()).body;
  assert.deepEqual(
    items.map(({ metadata }) => metadata.name),
    ['b'],
  );
});

test('a session enters and leaves a selection with its labels', async (context) => {
  const fixture = await openApi(context);
  const { sessions } = fixture.sessions;
  create(fixture, 'a');
  create(fixture, 'other', 'stock');
  const watch = await openWatch(context, fixture, { labelSelector: 'app=shop' });
  sessions.update('other', { metadata: { annotations: { note: 'unseen' } } });
  sessions.update('a', { metadata: { annotations: { note: 'seen' } } });
  sessions.update('a', { metadata: { labels: { app: 'stock' } } });
  sessions.update('a', { metadata: { annotations: { note: 'unseen' } } });
  sessions.update('a', { metadata: { labels: { app: 'shop' } } });
  sessions.remove('other');
  sessions.remove('a');
  const lines = await watch.received(6);
  assert.deepEqual(watch.events, [
    'ADDED a',
    'MODIFIED a',
    'DELETED a',
    'ADDED a',
    'MODIFIED a',
    'DELETED a',
  ]);
  const left = lines[2];
  assert.ok(left?.type === 'DELETED' && left.object.metadata.labels['app'] === 'shop');
  const versions = getVersions(lines).map(Number);
  assert.deepEqual(
    versions,
    versions.toSorted((one, other) => one - other),
  );
});

test('one session is watched by its name', async (context) => {
  const fixture = await openApi(context);
  create(fixture, 'a');
  create(fixture, 'b');
  const query = { fieldSelector: 'metadata.name=b', resourceVersion: '0' };
  const watch = await openWatch(context, fixture, query);
  fixture.sessions.sessions.remove('a');
  fixture.sessions.sessions.remove('b');
  await watch.received(3);
  assert.deepEqual(watch.events, ['ADDED b', 'MODIFIED b', 'DELETED b']);
});

test('the headers of a watch arrive before its first event', async (context) => {
  const fixture = await openApi(context);
  const { headers } = (await openWatch(context, fixture)).response;
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['transfer-encoding'], 'chunked');
});

test('a watch list begins with all sessions and a bookmark that ends them', async (context) => {
  const fixture = await openApi(context);
  create(fixture, 'a');
  const watch = await openWatch(context, fixture, {
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: 'true',
  });
  const version = String(fixture.sessions.sessions.version);
  const [added, end] = await watch.received(2);
  assert.equal(added?.type, 'ADDED');
  assert.deepEqual(end, {
    type: 'BOOKMARK',
    object: {
      kind: 'IdeSession',
      apiVersion: 'usvc-dev.developer.microsoft.com/v1',
      metadata: { resourceVersion: version, annotations: { 'k8s.io/initial-events-end': 'true' } },
    },
  });
});

test('a watch without initial events begins with the next change', async (context) => {
  const fixture = await openApi(context);
  create(fixture, 'a');
  const watch = await openWatch(context, fixture, {
    sendInitialEvents: 'false',
    resourceVersionMatch: 'NotOlderThan',
  });
  create(fixture, 'b');
  await watch.received(1);
  assert.deepEqual(watch.events, ['ADDED b']);
});

test('bookmarks are sent every minute where they are allowed, with the version of changes that are not selected too', async (context) => {
  const fixture = await openApi(context);
  const { clock, sessions } = fixture.sessions;
  const selection = { labelSelector: 'app=shop' };
  const watch = await openWatch(context, fixture, { ...selection, allowWatchBookmarks: 'true' });
  const without = await openWatch(context, fixture, selection);
  create(fixture, 'a', 'stock');
  create(fixture, 'b');
  await watch.received(1);
  await without.received(1);
  clock.advance(59_999);
  clock.advance(1);
  const [, bookmark] = await watch.received(2);
  assert.equal(bookmark?.type, 'BOOKMARK');
  assert.deepEqual(getVersions([bookmark]), [String(sessions.version)]);
  create(fixture, 'c');
  await without.received(2);
  assert.deepEqual(without.events, ['ADDED b', 'ADDED c']);
});

test('a watch ends cleanly after its time', async (context) => {
  const fixture = await openApi(context);
  const query = { timeoutSeconds: '5', allowWatchBookmarks: 'true' };
  const watch = await openWatch(context, fixture, query);
  fixture.sessions.clock.advance(4_999);
  create(fixture, 'a');
  await watch.received(1);
  assert.equal(watch.isEnded, false);
  fixture.sessions.clock.advance(1);
  const last = (await watch.ended()).at(-1);
  assert.equal(last?.type, 'BOOKMARK');
  assert.equal(fixture.sessions.clock.pending, 0);
});

test('a watch ends after a week at the latest', async (context) => {
  const fixture = await openApi(context);
  const watch = await openWatch(context, fixture, { timeoutSeconds: '99999999' });
  fixture.sessions.clock.advance(604_799_999);
  create(fixture, 'a');
  await watch.received(1);
  assert.equal(watch.isEnded, false);
  fixture.sessions.clock.advance(1);
  await watch.ended();
});

test('watches end cleanly with the host', async (context) => {
  const fixture = await openApi(context);
  const watch = await openWatch(context, fixture);
  fixture.api.dispose();
  await watch.ended();
});

test('a watch from a version that is too old or too new is refused', async (context) => {
  const fixture = await openApi(context);
  const version = fixture.sessions.sessions.version;
  await fixture.list();
  create(fixture, 'a');
  for (let count = 0; count < 10_000; count++) {
    fixture.sessions.sessions.update('a', { metadata: { annotations: { count: String(count) } } });
  }
  const refused = async (resourceVersion: number) =>
    (await fixture.refused('', { watch: '1', resourceVersion: String(resourceVersion) })).body;
  assert.equal((await refused(version)).reason, 'Expired');
  assert.equal((await refused(version + 10_002)).reason, 'Timeout');
  const resourceVersion = String(version + 1);
  const watch = await openWatch(context, fixture, { resourceVersion });
  await watch.received(10_000);
});

const contradictory: readonly Record<string, string>[] = [
  { resourceVersionMatch: 'NotOlderThan' },
  { sendInitialEvents: 'true' },
  { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' },
  { sendInitialEvents: 'true', resourceVersionMatch: 'Exact', allowWatchBookmarks: 'true' },
];
for (const parameters of contradictory) {
  test(`a watch with ${JSON.stringify(parameters)} is invalid`, async (context) => {
    const fixture = await openApi(context);
    const { body } = await fixture.refused('', { watch: 'true', ...parameters });
    assert.deepEqual([body.code, body.reason], [422, 'Invalid']);
  });
}

test('a client that disconnects leaves nothing behind', async (context) => {
  const fixture = await openApi(context);
  const query = { timeoutSeconds: '60', allowWatchBookmarks: 'true' };
  const watch = await openWatch(context, fixture, query);
  assert.equal(fixture.sessions.clock.pending, 2);
  watch.response.destroy();
  await until('the watch is gone', () => fixture.sessions.clock.pending === 0);
});
