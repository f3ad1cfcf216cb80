import assert from 'node:assert/strict';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { FileContents } from '../../../src/sessions/inputs/fileContents.ts';
import { FolderWatches } from '../../../src/sessions/inputs/folderWatches.ts';
import { type InputChange, LiveInputs } from '../../../src/sessions/inputs/liveInputs.ts';
import type { RunInputs } from '../../../src/sessions/inputs/runInputs.ts';
import { maxChanged, WatchedInputs } from '../../../src/sessions/inputs/watchedInputs.ts';
import { watchFolder } from '../../../src/sessions/inputs/watchFolder.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

interface FixtureOptions {
  readonly maxFiles?: number;
  readonly readSince?: Date;
  readonly isOutput?: (path: string) => boolean;
  readonly live?: LiveInputs;
}

/** A folder of sources that is watched: files that end in `.cs`, except below `bin`. */
class Fixture {
  readonly folder: string;
  readonly watches = new FolderWatches({ clock: systemClock, watchFolder, maxFolders: 1_000 });
  /** The names of the changed files, after each report. */
  readonly reports: (readonly string[])[] = [];
  readonly errors: string[] = [];
  #watched: WatchedInputs | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  get changed(): readonly string[] {
    return this.reports.at(-1) ?? [];
  }

  watch({ maxFiles = 1_000, ...others }: FixtureOptions = {}): void {
    const inputs: RunInputs = {
      base: this.folder,
      files: [this.path('launch.json')],
      folders: [
        {
          path: this.path('src'),
          hasFile: (path) => path.endsWith('.cs'),
          hasFolder: (path) => basename(path) !== 'bin',
        },
      ],
      ...others,
    };
    this.#watched = new WatchedInputs(inputs, {
      clock: systemClock,
      watches: this.watches,
      contents: new FileContents(systemClock, 1_000),
      maxFiles,
      changed: (paths) =>
        void this.reports.push([...paths].map((path) => relative(this.folder, path)).toSorted()),
      unwatched: (error) => void this.errors.push(error.code),
    });
  }

  dispose(): void {
    this.#watched?.dispose();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes files with the given contents. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(this.path(name), '..'), { recursive: true });
      await writeFile(this.path(name), text);
    }
  }

  /** Resolves when exactly these files count as changed. */
  async until(...names: string[]): Promise<void> {
    const wanted = names.toSorted().join();
    await until(`the changed files are ${wanted}`, () => this.changed.join() === wanted);
  }

  /** Resolves when all inputs are known. */
  async ready(): Promise<void> {
    await until('the inputs are known', () => this.reports.length > 0);
    assert.deepEqual(this.reports.splice(0), [[]]);
  }
}

async function open(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  options?: FixtureOptions,
): Promise<Fixture> {
  const fixture = new Fixture(await temporaryFolder(context));
  afterTest(context, () => fixture.dispose());
  await fixture.write(files);
  fixture.watch(options);
  await fixture.ready();
  return fixture;
}

test('a saved change counts, and does not any more when it is undone', async (context) => {
  const fixture = await open(context, { 'src/a.cs': 'one', 'src/b.cs': 'one' });
  await fixture.write({ 'src/a.cs': 'two' });
  await fixture.until('src/a.cs');
  await fixture.write({ 'src/b.cs': 'two' });
  await fixture.until('src/a.cs', 'src/b.cs');
  await fixture.write({ 'src/a.cs': 'one' });
  await fixture.until('src/b.cs');
  await fixture.write({ 'src/b.cs': 'one' });
  await fixture.until();
});

test('a file that is saved without a change does not count', async (context) => {
  const fixture = await open(context, { 'src/a.cs': 'one', 'src/b.cs': 'one' });
  await fixture.write({ 'src/a.tmp': 'one' });
  await rename(fixture.path('src/a.tmp'), fixture.path('src/a.cs'));
  await utimes(fixture.path('src/a.cs'), new Date(), new Date());
  await fixture.write({ 'src/b.cs': 'two' });
  await fixture.until('src/b.cs');
  assert.deepEqual(fixture.reports, [['src/b.cs']]);
});

test('a file that an editor saves by a rename counts', async (context) => {
  const fixture = await open(context, { 'src/a.cs': 'one' });
  await fixture.write({ 'src/.a.cs.swp': 'two' });
  await rename(fixture.path('src/.a.cs.swp'), fixture.path('src/a.cs'));
  await fixture.until('src/a.cs');
});

test('added and removed files count, also in new folders', async (context) => {
  const fixture = await open(context, { 'src/a.cs': 'one' });
  await rm(fixture.path('src/a.cs'));
  await fixture.until('src/a.cs');
  await fixture.write({ 'src/new/deep/b.cs': 'one', 'launch.json': '{}' });
  await fixture.until('launch.json', 'src/a.cs', 'src/new/deep/b.cs');
  await fixture.write({ 'src/new/deep/c.cs': 'one' });
  await fixture.until('launch.json', 'src/a.cs', 'src/new/deep/b.cs', 'src/new/deep/c.cs');
});

