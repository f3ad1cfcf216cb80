import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type ApiFixture, manifest, openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../tools/fixtures/waiting.ts';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import type { FakeRun } from '../../../tools/fixtures/sessions/fakeRunner.ts';

const launch = { launchConfiguration: { type: 'node' }, env: [] };

function create({ sessions: { sessions } }: ApiFixture): void {
  sessions.create({ kind: 'api' }, launch, { name: 'shop' });
}

async function start({ sessions: { runner, sessions } }: ApiFixture): Promise<FakeRun> {
  sessions.start('shop');
  await turn();
  const run = runner.of('shop');
  run.events.started(1);
  return run;
}

async function read(fixture: ApiFixture, query: Record<string, string> = {}): Promise<string> {
  return (await fixture.text('shop/log', { query })).body;
}

/** Follows the log and returns what has arrived so far. */
async function follow(context: TestContext, fixture: ApiFixture, query = '') {
  const path = `${collectionPath}/shop/log?follow=true${query}`;
  const response = await new Promise<IncomingMessage>((resolve) => {
    request(new URL(path, fixture.address), { agent: false }, resolve).end();
  });
  context.after(() => response.destroy());
  const received = { text: '', isEnded: false };
  response.setEncoding('utf8').on('data', (text: string) => (received.text += text));
  response.once('end', () => (received.isEnded = true));
  return received;
}

test('the log is the output of the program, by stream', async (context) => {
  const fixture = await openApi(context);
  create(fixture);
  const { events } = await start(fixture);
  void events.output('stdout', Buffer.from('one\ntwo\nthr'));
  void events.output('stderr', Buffer.from('wrong\n'));
  const answer = await fixture.text('shop/log');
  assert.equal(answer.body, 'one\ntwo\nthr');
  assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal(await read(fixture, { source: 'stderr' }), 'wrong\n');
  // Sources that DCP has for what comes before a program.
  for (const source of ['system', 'startup_stdout', 'startup_stderr']) {
    assert.equal(await read(fixture, { source }), '');
  }
});

const selections: readonly [query: Record<string, string>, text: string][] = [
  [{ skip: '1' }, 'two\nthree\nfour\n'],
  [{ limit: '2' }, 'one\ntwo\n'],
  [{ skip: '1', limit: '2' }, 'two\nthree\n'],
  [{ tail: '2' }, 'three\nfour\n'],
  [{ tail: '9' }, 'one\ntwo\nthree\nfour\n'],
  [{ tail: '3', limit: '1' }, 'two\n'],
  [{ skip: '9' }, ''],
  [{ tail: '1', line_numbers: 'true' }, '4 four\n'],
  [{ skip: '3', timestamps: 'true' }, '2026-01-02T03:04:06.678Z four\n'],
  [{ limit: '1', timestamps: '1', line_numbers: '1' }, '1 2026-01-02T03:04:05.678Z one\n'],
];
for (const [query, text] of selections) {
  test(`the log with ${JSON.stringify(query)} has the right lines`, async (context) => {
    const fixture = await openApi(context);
    create(fixture);
    const run = await start(fixture);
    run.write('one\ntwo\n');
    fixture.sessions.clock.advance(1_000);
    run.write('three\nfour\n');
    assert.equal(await read(fixture, query), text);
  });
}

test('a log can be followed before the session starts, and ends with it', async (context) => {
  const fixture = await openApi(context);
  create(fixture);
  const received = await follow(context, fixture);
  const run = await start(fixture);
  run.write('one\n');
  await until('the first line arrives', () => received.text === 'one\n');
  run.write('two\n');
  await until('the second line arrives', () => received.text === 'one\ntwo\n');
  assert.equal(received.isEnded, false);
  run.write('last');
  run.events.ended(0);
  await until('the log ends', () => received.isEnded);
  assert.equal(received.text, 'one\ntwo\nlast');
  assert.equal(await read(fixture), 'one\ntwo\nlast');
});

test('further lines of a followed log follow its last lines', async (context) => {
  const fixture = await openApi(context);
  create(fixture);
  const run = await start(fixture);
  run.write('one\ntwo\nthree\n');
  const received = await follow(context, fixture, '&tail=1&line_numbers=true');
  await until('the last line arrives', () => received.text === '3 three\n');
  run.write('four\n');
  await until('the next line arrives', () => received.text === '3 three\n4 four\n');
});

test('a followed log ends when its session is removed before it started', async (context) => {
  const fixture = await openApi(context);
  create(fixture);
  const received = await follow(context, fixture);
  fixture.sessions.sessions.remove('shop');
  await until('the log ends', () => received.isEnded);
});

test('a followed log ends when its session is stopped before it started', async (context) => {
  const fixture = await openApi(context);
  create(fixture);
  const received = await follow(context, fixture);
  await fixture.patch('shop', { spec: { desiredState: 'Stopped' } });
  await until('the log ends', () => received.isEnded);
});

test('the log of a session that has not started is empty', async (context) => {
  const fixture = await openApi(context);
  create(fixture);
  assert.equal(await read(fixture), '');
});

test('the log is not read from a file that a status names', async (context) => {
  const fixture = await openApi(context);
  const stdOutFile = join(await temporaryFolder(context), 'secret');
  await writeFile(stdOutFile, 'secret');
  const labels = { 'usvc-dev.developer.microsoft.com/host': 'build-1' };
  await fixture.send('POST', '', manifest({ name: 'shop', labels }, { desiredState: 'Running' }));
  const reported = await fixture.patch('shop/status', {
    status: { state: 'Starting', stdOutFile },
  });
  assert.equal(reported.body.status.stdOutFile, stdOutFile);
  assert.equal(await read(fixture), '');
});

test('the log of an unknown session is not found', async (context) => {
  const { body } = await (await openApi(context)).refused('shop/log');
  assert.equal(body.reason, 'NotFound');
});

const malformed: readonly Record<string, string>[] = [
  { source: 'x' },
  { tail: '0' },
  { tail: '-1' },
  { limit: '0' },
  { limit: 'x' },
  { skip: '-1' },
  { follow: 'true', limit: '1' },
  { skip: '1', tail: '1' },
];
for (const query of malformed) {
  test(`the log with ${JSON.stringify(query)} is refused`, async (context) => {
    const fixture = await openApi(context);
    create(fixture);
    const { body } = await fixture.refused('shop/log', query);
    assert.deepEqual([body.code, body.reason], [400, 'BadRequest']);
  });
}
