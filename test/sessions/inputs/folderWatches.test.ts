import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import type { Disposable } from '../../../src/common/disposable.ts';
import { FolderWatches } from '../../../src/sessions/inputs/folderWatches.ts';
import {
  type FolderChange,
  type FolderListener,
  watchFolder,
} from '../../../src/sessions/inputs/watchFolder.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

/** Subscribes to a folder, and records the changed names. */
function listen(watches: FolderWatches, path: string): Heard {
  const names: (string | undefined)[] = [];
  const errors: string[] = [];
  const subscription = watches.subscribe(path, {
    changed: (name) => void names.push(name),
    unwatched: (error) => void errors.push(error.code),
  });
  return { names, errors, dispose: () => subscription.dispose() };
}

interface Heard extends Disposable {
  readonly names: (string | undefined)[];
  readonly errors: string[];
}

function open(context: TestContext, path: string): Heard {
  const heard = listen(
    new FolderWatches({ clock: systemClock, watchFolder, maxFolders: 100 }),
    path,
  );
  afterTest(context, () => heard.dispose());
  return heard;
}

/** Watches of a file system whose folders are `present`. */
class FakeWatches {
  readonly clock = new ManualClock();
  readonly present: Set<string>;
  /** The error of the next watch. */
  code: string | undefined;
  readonly opened: { readonly path: string; readonly listener: FolderListener }[] = [];

  constructor(...present: string[]) {
    this.present = new Set(present);
  }

  readonly watchFolder = (path: string, listener: FolderListener): Disposable => {
    const code = this.code ?? (this.present.has(path) ? undefined : 'ENOENT');
    if (code !== undefined) throw Object.assign(new Error('No.'), { code });
    const watch = { path, listener };
    this.opened.push(watch);
    return { dispose: () => this.opened.splice(this.opened.indexOf(watch), 1) };
  };

  get paths(): readonly string[] {
    return this.opened.map(({ path }) => path);
  }

  /** Reports the creation or removal of an entry, until everybody has heard it. */
  move(path: string, name: string | undefined): void {
    this.report(path, { name, isMoved: true });
    this.clock.advance(1_000);
  }

  report(path: string, change: FolderChange): void {
    this.opened.findLast((watch) => watch.path === path)?.listener.changed(change);
  }
}

function fake(system: FakeWatches, maxFolders = 100): FolderWatches {
  return new FolderWatches({ clock: system.clock, watchFolder: system.watchFolder, maxFolders });
}

test('a file that is saved by a rename is reported', async (context) => {
  const folder = await temporaryFolder(context);
  const heard = open(context, folder);
  await writeFile(join(folder, '.a.tmp'), 'x');
  await rename(join(folder, '.a.tmp'), join(folder, 'a'));
  await until('the new name is reported', () => heard.names.includes('a'));
});

test('a folder that is removed and created again is watched again', async (context) => {
  const folder = join(await temporaryFolder(context), 'src');
  await mkdir(folder);
  const heard = open(context, folder);
  await rm(folder, { recursive: true });
  await until('the removal is reported', () => heard.names.includes(undefined));
  heard.names.length = 0;
  await mkdir(folder);
  await until('the folder is reported', () => heard.names.includes(undefined));
  await writeFile(join(folder, 'a'), 'x');
  await until('its file is reported', () => heard.names.includes('a'));
});

test('a folder that is moved away and replaced is watched at its path', async (context) => {
  const top = await temporaryFolder(context);
  const folder = join(top, 'src');
  await mkdir(folder);
  await mkdir(join(top, 'other'));
  const heard = open(context, folder);
  await rename(folder, join(top, 'former'));
  await rename(join(top, 'other'), folder);
  await until('the replacement is reported', () => heard.names.includes(undefined));
  await writeFile(join(folder, 'a'), 'x');
  await until('its file is reported', () => heard.names.includes('a'));
});

test('a missing folder is watched when it and the folders above it are created', async (context) => {
  const top = await temporaryFolder(context);
  const folder = join(top, 'one/two/three');
  const heard = open(context, folder);
  await mkdir(folder, { recursive: true });
  await until('the folder is reported', () => heard.names.includes(undefined));
  await writeFile(join(folder, 'a'), 'x');
  await until('its file is reported', () => heard.names.includes('a'));
});