test('files that are no inputs do not count', async (context) => {
  const fixture = await open(context, { 'src/a.cs': 'one', 'src/bin/b.cs': 'one' });
  await fixture.write({ 'src/app.db': 'x', 'src/bin/b.cs': 'two', 'other.json': 'x' });
  await fixture.write({ 'src/a.cs': 'two' });
  await fixture.until('src/a.cs');
  assert.deepEqual(fixture.reports, [['src/a.cs']]);
});

test('a folder that is moved away and back leaves nothing changed', async (context) => {
  const fixture = await open(context, { 'src/one/a.cs': 'one', 'src/one/two/b.cs': 'one' });
  await rename(fixture.path('src/one'), fixture.path('elsewhere'));
  await fixture.until('src/one/a.cs', 'src/one/two/b.cs');
  await rename(fixture.path('elsewhere'), fixture.path('src/one'));
  await fixture.until();
  await fixture.write({ 'src/one/two/b.cs': 'two' });
  await fixture.until('src/one/two/b.cs');
});

test('the top folder may be removed and come back, as by a checkout', async (context) => {
  const fixture = await open(context, { 'src/one/a.cs': 'one' });
  await rm(fixture.path('src'), { recursive: true });
  await fixture.until('src/one/a.cs');
  await fixture.write({ 'src/one/a.cs': 'one' });
  await fixture.until();
  await fixture.write({ 'src/one/a.cs': 'two' });
  await fixture.until('src/one/a.cs');
});

test('a file that was written after the launch began to read counts, unless by itself', async (context) => {
  const fixture = new Fixture(await temporaryFolder(context));
  afterTest(context, () => fixture.dispose());
  await fixture.write({ 'src/a.cs': 'one' });
  const readSince = new Date();
  await until('b is later', async () => {
    await fixture.write({ 'launch.json': '{}', 'src/b.cs': 'one' });
    return Date.now() > readSince.getTime() + 10;
  });
  fixture.watch({ readSince, isOutput: (path) => basename(path) === 'launch.json' });
  await fixture.until('src/b.cs');
  await fixture.write({ 'launch.json': '{ }' });
  await fixture.until('launch.json', 'src/b.cs');
});

test('of a checkout, no more files are checked than are needed, and it can be undone', async (context) => {
  const names = Array.from(
    { length: 2 * maxChanged },
    (_, index) => `src/${index % 7}/${index}.cs`,
  );
  const contents = (text: string) => Object.fromEntries(names.map((name) => [name, text]));
  const fixture = await open(context, contents('one'));
  await fixture.write(contents('two'));
  await until('many files have changed', () => fixture.changed.length >= maxChanged);
  assert.ok(fixture.changed.length < maxChanged + 10, `${fixture.changed.length} are counted`);
  await fixture.write(contents('one'));
  await fixture.until();
});

test('folders with too many files are not watched, and this is said once', async (context) => {
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`src/${index % 3}/${index}.cs`, 'one']),
  );
  const fixture = await open(context, files, { maxFiles: 10 });
  assert.deepEqual(fixture.errors, ['TooManyInputs']);
  assert.equal(fixture.watches.size, 2);
});

test('no folder is watched any more when the inputs are disposed of', async (context) => {
  const fixture = await open(context, { 'src/one/a.cs': 'one', 'src/two/b.cs': 'one' });
  assert.equal(fixture.watches.size, 4);
  fixture.dispose();
  assert.equal(fixture.watches.size, 0);
});

test('a running program that takes changes is told each kind of them once', async (context) => {
  const live = new LiveInputs();
  const told: InputChange[] = [];
  live.onNoticed(({ changes }) => void told.push(...changes));
  const fixture = await open(context, { 'src/a.cs': 'one', 'src/b.cs': 'one' }, { live });
  await fixture.write({ 'src/a.cs': 'two', 'src/c.cs': 'one' });
  await rm(fixture.path('src/b.cs'));
  await fixture.until('src/a.cs', 'src/b.cs', 'src/c.cs');
  await fixture.write({ 'src/a.cs': 'one' });
  await fixture.until('src/b.cs', 'src/c.cs');
  const named = told.map(({ kind, path }) => `${relative(fixture.folder, path)} ${kind}`);
  assert.deepEqual(named.toSorted(), [
    'src/a.cs changed',
    'src/a.cs changed',
    'src/b.cs removed',
    'src/c.cs added',
  ]);
});

test('what a running program has taken does not count, and its next change does', async (context) => {
  const live = new LiveInputs();
  const fixture = await open(context, { 'src/a.cs': 'one', 'src/b.cs': 'one' }, { live });
  await fixture.write({ 'src/a.cs': 'two', 'src/b.cs': 'two' });
  await fixture.until('src/a.cs', 'src/b.cs');
  live.taken([fixture.path('src/a.cs')]);
  await fixture.until('src/b.cs');
  await fixture.write({ 'src/a.cs': 'one' });
  await fixture.until('src/a.cs', 'src/b.cs');
});
