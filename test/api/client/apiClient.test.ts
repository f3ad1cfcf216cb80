import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import { ApiError } from '../../../src/api/client/apiError.ts';
import type { WatchEvent } from '../../../src/api/client/objects.ts';
import { ResourceClient } from '../../../src/api/client/resourceClient.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import {
  failure,
  json,
  type ScriptedServer,
  scriptedServer,
  stream,
} from '../../../tools/fixtures/api/scriptedServer.ts';
import {
  bookmark,
  event,
  listOf,
  widget,
  type Widget,
  widgetSchema,
} from '../../../tools/fixtures/api/widgets.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { RecordedClock } from '../../../tools/fixtures/time/recordedClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const path = '/apis/example.com/v1/widgets';

function open(
  context: TestContext,
  server: ScriptedServer,
  clock = new ManualClock(),
): ResourceClient<Widget> {
  const client = new ApiClient({ kind: 'socket', path: server.path }, clock, () => 0);
  afterTest(context, () => client.dispose());
  return new ResourceClient(client, path, widgetSchema);
}

test('lists page by page', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([widget('a', 1)], 7, 'next')),
    json(listOf([widget('b', 2)], 8)),
  ]);
  const list = await open(context, server).list({ labelSelector: 'a=b' });
  assert.deepEqual(list, { items: [widget('a', 1), widget('b', 2)], resourceVersion: '8' });
  assert.deepEqual(server.requests, [
    `GET ${path}?labelSelector=a%3Db&limit=500`,
    `GET ${path}?labelSelector=a%3Db&limit=500&continue=next`,
  ]);
});

test('lists everything at once when the pages have expired', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([widget('a', 1)], 7, 'next')),
    failure(410, 'Expired'),
    json(listOf([widget('b', 2)], 9)),
  ]);
  const list = await open(context, server).list();
  assert.deepEqual(list, { items: [widget('b', 2)], resourceVersion: '9' });
  assert.equal(server.requests.at(-1), `GET ${path}`);
});

test('patches the status as a merge patch and reports a conflict', async (context) => {
  const server = await scriptedServer(context, [failure(409, 'Conflict')]);
  const patched = open(context, server).patchStatus('a b', { status: { state: 'Running' } });
  await assert.rejects(patched, (error) => error instanceof ApiError && error.isConflict);
  assert.deepEqual(server.requests, [`PATCH ${path}/a%20b/status {"status":{"state":"Running"}}`]);
});

test('an object that exists already is no conflict of versions', async (context) => {
  const server = await scriptedServer(context, [failure(409, 'AlreadyExists')]);
  const created = open(context, server).create({});
  await assert.rejects(created, (error) => error instanceof ApiError && !error.isConflict);
});

test('waits as long as the server says before it tries again', async (context) => {
  const clock = new RecordedClock();
  const server = await scriptedServer(context, [
    failure(429, 'TooManyRequests', { 'retry-after': '7' }),
    json(widget('a', 1)),
  ]);
  const got = open(context, server, clock).get('a');
  await until('the pause has begun', () => clock.waits.includes(7_000));
  clock.advance(6_999);
  assert.equal(server.requests.length, 1);
  clock.advance(1);
  assert.deepEqual(await got, widget('a', 1));
});

test('a busy server holds back all requests of the client', async (context) => {
  const clock = new RecordedClock();
  const server = await scriptedServer(context, [
    failure(503, 'ServiceUnavailable', { 'retry-after': '3' }),
    json(widget('a', 1)),
  ]);
  const widgets = open(context, server, clock);
  const first = widgets.get('a');
  const pauses = (): number => clock.waits.filter((wait) => wait === 3_000).length;
  await until('the pause has begun', () => pauses() === 1);
  const second = widgets.get('b');
  await until('the second request waits', () => pauses() === 2);
  assert.equal(server.requests.length, 1);
  clock.advance(3_000);
  await Promise.all([first, second]);
  assert.equal(server.requests.length, 3);
});

test('gives up on a server that stays busy', async (context) => {
  const server = await scriptedServer(context, [
    failure(429, 'TooManyRequests', { 'retry-after': '0' }),
  ]);
  await assert.rejects(open(context, server).get('a'), { name: 'ApiError', status: 429 });
  assert.equal(server.requests.length, 6);
});

test('a server that does not answer is given up after 30 seconds', async (context) => {
  const clock = new ManualClock();
  const server = await scriptedServer(context, [() => {}]);
  const got = open(context, server, clock).get('a');
  await until('the server has the request', () => server.requests.length === 1);
  clock.advance(30_000);
  await assert.rejects(got, { code: 'ApiServerUnreachable', message: /within 30 seconds/ });
});

test('the caller can abort a request', async (context) => {
  const server = await scriptedServer(context, [() => {}]);
  const controller = new AbortController();
  const got = open(context, server).get('a', controller.signal);
  await until('the server has the request', () => server.requests.length === 1);
  controller.abort(new Error('enough'));
  await assert.rejects(got, /enough/);
});

test('a socket without a server is reported as unreachable', async (context) => {
  const client = new ApiClient({ kind: 'socket', path: '/nowhere/socket' }, systemClock);
  afterTest(context, () => client.dispose());
  const widgets = new ResourceClient(client, path, widgetSchema);
  await assert.rejects(widgets.list(), { code: 'ApiServerUnreachable' });
});

test('an answer that is not of this kind is refused', async (context) => {
  const server = await scriptedServer(context, [json({ metadata: {} })]);
  await assert.rejects(open(context, server).get('a'), {
    code: 'ApiAnswerInvalid',
    message: /metadata\.name/,
  });
});

test('watches until the server ends the stream', async (context) => {
  const added = event('ADDED', widget('a', 1));
  const removed = event('DELETED', widget('a', 3));
  const server = await scriptedServer(context, [stream([added, bookmark(2), removed], 'clean')]);
  const { error, events } = await watch(open(context, server));
  assert.equal(error, undefined);
  assert.deepEqual(events, [added, { type: 'BOOKMARK', resourceVersion: '2' }, removed]);
  assert.deepEqual(server.requests, [
    `GET ${path}?resourceVersion=1&watch=true&allowWatchBookmarks=true`,
  ]);
});

test('a cut watch fails after its events', async (context) => {
  const added = event('ADDED', widget('a', 1));
  const server = await scriptedServer(context, [stream([added], 'cut')]);
  const { error, events } = await watch(open(context, server));
  assert.deepEqual(events, [added]);
  assert.equal((error as { code?: string }).code, 'ApiServerUnreachable');
});

test('an error within a watch is thrown', async (context) => {
  const gone = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' };
  const server = await scriptedServer(context, [stream([{ type: 'ERROR', object: gone }])]);
  const { error } = await watch(open(context, server));
  assert.ok(error instanceof ApiError && error.isExpired);
});

async function watch(
  widgets: ResourceClient<Widget>,
): Promise<{ events: WatchEvent<Widget>[]; error?: unknown }> {
  const events: WatchEvent<Widget>[] = [];
  try {
    for await (const next of await widgets.watch({ resourceVersion: '1' })) events.push(next);
  } catch (error) {
    return { events, error };
  }
  return { events };
}
