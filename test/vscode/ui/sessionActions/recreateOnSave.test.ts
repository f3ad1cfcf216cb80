import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TextDocument } from '../../../../tools/fixtures/editor/textDocuments.ts';
import { editor } from '../../../../tools/fixtures/editorStandIn.ts';
import { getOutOfDate } from '../../../../src/protocol/ideSession.ts';
import type { AnyLaunchConfiguration } from '../../../../src/protocol/launchConfigurations.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';
import { turn, until } from '../../../../tools/fixtures/waiting.ts';

const { recreateOnSave } =
  await import('../../../../src/vscode/ui/sessionActions/recreateOnSave.ts');

/** Sessions that are out of date, each by the file of its number in a folder that was opened through a link. */
class Changed {
  readonly fixture: SessionFixture;
  readonly names: readonly string[];
  readonly #opened: string;

  constructor(fixture: SessionFixture, opened: string, names: readonly string[]) {
    this.fixture = fixture;
    this.#opened = opened;
    this.names = names;
  }

  save(index: number): void {
    new TextDocument(join(this.#opened, `${index}.cs`), '').save();
  }

  recreations(): readonly number[] {
    return this.names.map((name) => this.fixture.runner.of(name).recreations);
  }

  async untilRecreated(index: number): Promise<void> {
    await until(`session ${index} is recreated`, () => {
      this.fixture.clock.advance(500);
      return this.recreations()[index] === 1;
    });
  }
}

const owner = { kind: 'user' } as const;
const built = { type: 'project', project_path: 'Shop' };
const prebuilt = { ...built, suppress_build: true };

/** Starts sessions of these configurations. */
async function start(
  context: TestContext,
  ...configurations: readonly AnyLaunchConfiguration[]
): Promise<Changed> {
  const fixture = await openFixture(context);
  const top = await temporaryFolder(context);
  const [folder, opened] = [join(top, 'real'), join(top, 'opened')];
  await mkdir(folder);
  await symlink(folder, opened);
  const names = configurations.map((launchConfiguration) => {
    const spec = { launchConfiguration, env: [], desiredState: 'Running' as const };
    return fixture.sessions.create(owner, spec).metadata.name;
  });
  await turn();
  for (const [index, name] of names.entries()) {
    const file = join(folder, `${index}.cs`);
    await writeFile(file, '');
    const { events } = fixture.runner.of(name);
    events.started(1);
    // By the clock of the fixture, the file is newer than the launch.
    events.inputs?.({ base: folder, files: [file], folders: [] });
  }
  await until('they are out of date', () =>
    names.every((name) => getOutOfDate(fixture.session(name)) !== undefined),
  );
  return new Changed(fixture, opened, names);
}

/** Recreates them when their files are saved, until the test ends. */
function follow(context: TestContext, { fixture }: Changed, reloaded?: string): void {
  const has = (name: string): boolean => name === reloaded;
  const following = recreateOnSave(fixture.sessions, { has }, fixture.clock);
  afterTest(context, () => {
    following.dispose();
    editor.settings = {};
  });
}

test('a session is recreated when its file is saved, if the user wants that', async (context) => {
  const changed = await start(context, built, built);
  follow(context, changed);
  changed.save(0);
  editor.settings = { recreateOnSave: true };
  changed.save(1);
  await changed.untilRecreated(1);
  assert.deepEqual(changed.recreations(), [0, 1]);
});

test('a page that takes changes, and what its controller builds, are left alone', async (context) => {
  const changed = await start(context, built, prebuilt, built);
  follow(context, changed, changed.names[0]);
  editor.settings = { recreateOnSave: true };
  const [taking, prebuilding, wanted] = [0, 1, 2];
  for (const index of [taking, prebuilding]) changed.save(index);
  await turn();
  // Last, so that the others would be recreated before it.
  changed.save(wanted);
  await changed.untilRecreated(wanted);
  changed.fixture.clock.advance(500);
  await turn();
  assert.deepEqual(changed.recreations(), [0, 0, 1]);
});
