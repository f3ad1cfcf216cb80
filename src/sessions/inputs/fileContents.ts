import { createHash } from 'node:crypto';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';

/** What is at a path. */
export type PathState =
  | { readonly kind: 'missing' | 'folder' }
  | {
      readonly kind: 'file';
      /** When it was written or moved, in milliseconds. */
      readonly changed: number;
      /** Returns a text that is different for each content. */
      readonly read: () => string | Promise<string>;
    };

interface KnownContent {
  readonly stamp: string;
  readonly content: string;
}

/** Larger files count as changed with their stamp, since reading them would take too long. In bytes. */
const largest = 1024 * 1024;
/** A later change could leave the stamp as it is for this long, in milliseconds. */
const coarsestTime = 2_000;
/** A disk is slow if it takes so long, in milliseconds, several times in a row: a busy machine does so now and then. */
const slowAccess = 10;
const slowAccesses = 3;
/** How long a disk is considered slow then, in milliseconds. */
const slowTime = 60_000;

/**
 * The contents of files, by their hashes. A file is read again only if its stamp has changed: times, size and
 * number. Sessions share this, so a restart reads only what has changed. Files are read synchronously, which
 * takes an eighth of the processor time, as long as the disk is fast.
 */
export class FileContents {
  readonly #clock: Clock;
  readonly #maxFiles: number;
  readonly #known = new Map<string, KnownContent>();
  #slowUntil = -Infinity;
  #slowInRow = 0;

  constructor(clock: Clock, maxFiles: number) {
    this.#clock = clock;
    this.#maxFiles = maxFiles;
  }

  async state(path: string): Promise<PathState> {
    const now = this.#clock.now().getTime();
    const found = await this.#access(
      () => statSync(path, { throwIfNoEntry: false }),
      () => stat(path),
    );
    if (found === undefined) return { kind: 'missing' };
    if (found.isDirectory()) return { kind: 'folder' };
    const changed = Math.max(found.mtimeMs, found.ctimeMs);
    const isSettled = changed < now - coarsestTime;
    return { kind: 'file', changed, read: () => this.#read(path, found, isSettled) };
  }

  #read(path: string, found: Stats, isSettled: boolean): string | Promise<string> {
    const stamp = `${found.mtimeMs} ${found.ctimeMs} ${found.size} ${found.ino}`;
    if (!found.isFile() || found.size > largest) return stamp;
    const known = this.#known.get(path);
    return known?.stamp === stamp ? known.content : this.#readAgain(path, stamp, isSettled);
  }

  async #readAgain(path: string, stamp: string, isSettled: boolean): Promise<string> {
    const bytes = await this.#access(
      () => readFileSync(path),
      () => readFile(path),
    );
    // It has been removed since. The watch of its folder reports that.
    if (bytes === undefined) return '';
    const content = createHash('sha256').update(bytes).digest('base64');
    if (isSettled) this.#keep(path, { stamp, content });
    else this.#known.delete(path);
    return content;
  }

  /** Returns what an access to the disk does; `undefined` if it fails. */
  #access<T>(atOnce: () => T, later: () => Promise<T>): T | undefined | Promise<T | undefined> {
    const began = this.#clock.elapsed();
    if (began < this.#slowUntil) return later().catch(() => undefined);
    try {
      return atOnce();
    } catch {
      return undefined;
    } finally {
      this.#noteDuration(began);
    }
  }

  #noteDuration(began: number): void {
    const now = this.#clock.elapsed();
    this.#slowInRow = now - began > slowAccess ? this.#slowInRow + 1 : 0;
    if (this.#slowInRow < slowAccesses) return;
    this.#slowInRow = 0;
    this.#slowUntil = now + slowTime;
  }

  #keep(path: string, content: KnownContent): void {
    this.#known.set(path, content);
    if (this.#known.size <= this.#maxFiles) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
