import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { HumanError } from '../../src/common/humanError.ts';
import { getOutOfDate } from '../../src/protocol/ideSession.ts';
import { RecreationOnSave } from '../../src/sessions/recreationOnSave.ts';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import type { FakeRun } from '../../tools/fixtures/sessions/fakeRunner.ts';
import { openFixture, type SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../tools/fixtures/waiting.ts';

/** A session that runs app.js, and follows what is saved. */
class Followed {
  readonly fixture: SessionFixture;
  readonly name: string;
  readonly folder: string;
  readonly onSave: RecreationOnSave;
  isWanted = true;
  #saves = 0;

  constructor(fixture: SessionFixture, folder: string) {
    const { clock, sessions } = fixture;
    this.fixture = fixture;
    this.folder = folder;
    this.name = fixture.start();
    this.onSave = new RecreationOnSave({ sessions, clock, isWanted: () => this.isWanted });
  }

  get run(): FakeRun {
    return this.fixture.runner.of(this.name);
  }

  /** Reports a launch from the present files. */
  launched(): void {
    const files = [join(this.folder, 'app.js')];
    const inputs = { base: this.folder, files, folders: [], readSince: new Date() };
    this.run.events.inputs?.(inputs);
    this.run.events.started(1);
  }

  /** Changes the file until the session is out of date: its content may not have been read yet. */
  async change(): Promise<void> {
    await until('it is out of date', async () => {
      await writeFile(join(this.folder, 'app.js'), String(++this.#saves));
      await turn();
      this.fixture.clock.advance(50);
      return getOutOfDate(this.fixture.session(this.name)) !== undefined;
    });
  }

  saved(name = 'app.js'): void {
    this.onSave.saved(new Set([join(this.folder, name)]));
  }

  async saveChange(): Promise<void> {
    await this.change();
    this.saved();
  }

  /** Lets the time pass in which saves are collected. */
  wait(): void {
    this.fixture.clock.advance(500);
  }

  fail(): void {
    this.run.activity = undefined;
    const error = new HumanError('BuildFailed', 'It could not be built.');
    this.run.events.recreation?.({ kind: 'failed', error });
  }
}

async function start(context: TestContext): Promise<Followed> {
  const followed = new Followed(await openFixture(context), await temporaryFolder(context));
  afterTest(context, () => followed.onSave.dispose());
  await turn();
  await writeFile(join(followed.folder, 'app.js'), 'first');
  followed.launched();
  return followed;
}

test('a session is recreated once after several saves', async (context) => {
  const followed = await start(context);
  await followed.saveChange();
  followed.fixture.clock.advance(499);
  followed.saved();
  followed.fixture.clock.advance(499);
  assert.equal(followed.run.recreations, 0);
  followed.wait();
  assert.equal(followed.run.recreations, 1);
});

test('a change that is noticed after its save counts, unless it comes long after', async (context) => {
  const followed = await start(context);
  followed.saved();
  followed.wait();
  await followed.change();
  followed.wait();
  assert.equal(followed.run.recreations, 1);

  followed.launched();
  followed.saved();
  followed.fixture.clock.advance(10_001);
  await followed.change();
  followed.wait();
  assert.equal(followed.run.recreations, 1);
});

test('a session that is not meant is left alone', async (context) => {
  const followed = await start(context);
  await followed.change();
  followed.saved('other.js');
  followed.wait();
  followed.isWanted = false;
  followed.saved();
  followed.wait();
  assert.equal(followed.run.recreations, 0);
});

test('a failed build is repeated only after another save', async (context) => {
  const followed = await start(context);
  await followed.saveChange();
  followed.wait();
  followed.run.events.recreation?.({ kind: 'preparing' });
  followed.fail();
  for (const _ of Array.from({ length: 100 })) followed.wait();
  assert.equal(followed.run.recreations, 1);
  followed.saved();
  followed.wait();
  assert.equal(followed.run.recreations, 2);
});

test('a save during a recreation is followed by another one if the first fails', async (context) => {
  const followed = await start(context);
  await followed.saveChange();
  followed.wait();
  followed.run.events.recreation?.({ kind: 'preparing' });
  followed.run.activity = 'recreating';
  followed.saved();
  followed.fixture.clock.advance(60_000);
  assert.equal(followed.run.recreations, 1);
  followed.fail();
  followed.wait();
  assert.equal(followed.run.recreations, 2);
});

test('a save during a recreation is done with if the next program has read it', async (context) => {
  const followed = await start(context);
  await followed.saveChange();
  followed.wait();
  followed.run.events.recreation?.({ kind: 'preparing' });
  followed.run.activity = 'recreating';
  followed.saved();
  followed.wait();
  followed.run.activity = undefined;
  followed.run.events.recreation?.({ kind: 'launching' });
  followed.launched();
  followed.run.events.recreation?.({ kind: 'done' });
  followed.fixture.clock.advance(60_000);
  assert.equal(followed.run.recreations, 1);
});
