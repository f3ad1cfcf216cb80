import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ApiClient } from '../../../src/api/client/apiClient.ts';
import { Informer } from '../../../src/api/client/informer.ts';
import { ResourceClient } from '../../../src/api/client/resourceClient.ts';
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
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { RecordedClock } from '../../../tools/fixtures/time/recordedClock.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const path = '/apis/example.com/v1/widgets';

class InformerFixture {
  readonly clock = new RecordedClock();
  readonly log = new RecordingLog();
  /** Each change as name and version, and each change of the connection. */
  readonly heard: string[] = [];
  readonly informer: Informer<Widget>;
  #passed = 0;

  constructor(context: TestContext, server: ScriptedServer) {
    const { clock, log } = this;
    const client = new ApiClient({ kind: 'socket', path: server.path }, clock, () => 0);
    this.informer = new Informer({
      api: new ResourceClient(client, path, widgetSchema),
      selection: {},
      clock,
      log,
      random: () => 0,
      changed: (name) => {
        const version = this.informer.get(name)?.metadata.resourceVersion ?? 'gone';
        this.heard.push(`${name} ${version}`);
      },
      connected: (isConnected) => this.heard.push(isConnected ? 'connected' : 'disconnected'),
    });
    afterTest(context, () => {
      this.informer.dispose();
      client.dispose();
    });
    this.informer.start();
  }

  /** The pauses before it tries again, in milliseconds. Time limits are longer. */
  get pauses(): readonly number[] {
    return this.clock.waits.filter((wait) => wait < 20_000);
  }

  /** Lets a number of pauses begin and pass. */
  async passPauses(count: number): Promise<void> {
    for (let passed = this.#passed; passed < this.#passed + count; passed++) {
      await until('the pause has begun', () => this.pauses.length > passed);
      this.clock.advance(this.pauses[passed] ?? 0);
    }
    this.#passed += count;
  }

  until(last: string): Promise<void> {
    return until(`the informer says "${last}"`, () => this.heard.at(-1) === last);
  }
}

test('knows all objects, and follows their changes', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([widget('a', 1), widget('b', 2)], 2)),
    stream([
      event('MODIFIED', widget('a', 3)),
      event('DELETED', widget('b', 4)),
      event('ADDED', widget('c', 5)),
    ]),
  ]);
  const fixture = new InformerFixture(context, server);
  await fixture.until('c 5');
  assert.deepEqual(fixture.heard, ['connected', 'a 1', 'b 2', 'a 3', 'b gone', 'c 5']);
  assert.match(server.requests[1] ?? '', /resourceVersion=2&timeoutSeconds=240&watch=true/);
});

test('ignores events that arrive twice or too late', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([widget('a', 1)], 9)),
    stream([
      event('MODIFIED', widget('a', 11)),
      event('MODIFIED', widget('a', 11)),
      event('MODIFIED', widget('a', 10)),
      event('DELETED', widget('a', 12)),
      event('MODIFIED', widget('a', 11)),
      event('ADDED', widget('a', 13, 'another')),
      event('DELETED', widget('a', 12)),
      event('ADDED', widget('z', 14)),
    ]),
  ]);
  const fixture = new InformerFixture(context, server);
  await fixture.until('z 14');
  assert.deepEqual(fixture.heard, ['connected', 'a 1', 'a 11', 'a gone', 'a 13', 'z 14']);
});

test('resumes from the last version if the server sends bookmarks', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([widget('a', 1)], 1)),
    stream([event('MODIFIED', widget('a', 5)), bookmark(8)], 'cut'),
    stream([event('MODIFIED', widget('a', 9))]),
  ]);
  const fixture = new InformerFixture(context, server);
  await fixture.until('disconnected');
  await fixture.passPauses(1);
  await fixture.until('a 9');
  assert.match(server.requests[2] ?? '', /resourceVersion=8&/);
});

test('lists again after a watch without bookmarks, and notices deletions', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([widget('a', 1), widget('b', 2)], 2)),
    stream([event('ADDED', widget('a', 1)), event('ADDED', widget('b', 2))], 'clean'),
    json(listOf([widget('b', 2)], 1)),
    stream([]),
  ]);
  const fixture = new InformerFixture(context, server);
  await fixture.until('disconnected');
  await fixture.passPauses(1);
  await fixture.until('a gone');
  assert.deepEqual(fixture.heard, [
    'connected',
    'a 1',
    'b 2',
    'disconnected',
    'connected',
    'a gone',
  ]);
});

for (const [where, expired] of [
  ['as the answer', failure(410, 'Expired')],
  ['within the stream', stream([{ type: 'ERROR', object: { kind: 'Status', code: 410 } }])],
] as const) {
  test(`lists again when the version has expired, ${where}`, async (context) => {
    const server = await scriptedServer(context, [
      json(listOf([widget('a', 1)], 1)),
      stream([bookmark(5)], 'clean'),
      expired,
      json(listOf([], 20)),
      stream([]),
    ]);
    const fixture = new InformerFixture(context, server);
    await fixture.passPauses(2);
    await fixture.until('a gone');
    assert.deepEqual(fixture.log.lines, []);
  });
}

test('waits longer after each failure', async (context) => {
  const server = await scriptedServer(context, [failure(500, 'InternalError')]);
  const fixture = new InformerFixture(context, server);
  await fixture.passPauses(8);
  assert.deepEqual(
    fixture.pauses.slice(0, 8),
    [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000],
  );
});

test('a watch that the server forgets is ended by the client', async (context) => {
  const server = await scriptedServer(context, [
    json(listOf([], 1)),
    stream([]),
    json(listOf([widget('a', 2)], 2)),
    stream([]),
  ]);
  const fixture = new InformerFixture(context, server);
  await until('the watch is open', () => server.requests.length === 2);
  fixture.clock.advance(270_000);
  await fixture.until('disconnected');
  await fixture.passPauses(1);
  await fixture.until('a 2');
});