test('subscribers of a folder share one watch, which ends with the last of them', () => {
  const system = new FakeWatches('/a');
  const watches = fake(system);
  const [one, other] = [listen(watches, '/a'), listen(watches, '/a')];
  assert.deepEqual(system.paths, ['/a']);
  system.move('/a', 'x');
  assert.deepEqual([one.names, other.names], [['x'], ['x']]);
  one.dispose();
  assert.deepEqual(system.paths, ['/a']);
  other.dispose();
  assert.deepEqual(system.paths, []);
  assert.equal(watches.size, 0);
});

test('the parent of a missing folder is watched only until the folder exists', () => {
  const system = new FakeWatches('/', '/a');
  const watches = fake(system);
  const heard = listen(watches, '/a/b');
  assert.deepEqual(system.paths, ['/a']);
  system.move('/a', 'other');
  system.present.add('/a/b');
  system.move('/a', 'b');
  assert.deepEqual(system.paths, ['/a/b']);
  assert.deepEqual(heard.names, [undefined]);
  heard.dispose();
  assert.equal(watches.size, 0);
});

test('the limits of the system are reported to every subscriber, and to later ones', () => {
  const system = new FakeWatches('/a');
  const watches = fake(system);
  for (const [code, error] of [
    ['ENOSPC', 'WatchLimitReached'],
    ['EMFILE', 'TooManyWatchers'],
    ['EACCES', 'FolderNotWatched'],
  ] as const) {
    system.code = code;
    const [one, other] = [listen(watches, '/a'), listen(watches, '/a')];
    assert.deepEqual([one.errors, other.errors], [[error], [error]]);
    one.dispose();
    other.dispose();
  }
  assert.equal(watches.size, 0);
});

test('a missing folder whose parent cannot be watched is reported', () => {
  const system = new FakeWatches('/');
  const watches = new FolderWatches({
    clock: system.clock,
    maxFolders: 100,
    watchFolder(path, listener) {
      if (path === '/a') throw Object.assign(new Error('No.'), { code: 'EACCES' });
      return system.watchFolder(path, listener);
    },
  });
  const heard = listen(watches, '/a/b');
  assert.deepEqual(heard.errors, ['FolderNotWatched']);
  heard.dispose();
  assert.equal(watches.size, 0);
});

test('no more folders are watched than allowed', () => {
  const system = new FakeWatches('/a', '/b', '/c');
  const watches = fake(system, 2);
  const heard = ['/a', '/b', '/c'].map((path) => listen(watches, path));
  assert.deepEqual(system.paths, ['/a', '/b']);
  assert.deepEqual(
    heard.map(({ errors }) => errors),
    [[], [], ['TooManyFolders']],
  );
});

test('a watch that fails later is reported once', () => {
  const system = new FakeWatches('/a');
  const heard = listen(fake(system), '/a');
  const { listener } = system.opened[0] ?? assert.fail();
  listener.failed(new Error('Gone.'));
  listener.failed(new Error('Gone.'));
  assert.deepEqual(heard.errors, ['FolderNotWatched']);
});

test('folders below one that was replaced are watched again', () => {
  const system = new FakeWatches('/', '/a', '/a/b');
  const watches = fake(system);
  const [top, below] = [listen(watches, '/a'), listen(watches, '/a/b')];
  system.move('/a', 'a');
  assert.deepEqual(system.paths, ['/a', '/a/b']);
  assert.deepEqual([top.names, below.names], [[undefined], [undefined]]);
});

test('repeated changes of an entry are collected before subscribers hear of it', () => {
  const system = new FakeWatches('/a');
  const watches = fake(system);
  const [one, other] = [listen(watches, '/a'), listen(watches, '/a')];
  for (const name of ['x', 'y', 'x', 'x']) system.report('/a', { name, isMoved: false });
  assert.deepEqual(one.names, []);
  system.clock.advance(20);
  assert.deepEqual(
    [one.names, other.names],
    [
      ['x', 'y'],
      ['x', 'y'],
    ],
  );
  system.report('/a', { name: 'x', isMoved: false });
  other.dispose();
  system.clock.advance(20);
  assert.deepEqual(
    [one.names, other.names],
    [
      ['x', 'y', 'x'],
      ['x', 'y'],
    ],
  );
  system.report('/a', { name: 'x', isMoved: false });
  one.dispose();
  system.clock.advance(20);
  assert.equal(one.names.length, 3);
});
