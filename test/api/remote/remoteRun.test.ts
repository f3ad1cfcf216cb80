import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../src/api/client/apiError.ts';
import { RemoteRun } from '../../../src/api/remote/remoteRun.ts';
import type { RemoteSession } from '../../../src/api/remote/remoteSession.ts';
import { type Deferred, deferred } from '../../../src/common/deferred.ts';
import { hostLabel, type SessionState } from '../../../src/protocol/ideSession.ts';
import { restartedAt } from '../../../src/api/resource/annotations.ts';
import type { NewSpec } from '../../../src/sessions/draft.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

interface Changes {
  readonly metadata?: Partial<RemoteSession['metadata']>;
  readonly spec?: { readonly desiredState: 'Stopped' };
  readonly state?: SessionState;
  readonly holder?: string;
}

/** A version of a session that a host holds. */
function session(
  version: number,
  { holder = 'me', metadata, spec, state = 'Starting' }: Changes = {},
): RemoteSession {
  return {
    metadata: { name: 'shop', uid: 'uid-1', resourceVersion: String(version), ...metadata },
    spec: spec ?? { desiredState: 'Running' },
    status: { state, holder: { identity: holder, renewTime: 'now', leaseSeconds: 60 } },
  };
}

interface Patch {
  readonly metadata: { readonly resourceVersion: string };
  readonly status: { readonly state: SessionState };
}

/** A run whose server answers each request when a test says so. */
class Fixture {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  /** The requests so far: `get`, or the version and state of a patch. */
  readonly requests: string[] = [];
  /** What was asked of the sessions of this host. */
  readonly local: string[] = [];
  readonly taken = new Set<string>();
  readonly prepared = deferred<NewSpec>();
  readonly run: RemoteRun;
  #answer: Deferred<RemoteSession> | undefined;

  constructor(first = session(1)) {
    const say = (verb: string) => (name: string) => void this.local.push(`${verb} ${name}`);
    this.run = new RemoteRun(first, {
      api: {
        patchStatus: (_name: string, { metadata, status }: Patch) =>
          this.#ask(`${metadata.resourceVersion} ${status.state}`),
        get: () => this.#ask('get'),
      } as never,
      sessions: {
        create: (
          _owner: object,
          _spec: object,
          { labels, name }: { labels: object; name: string },
        ) => this.local.push(`create ${name} ${JSON.stringify(labels)}`),
        get: (name: string) => (this.taken.has(name) ? {} : undefined),
        start: say('start'),
        stop: say('stop'),
        restart: say('restart'),
      } as never,
      clock: this.clock,
      log: this.log,
      random: () => 0,
      renewInterval: 20_000,
      holder: () => ({ identity: 'me', renewTime: 'now', leaseSeconds: 60 }),
      prepare: () => this.prepared.promise,
      put: () => undefined,
      created: () => undefined,
      progressed: () => undefined,
    });
    void this.run.begin(first);
  }

  /** A run whose program runs, of which the server knows. */
  static async running(): Promise<Fixture> {
    const fixture = await new Fixture().start();
    fixture.run.progress({ state: 'Running' });
    await fixture.answer(session(2, { state: 'Running' }));
    fixture.requests.length = 0;
    fixture.local.length = 0;
    return fixture;
  }

  /** Lets the session be created on this host. */
  async start(): Promise<this> {
    this.prepared.resolve({ launchConfiguration: { type: 'node' }, env: [] });
    await turn();
    return this;
  }

  /** Answers the pending request with a session or an error. */
  async answer(answer: RemoteSession | Error): Promise<void> {
    assert.ok(this.#answer !== undefined, 'a request is pending');
    if (answer instanceof Error) this.#answer.reject(answer);
    else this.#answer.resolve(answer);
    this.#answer = undefined;
    await turn();
  }

  #ask(request: string): Promise<RemoteSession> {
    assert.equal(this.#answer, undefined, 'one request is under way at a time');
    this.requests.push(request);
    this.#answer = deferred();
    return this.#answer.promise;
  }
}

const conflict = new ApiError(409, 'Conflict', 'It was modified.');
const invalid = new ApiError(422, 'Invalid', 'It is too long.');
const gone = new ApiError(404, 'NotFound', 'It is gone.', { objectName: 'shop' });

test('one write is under way at a time, and the latest status follows it', async () => {
  const fixture = await new Fixture().start();
  fixture.run.progress({ state: 'Running', pid: 1 });
  fixture.run.progress({ state: 'Running', pid: 2 });
  fixture.run.progress({ state: 'Stopped', exitCode: 0 });
  assert.deepEqual(fixture.requests, ['1 Running']);
  await fixture.answer(session(2, { state: 'Running' }));
  assert.deepEqual(fixture.requests, ['1 Running', '2 Stopped']);
  await fixture.answer(session(3, { state: 'Stopped' }));
  assert.ok(fixture.run.isOver);
  assert.equal(fixture.requests.length, 2);
});

test('nothing follows the end of a session', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Failed' });
  fixture.run.progress({ state: 'Stopped' });
  await fixture.answer(conflict);
  await fixture.answer(session(3, { state: 'Running' }));
  assert.deepEqual(fixture.requests, ['2 Failed', 'get', '3 Failed']);
});

test('a change by a client is read at once, and the status written over it', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Stopping' });
  for (const version of [3, 4, 5]) {
    await fixture.answer(conflict);
    await fixture.answer(session(version, { state: 'Running' }));
  }
  assert.deepEqual(fixture.requests.slice(-2), ['get', '5 Stopping']);
  assert.equal(fixture.clock.pending, 0, 'no pause began');
  await fixture.answer(conflict);
  assert.equal(fixture.clock.pending, 1, 'a server that is always in conflict is left in peace');
});

