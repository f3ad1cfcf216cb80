import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Emitter } from '../../../src/common/emitter.ts';
import { createIdentity, keepIdentity } from '../../../src/common/server/identity.ts';
import { type PendingSession, readHostState } from '../../../src/host/state/hostState.ts';
import { StateKeeper } from '../../../src/host/state/stateKeeper.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const identity = await createIdentity(5000, new Date());

/** Keeps the state of sessions whose controller a test plays. */
class Fixture {
  readonly keeper: StateKeeper;
  readonly sessions: SessionFixture;
  readonly path: string;
  readonly ended = new Emitter<string>();
  readonly lost = new Emitter<string>();

  static async open(context: TestContext): Promise<Fixture> {
    const sessions = await openFixture(context);
    return new Fixture(sessions, join(await temporaryFolder(context), 'state/file'));
  }

  private constructor(sessions: SessionFixture, path: string) {
    this.sessions = sessions;
    this.path = path;
    this.keeper = new StateKeeper({
      sessions: sessions.sessions,
      clock: sessions.clock,
      log: sessions.log,
      path,
      identity,
      delivery: { endsHeard: this.ended.event, controllersLost: this.lost.event } as never,
    });
  }

  static async begun(context: TestContext, pending: readonly PendingSession[] = []) {
    const fixture = await Fixture.open(context);
    await fixture.setWritable(true);
    await fixture.keeper.begin(5000, pending, undefined);
    return fixture;
  }

  /** The sessions that the next host would report. */
  async kept(): Promise<readonly PendingSession[] | undefined> {
    await this.keeper.saved();
    return readHostState(this.path)?.sessions;
  }

  /** Starts a session, whose program then runs. */
  async start(): Promise<string> {
    const name = this.sessions.start();
    await turn();
    this.sessions.runner.of(name).events.started(1);
    return name;
  }

  end(name: string, exitCode: number | undefined): void {
    this.sessions.runner.of(name).events.ended(exitCode);
  }

  async setWritable(isWritable: boolean): Promise<void> {
    const folder = join(this.path, '..');
    if (isWritable) await mkdir(folder, { recursive: true });
    else await rm(folder, { recursive: true });
  }
}

const controller = 'controller';

test('a session is kept from its creation until its controller has heard of its end', async (context) => {
  const fixture = await Fixture.begun(context);
  const name = fixture.sessions.create();
  assert.deepEqual(await fixture.kept(), [{ id: name, controller }]);
  fixture.sessions.sessions.start(name);
  await turn();
  fixture.end(name, 3);
  assert.deepEqual(await fixture.kept(), [{ id: name, controller, end: { exitCode: 3 } }]);
  fixture.ended.fire('another');
  assert.equal((await fixture.kept())?.length, 1);
  fixture.ended.fire(name);
  assert.deepEqual(await fixture.kept(), []);
});

test('a prepared session is kept from its claim by a controller', async (context) => {
  const fixture = await Fixture.begun(context);
  const { sessions } = fixture.sessions;
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  const { name } = sessions.create({ kind: 'host' }, { launchConfiguration, env: [] }).metadata;
  assert.deepEqual(await fixture.kept(), []);
  sessions.prepared.offer(() => name);
  assert.equal(fixture.sessions.create(), name);
  assert.deepEqual(await fixture.kept(), [{ id: name, controller }]);
});

test('an end without an exit code is kept, also of a session that is removed then', async (context) => {
  const fixture = await Fixture.begun(context);
  const name = await fixture.start();
  fixture.end(name, undefined);
  fixture.sessions.sessions.remove(name);
  assert.equal(fixture.sessions.sessions.get(name), undefined);
  assert.deepEqual(await fixture.kept(), [{ id: name, controller, end: {} }]);
});

test('a session that is removed before its start is forgotten', async (context) => {
  const fixture = await Fixture.begun(context);
  const name = fixture.sessions.create();
  fixture.sessions.sessions.stop(name);
  assert.deepEqual(await fixture.kept(), []);
});

