import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { getOutOfDate } from '../../src/protocol/ideSession.ts';
import type { RunEvents } from '../../src/sessions/runner.ts';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../tools/fixtures/waiting.ts';

/** A running session that was started from one file. */
class StartedSession {
  readonly fixture: SessionFixture;
  readonly name: string;
  readonly folder: string;
  #saves = 0;

  constructor(fixture: SessionFixture, name: string, folder: string) {
    this.fixture = fixture;
    this.name = name;
    this.folder = folder;
  }

  get events(): RunEvents {
    return this.fixture.runner.of(this.name).events;
  }

  get message(): string | undefined {
    return getOutOfDate(this.fixture.session(this.name))?.message;
  }

  /** Reports that the program was launched from these files, as they are now. */
  reportInputs(...names: string[]): void {
    const files = names.map((name) => join(this.folder, name));
    this.events.inputs?.({ base: this.folder, files, folders: [], readSince: new Date() });
  }

  async save(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /** Changes a file until the session says so: its content may not have been read yet. */
  async change(name: string, message: string): Promise<void> {
    await until(`it says: ${message}`, async () => {
      await this.save(name, String(++this.#saves));
      await turn();
      this.fixture.clock.advance(50);
      return this.message === message;
    });
  }
}

async function start(context: TestContext): Promise<StartedSession> {
  const fixture = await openFixture(context);
  const folder = await temporaryFolder(context);
  const name = fixture.start();
  await turn();
  const session = new StartedSession(fixture, name, folder);
  await session.save('app.js', 'one');
  session.reportInputs('app.js');
  session.events.started(1);
  return session;
}

const changed = 'app.js has changed since the program was started.';

test('a session is out of date from a change of its files until its next launch', async (context) => {
  const session = await start(context);
  await session.change('app.js', changed);
  const [condition] = session.fixture.session(session.name).status.conditions ?? [];
  assert.equal(condition?.type, 'OutOfDate');
  assert.equal(condition.reason, 'FilesChanged');
  assert.match(condition.lastTransitionTime, /^2026-01-02T03:04:\d\dZ$/);
  session.reportInputs('app.js');
  assert.equal(session.message, undefined);
  await session.change('app.js', changed);
});

test('a session whose files are unknown is not out of date', async (context) => {
  const session = await start(context);
  await session.change('app.js', changed);
  session.events.inputs?.(undefined);
  assert.equal(session.message, undefined);
});

test('a session that has ended is not out of date', async (context) => {
  const session = await start(context);
  await session.change('app.js', changed);
  session.events.ended(0);
  assert.equal(session.fixture.state(session.name), 'Stopped');
  assert.equal(session.message, undefined);
  session.reportInputs('app.js');
});

test('the first changed files are named, and the others counted', async (context) => {
  const session = await start(context);
  const names = ['a.js', 'b.js', 'c.js', 'd.js', 'e.js'];
  session.reportInputs(...names);
  await session.change('b.js', 'b.js has changed since the program was started.');
  await session.change('a.js', 'a.js and b.js have changed since the program was started.');
  await session.change('c.js', 'a.js, b.js and c.js have changed since the program was started.');
  await session.change(
    'd.js',
    'a.js, b.js, c.js and 1 other have changed since the program was started.',
  );
  await session.change(
    'e.js',
    'a.js, b.js, c.js and 2 others have changed since the program was started.',
  );
});

test('a controller is told nothing of changed files', async (context) => {
  const session = await start(context);
  await session.change('app.js', changed);
  assert.deepEqual(session.fixture.heard(session.name), ['processRestarted']);
});

test('changes that a restart would not run do not make a session out of date', async (context) => {
  const session = await start(context);
  const { fixture, folder } = session;
  const name = fixture.start();
  await turn();
  const { events } = fixture.runner.of(name);
  const files = [join(folder, 'app.js')];
  const inputs = { base: folder, files, folders: [], readSince: new Date() };
  events.inputs?.({ ...inputs, marks: 'unmarked' });
  // Notices changes after the other one.
  session.reportInputs('app.js');
  await session.change('app.js', changed);
  assert.equal(getOutOfDate(fixture.session(name)), undefined);
});