test('a write whose answer was lost is not repeated if it was done', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Stopped', exitCode: 3 });
  await fixture.answer(new Error('ECONNRESET'));
  assert.deepEqual(fixture.requests, ['2 Stopped'], 'it pauses');
  fixture.clock.advance(15_000);
  await turn();
  await fixture.answer(session(3, { state: 'Stopped' }));
  assert.deepEqual(fixture.requests, ['2 Stopped', 'get']);
  assert.ok(fixture.run.isOver);
});

test('a status that the server refuses is left out, but not the one after it', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Running', message: 'x'.repeat(9) });
  fixture.run.progress({ state: 'Stopped', exitCode: 0 });
  await fixture.answer(invalid);
  assert.deepEqual(fixture.requests, ['2 Running', '2 Stopped']);
  assert.match(fixture.log.lines.join(), /^warn .*refused the status of session shop/);
  await fixture.answer(session(3, { state: 'Stopped' }));
  assert.ok(fixture.run.isOver);
});

test('a run is over when its end was refused', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Failed' });
  await fixture.answer(invalid);
  assert.ok(fixture.run.isOver);
  assert.deepEqual(fixture.requests, ['2 Failed']);
});

test('a session that was deleted is stopped', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Running', pid: 7 });
  await fixture.answer(gone);
  assert.ok(fixture.run.isOver);
  assert.deepEqual(fixture.local, ['stop shop']);
});

test('a session whose name another one has now is stopped', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Running', pid: 7 });
  await fixture.answer(conflict);
  await fixture.answer(session(9, { metadata: { uid: 'uid-2' } }));
  assert.ok(fixture.run.isOver);
  assert.deepEqual(fixture.local, ['stop shop']);
});

test('a 404 of a server that does not serve the kind yet ends nothing', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Running', pid: 7 });
  await fixture.answer(new ApiError(404, 'NotFound', 'There is no such path.'));
  assert.ok(!fixture.run.isOver);
  assert.equal(fixture.clock.pending, 1, 'it tries again');
});

test('a session that is stopped before it was prepared is not created', async () => {
  const fixture = new Fixture();
  fixture.run.observe(session(2, { spec: { desiredState: 'Stopped' } }));
  await fixture.start();
  assert.deepEqual(fixture.local, []);
  assert.deepEqual(fixture.requests, ['2 Stopped']);
});

test('a session that was lost before it was prepared is neither created nor reported', async () => {
  const fixture = new Fixture();
  fixture.run.observe(session(2, { holder: 'other' }));
  await fixture.start();
  assert.ok(fixture.run.isOver);
  assert.deepEqual([...fixture.local, ...fixture.requests], []);
});

test('a session that can not be run fails with the reason', async () => {
  const fixture = new Fixture();
  fixture.prepared.reject(new Error('there is no project'));
  await turn();
  assert.deepEqual(fixture.requests, ['1 Failed']);
  assert.deepEqual(fixture.local, []);
  assert.ok(!fixture.run.isStarting);
});

test('a session has its own labels on this host, and its uid if its name is taken', async () => {
  const labels = { app: 'shop', [hostLabel]: 'desk' };
  const fixture = new Fixture(session(1, { metadata: { labels } }));
  fixture.taken.add('shop');
  await fixture.start();
  assert.deepEqual(fixture.local, ['create uid-1 {"app":"shop"}', 'start uid-1']);
  assert.equal(fixture.run.localName, 'uid-1');
});

test('an older version of a session says nothing', async () => {
  const fixture = await Fixture.running();
  fixture.run.observe(session(1, { holder: 'other', spec: { desiredState: 'Stopped' } }));
  assert.ok(!fixture.run.isOver);
  assert.deepEqual(fixture.local, []);
});

test('a stop and a restart are passed on once', async () => {
  const fixture = await Fixture.running();
  const annotations = { [restartedAt]: '2026-01-02T03:04:05Z' };
  const restarted: Changes = { metadata: { annotations }, state: 'Running' };
  fixture.run.observe(session(3, restarted));
  fixture.run.observe(session(4, restarted));
  const stopped: Changes = { ...restarted, spec: { desiredState: 'Stopped' } };
  fixture.run.observe(session(5, stopped));
  fixture.run.observe(session(6, stopped));
  assert.deepEqual(fixture.local, ['restart shop', 'stop shop']);
});

test('a claim is renewed when it is time, and with a status that is written anyway', async () => {
  const fixture = await Fixture.running();
  fixture.clock.advance(19_999);
  fixture.run.renew();
  assert.deepEqual(fixture.requests, []);
  fixture.clock.advance(1);
  fixture.run.renew();
  fixture.run.renew();
  assert.deepEqual(fixture.requests, ['2 Running']);
  await fixture.answer(session(3, { state: 'Running' }));
  fixture.clock.advance(15_000);
  fixture.run.progress({ state: 'Running', pid: 7 });
  await fixture.answer(session(4, { state: 'Running' }));
  fixture.clock.advance(15_000);
  fixture.run.renew();
  assert.equal(fixture.requests.length, 2);
});

test('nothing is asked of the server once a run is over', async () => {
  const fixture = await Fixture.running();
  fixture.run.progress({ state: 'Running', pid: 7 });
  fixture.run.dispose();
  await fixture.answer(new Error('It was aborted.'));
  fixture.run.progress({ state: 'Stopped' });
  fixture.clock.advance(60_000);
  fixture.run.renew();
  assert.deepEqual(fixture.requests, ['2 Running']);
  assert.deepEqual(fixture.local, ['stop shop']);
  assert.deepEqual(fixture.log.lines, []);
});
