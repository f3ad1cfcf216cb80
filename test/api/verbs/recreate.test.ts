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

async function create(fixture: ApiFixture, metadata: object = {}): Promise<void> {
  const sent = manifest({ name: 'shop', ...metadata }, { desiredState: 'Running' });
  assert.equal((await fixture.send('POST', '', sent)).status, 201);
  await turn();
}

function recreate(fixture: ApiFixture, name: string): Promise<{ body: StatusObject }> {
  return fixture.request<StatusObject>(`${name}/recreate`, { method: 'POST' });
}

test('the program of a session is recreated, and the answer is the session', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const run = fixture.sessions.runner.of('shop');
  run.events.started(7);
  const answer = await fixture.request<IdeSessionObject>('shop/recreate', { method: 'POST' });
  assert.equal(answer.status, 202);
  assert.deepEqual([answer.body.kind, answer.body.metadata.name], ['IdeSession', 'shop']);
  assert.equal(run.recreations, 1);
  run.events.recreation?.({ kind: 'preparing' });
  const { conditions = [] } = (await fixture.get('shop')).body.status;
  assert.deepEqual(
    conditions.map(({ status, type }) => [type, status]),
    [['Recreated', 'Unknown']],
  );
});

test('an unknown session is not found', async (context) => {
  const { body } = await recreate(await openApi(context), 'other');
  assert.deepEqual([body.code, body.reason], [404, 'NotFound']);
});

test('a session that is busy is refused with what is under way', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const run = fixture.sessions.runner.of('shop');
  const problem = async (): Promise<string> => {
    const { body } = await recreate(fixture, 'shop');
    assert.deepEqual([body.code, body.reason], [409, 'Conflict']);
    return body.message.replace(/^.*"shop": /, '');
  };
  assert.equal(await problem(), 'its program is being started');
  run.events.started(7);
  run.activity = 'recreating';
  assert.equal(await problem(), 'its program is already being recreated');
  run.activity = 'restarting';
  assert.equal(await problem(), 'its program is being restarted');
  run.events.ended(0);
  assert.equal(await problem(), 'it is not running');
});

test('a session of another host is not recreated here', async (context) => {
  const fixture = await openApi(context);
  await create(fixture, { labels: { 'usvc-dev.developer.microsoft.com/host': 'build-1' } });
  const { body } = await recreate(fixture, 'shop');
  assert.match(body.message, /another host runs it/);
});

test('a dry run is refused, and so are other methods', async (context) => {
  const fixture = await openApi(context);
  await create(fixture);
  const run = fixture.sessions.runner.of('shop');
  run.events.started(7);
  const query = { dryRun: 'All' };
  const dry = await fixture.request('shop/recreate', { method: 'POST', query });
  assert.equal(dry.status, 400);
  assert.equal((await fixture.request('shop/recreate')).status, 405);
  assert.equal(run.recreations, 0);
});