test('a change after its end was heard does not bring a session back', async (context) => {
  const fixture = await Fixture.begun(context);
  const name = await fixture.start();
  fixture.end(name, 0);
  fixture.ended.fire(name);
  fixture.sessions.sessions.update(name, { metadata: { labels: { app: 'shop' } } });
  assert.deepEqual(await fixture.kept(), []);
});

test('sessions of users have no controller to hear of their end', async (context) => {
  const fixture = await Fixture.begun(context);
  const launchConfiguration = { type: 'node', script_path: 'app.js' };
  fixture.sessions.sessions.create({ kind: 'user' }, { launchConfiguration, env: [] });
  assert.deepEqual(await fixture.kept(), []);
});

test('sessions of a controller that is lost are forgotten, of earlier hosts too', async (context) => {
  const other = { id: 'earlier', controller: 'other', end: {} };
  const fixture = await Fixture.begun(context, [{ id: 'mine', controller }, other]);
  await fixture.start();
  assert.equal((await fixture.kept())?.length, 3);
  fixture.lost.fire(controller);
  assert.deepEqual(await fixture.kept(), [other]);
});

test('nothing is written before the port is known, and everything then', async (context) => {
  const fixture = await Fixture.open(context);
  await fixture.setWritable(true);
  const name = fixture.sessions.create();
  assert.equal(await fixture.kept(), undefined);
  await fixture.keeper.begin(6000, [{ id: 'earlier', controller }], undefined);
  assert.deepEqual(
    (await fixture.kept())?.map(({ id }) => id),
    [name, 'earlier'],
  );
  assert.equal(readHostState(fixture.path)?.port, 6000);
});

test('the state is current however many changes there are during a write', async (context) => {
  const fixture = await Fixture.begun(context);
  const names = Array.from({ length: 50 }, () => fixture.sessions.create());
  await turn();
  fixture.ended.fire(names[0] ?? '');
  const last = fixture.sessions.create();
  assert.deepEqual(
    (await fixture.kept())?.map(({ id }) => id),
    [...names.slice(1), last],
  );
});

test('the identity of the API is kept until it is not to be used again', async (context) => {
  const fixture = await Fixture.begun(context);
  const api = keepIdentity(identity, 7000);
  await fixture.keeper.keepApi(api);
  assert.deepEqual(readHostState(fixture.path)?.api, api);
  fixture.sessions.create();
  await fixture.keeper.saved();
  assert.deepEqual(readHostState(fixture.path)?.api, api);
  await fixture.keeper.keepApi(undefined);
  assert.equal(readHostState(fixture.path)?.api, undefined);
});

test('a file that can not be written is warned of once, and again after it could be', async (context) => {
  const fixture = await Fixture.begun(context);
  const warnings = () =>
    fixture.sessions.log.lines.filter((line) => line.startsWith('warn')).length;
  for (const [isWritable, expected] of [
    [false, 1],
    [true, 1],
    [false, 2],
  ] as const) {
    await fixture.setWritable(isWritable);
    for (let change = 0; change < 2; change++) {
      fixture.sessions.create();
      await fixture.keeper.saved();
    }
    assert.equal(warnings(), expected);
  }
  assert.match(fixture.sessions.log.lines.join(), /Controllers won't reconnect after a crash/);
});

test('a disk that does not answer delays a controller by a second', async (context) => {
  const fixture = await Fixture.begun(context);
  fixture.sessions.create();
  const saved = fixture.keeper.saved();
  // The write goes on only after this turn.
  fixture.sessions.clock.advance(1_000);
  await saved;
  assert.deepEqual(readHostState(fixture.path)?.sessions, [], 'it is not written yet');
});

test('what follows the close is not written', async (context) => {
  const fixture = await Fixture.begun(context);
  const name = fixture.sessions.create();
  await fixture.keeper.close();
  fixture.sessions.create();
  fixture.ended.fire(name);
  assert.deepEqual(await fixture.kept(), [{ id: name, controller }]);
});
