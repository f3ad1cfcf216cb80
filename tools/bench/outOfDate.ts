import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Load, WatcherKind } from './outOfDate/messages.ts';
import { WatcherProcess } from './outOfDate/watcherProcess.ts';
import { atMost, atMostLater, quantile, type Result, result } from './support/results.ts';

const folders = 200;
const filesPerFolder = 50;
/** Each by another file, and taken back. */
const saves = 50;
/** About 3 KiB. */
const lines = 100;
/** After a save or a checkout, in milliseconds, so that the next one is noticed by itself. */
const pauses = { save: 200, checkout: 1_000 };

interface Measured {
  /** From each save until it was noticed, in milliseconds. */
  readonly times: readonly number[];
  /** The loads of a checkout, and of the one back. */
  readonly checkouts: readonly [Load, Load];
}

/** From a save to the mark of a session with 10,000 sources, and what a checkout of all costs, next to a bare watcher. */
export async function measureOutOfDate(place: string): Promise<Result[]> {
  const repository = await Repository.make(join(place, 'sources'));
  const bare = await measure('bare', repository);
  const ours = await measure('tracker', repository);
  const timeAt = (share: number): [number, number] => [
    quantile(ours.times, share),
    quantile(bare.times, share),
  ];
  const count = folders * filesPerFolder;
  const [there, back] = ours.checkouts;
  const [bareThere, bareBack] = bare.checkouts;
  return [
    result('from a save until the session is out of date, p50', ...timeAt(0.5)),
    result('from a save until the session is out of date, p95', ...timeAt(0.95), atMostLater(100)),
    ...compareLoads(`a checkout of ${count} files`, there, bareThere),
    ...compareLoads('the checkout back', back, bareBack),
  ];
}

async function measure(kind: WatcherKind, repository: Repository): Promise<Measured> {
  const watcher = await WatcherProcess.start(kind, repository.folder);
  try {
    const times = await measureSaves(watcher, repository);
    await watcher.load();
    const there = await measureCheckout(watcher, () => repository.checkOut('other'), true);
    const back = await measureCheckout(watcher, () => repository.checkOut('main'), false);
    return { times, checkouts: [there, back] };
  } finally {
    await watcher.end();
  }
}

async function measureSaves(watcher: WatcherProcess, repository: Repository): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < saves; index++) {
    const path = repository.path(index * Math.floor((folders * filesPerFolder) / saves));
    times.push(await watcher.timeToNotice(() => writeFileSync(path, textOf('saved'))));
    await watcher.untilSilentFor(pauses.save);
    await watcher.timeToNotice(() => writeFileSync(path, textOf('main')));
    await watcher.untilSilentFor(pauses.save);
  }
  return times;
}

async function measureCheckout(
  watcher: WatcherProcess,
  checkOut: () => Promise<void>,
  isOutOfDate: boolean,
): Promise<Load> {
  const noticed = watcher.untilOutOfDate(isOutOfDate);
  await checkOut();
  await noticed;
  await watcher.untilSilentFor(pauses.checkout);
  return watcher.load();
}

function compareLoads(name: string, ours: Load, bare: Load): Result[] {
  return [
    result(
      `processor time of ${name}`,
      ours.processorTime,
      bare.processorTime,
      atMost(1_000, 'ms'),
    ),
    result(
      `longest turn of the event loop during ${name}`,
      ours.longestHold,
      bare.longestHold,
      atMost(20, 'ms'),
    ),
  ];
}

/** A Git repository whose branches differ in each of its files. */
class Repository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(folder: string): Promise<Repository> {
    const repository = new Repository(folder);
    await mkdir(folder);
    await repository.#git('init', '--initial-branch', 'main');
    await repository.#commit('main');
    await repository.#git('checkout', '-q', '-b', 'other');
    await repository.#commit('other');
    await repository.checkOut('main');
    return repository;
  }

  path(index: number): string {
    const folder = join(this.folder, `folder${Math.floor(index / filesPerFolder)}`);
    return join(folder, `File${index % filesPerFolder}.cs`);
  }

  async checkOut(branch: string): Promise<void> {
    await this.#git('checkout', '-q', branch);
  }

  async #commit(word: string): Promise<void> {
    for (let folder = 0; folder < folders; folder++) {
      await mkdir(join(this.folder, `folder${folder}`), { recursive: true });
    }
    for (let index = 0; index < folders * filesPerFolder; index++) {
      await writeFile(this.path(index), textOf(word));
    }
    await this.#git('add', '.');
    const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
    await this.#git(...author, 'commit', '-q', '-m', word);
  }

  async #git(...args: readonly string[]): Promise<void> {
    await promisify(execFile)('git', args, { cwd: this.folder });
  }
}

function textOf(word: string): string {
  return `// The sources of the branch ${word}.\n`.repeat(lines);
}
