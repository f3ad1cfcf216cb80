import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Load, WatcherKind, WatcherMessage, WatcherRequest } from './messages.ts';

type Listener = (message: WatcherMessage) => void;

/** A watcher of a folder's sources in its own process. */
export class WatcherProcess {
  readonly #kind: WatcherKind;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<Listener>();
  #heard = 0;

  private constructor(kind: WatcherKind, child: ChildProcess) {
    this.#kind = kind;
    this.#child = child;
    child.on('message', (message) => {
      this.#heard++;
      for (const listener of this.#listeners) listener(message as WatcherMessage);
    });
  }

  /** Resolves when the watcher knows all sources. */
  static async start(kind: WatcherKind, folder: string): Promise<WatcherProcess> {
    const child = fork(join(import.meta.dirname, 'watcher.ts'), [kind, folder]);
    const watcher = new WatcherProcess(kind, child);
    await watcher.#next(({ kind: told }) => (told === 'noticed' ? true : undefined));
    return watcher;
  }

  /** Resolves to the time in milliseconds until the watcher has noticed what `change` changes. */
  async timeToNotice(change: () => void): Promise<number> {
    await this.#ask('tell', ({ kind }) => (kind === 'listening' ? true : undefined));
    const noticed = this.#next(({ kind }) => (kind === 'noticed' ? true : undefined));
    const begun = performance.now();
    change();
    await noticed;
    return performance.now() - begun;
  }

  /** Resolves when nothing was told for this long, in milliseconds. */
  async untilSilentFor(milliseconds: number): Promise<void> {
    for (let heard = -1; heard !== this.#heard; await pause(milliseconds)) heard = this.#heard;
  }

  /** Resolves when the session is out of date, or isn't any more. A bare watcher doesn't know. */
  async untilOutOfDate(isWanted: boolean): Promise<void> {
    if (this.#kind === 'bare') return;
    await this.#next((message) => {
      if (message.kind !== 'noticed') return undefined;
      return message.isOutOfDate === isWanted ? true : undefined;
    });
  }

  /** Resolves to the load since the last call. */
  load(): Promise<Load> {
    return this.#ask('load', (message) => (message.kind === 'load' ? message.load : undefined));
  }

  async end(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.disconnect();
    await exit;
  }

  #ask<T>(request: WatcherRequest, find: (message: WatcherMessage) => T | undefined): Promise<T> {
    const answer = this.#next(find);
    this.#child.send(request);
    return answer;
  }

  /** Resolves to what is found in one of the next messages. */
  #next<T>(find: (message: WatcherMessage) => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const listener: Listener = (message) => {
        const found = find(message);
        if (found === undefined) return;
        this.#listeners.delete(listener);
        resolve(found);
      };
      this.#listeners.add(listener);
    });
  }
}
