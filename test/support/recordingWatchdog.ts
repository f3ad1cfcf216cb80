import { existsSync } from 'node:fs';
import { type Disposable, toDisposable } from '../../src/common/disposable.ts';
import type { Watchdog } from '../../src/processes/watchdog/watchdog.ts';

/** A watchdog that ends nothing, and knows what it would end. */
export class RecordingWatchdog implements Watchdog {
  readonly watched = new Set<number | string>();
  /** Folders that were there before it was told of them. */
  readonly toldLate: string[] = [];

  watch(pid: number): Disposable {
    return this.#keep(pid);
  }

  watchFolder(path: string): Disposable {
    if (existsSync(path)) this.toldLate.push(path);
    return this.#keep(path);
  }

  #keep(what: number | string): Disposable {
    this.watched.add(what);
    return toDisposable(() => this.watched.delete(what));
  }
}
